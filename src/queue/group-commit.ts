import { setImmediate } from "node:timers/promises";

export interface GroupCommit<Item> {
  /** Resolves when the item was stored, together with all that came in meanwhile; rejects if none of them was. */
  add(item: Item): Promise<void>;
  /** Resolves when all that came is stored, or could not be. */
  settled(): Promise<void>;
}

/**
 * Stores once for each turn of the event loop: what comes in while one group is stored is the next one, so the cost is shared by
 * as many as there are, and one that comes alone waits for nobody. Where storing goes on elsewhere, on the disk or in another
 * process, a group is stored while the one before is on its way.
 */
export function createGroupCommit<Item>(store: (items: readonly Item[]) => void | Promise<void>): GroupCommit<Item> {
  let waiting: Item[] = [];
  let turn: Promise<void> | undefined;
  const unsettled = new Set<Promise<void>>();

  function begin(): Promise<void> {
    const group = storeAfterThisTurn();
    unsettled.add(group);
    const settle = () => void unsettled.delete(group);
    group.then(settle, settle);
    return group;
  }

  async function storeAfterThisTurn(): Promise<void> {
    await setImmediate();
    const items = waiting;
    waiting = [];
    turn = undefined;
    await store(items);
  }

  return {
    add: (item) => {
      waiting.push(item);
      turn ??= begin();
      return turn;
    },
    settled: async () => {
      while (unsettled.size > 0) await Promise.allSettled(unsettled);
    },
  };
}
