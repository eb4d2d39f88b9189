import * as v from "valibot";
import type { Action } from "../actions/action.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { WriteKind } from "../qbittorrent/writes.ts";
import type { Rule } from "../rules/rule.ts";
import type { Recorded } from "./recorder.ts";
import type { PlannedRequest } from "./requests.ts";

/** What earlier attempts at a pass have sent, or may have, as far as that must not happen twice. */
export interface Sent {
  /** Whether this was sent already, of what is not to be repeated: a recheck, a reannounce, a move in the queue. */
  readonly has: (hash: string, rule: Rule, action: Action) => boolean;
  /** Whether a torrent of that hash was deleted, and not this one: it was added again since. */
  readonly deletedBefore: (torrent: Torrent) => boolean;
}

/** What `readSent` needs to know again: of which torrents only where that matters. */
export function toRecord(
  { write, hashes, by }: PlannedRequest,
  addedOn: (hash: string) => number | undefined,
): Recorded {
  return {
    kind: write.kind,
    torrents: hashes.length,
    ...(toBeKnown.includes(write.kind) && { hashes }),
    ...(by !== undefined && { by }),
    ...(write.kind === "delete" && { added_on: hashes.map((hash) => addedOn(hash) ?? null) }),
  };
}

/** Undefined: nothing was sent. */
export function readSent(records: readonly Recorded[]): Sent | undefined {
  if (records.length === 0) return undefined;
  const once = new Set<string>();
  const deleted = new Map<string, number | null>();
  for (const record of records) {
    const { kind, hashes, by = "", added_on: addedOn } = v.parse(shape, record);
    for (const [index, hash] of hashes.entries()) {
      once.add(`${kind} ${hash} ${by}`);
      if (addedOn !== undefined) deleted.set(hash, addedOn[index] ?? null);
    }
  }
  return {
    has: (hash, rule, action) => {
      const kind = notRepeated[action.aspect];
      return kind !== undefined && once.has(`${kind} ${hash} ${action.aspect === "queue" ? nameOf(rule, action) : ""}`);
    },
    // Where nothing is known of when it was added, it may be another one.
    deletedBefore: ({ hash, added_on: addedOn }) =>
      deleted.has(hash) && (addedOn === undefined || deleted.get(hash) !== addedOn),
  };
}

/** The action among those of all rules. */
export const nameOf = ({ name, actions }: Pick<Rule, "name" | "actions">, action: Action): string =>
  `${actions.indexOf(action)} of ${name}`;

const notRepeated: Readonly<Partial<Record<Action["aspect"], WriteKind>>> = {
  recheck: "recheck",
  reannounce: "reannounce",
  queue: "move_in_queue",
};

const toBeKnown: readonly string[] = [...Object.values(notRepeated), "delete"];

const shape = v.object({
  kind: v.string(),
  hashes: v.optional(v.array(v.string()), []),
  by: v.optional(v.string()),
  added_on: v.optional(v.array(v.nullable(v.number()))),
});
