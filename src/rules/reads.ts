import { isEach } from "./fields/field.ts";
import { type Condition, leavesOf } from "./rule.ts";

/** What of a torrent a condition depends on, by the names of `torrents/info`: the properties say the same by the same names. Lists go by theirs. */
export function readsOf(condition: Condition): ReadonlySet<string> {
  const keys = leavesOf(condition).flatMap(({ field }) => [
    ...(field.reads ?? []),
    ...field.supplies.flatMap((supply) => {
      if (isEach(supply)) return [supply.from];
      return supply.from === "info" || supply.from === "properties" ? [supply.key] : [];
    }),
  ]);
  return new Set(keys);
}
