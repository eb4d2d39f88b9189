import { setImmediate } from "node:timers/promises";

export interface GroupCommit<Item> {
  /** Resolves when the item was stored, together with all that came in meanwhile; rejects if none of them was. */
  add(item: Item): Promise<void>;
  /** Resolves when all that came before is stored, or could not be. */
  settled(): Promise<void>;
}

/**
 * Stores once for each turn of the event loop: while one group is written to disk the next one gathers, so the cost of
 * waiting for the disk is shared by as many as there are, and one that comes alone waits for nobody. Where storing means to
 * send, a group is sent while the answer for the one before is on its way.
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
      await Promise.allSettled(unsettled);
    },
  };
}
