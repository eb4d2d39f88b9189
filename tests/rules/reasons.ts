import { expect, test } from "bun:test";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Circumstances } from "../../src/rules/evaluate/compile.ts";
import { createExplainer, undecidedTests } from "../../src/rules/evaluate/explain.ts";
import { circumstances, conditionOf, leaf } from "../support/builders.ts";

/** What a person reads where these conditions cannot be decided; `start` is the torrent before earlier rules changed it. */
export function reasonsFor(
  conditions: unknown,
  torrent: Torrent,
  given = circumstances,
  start = torrent,
): readonly string[] {
  const explain = createExplainer(conditionOf(conditions), given);
  return undecidedTests(explain({ torrent, start })).map(({ field, why }) => `${field}: ${why}`);
}

type Case = readonly [field: string, operator: string, value: unknown, torrent: Torrent, reason: string];

/** Each case is undecided for this reason, in these words. */
export function says(cases: readonly Case[], given?: Circumstances): void {
  test.each(cases.map(([field, operator, value, ...rest]) => [leaf(field, operator, value), ...rest] as const))(
    "%j",
    (asked, torrent, reason) => {
      expect(reasonsFor([asked], torrent, given)).toEqual([`${asked.field}: ${reason}`]);
    },
  );
}
