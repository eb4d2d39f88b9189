import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Action, Situation } from "../../src/actions/action.ts";
import { actions, isActionType, writesOf } from "../../src/actions/catalogue.ts";
import { follow } from "../../src/rules/lint/imagined.ts";
import { vainActions } from "../../src/rules/lint/vain-actions.ts";
import { aServer, aTorrent } from "../support/builders.ts";

function bound([type, params = {}]: Written): Action {
  const result = isActionType(type) ? actions[type].bind(type, params) : undefined;
  if (result?.ok !== true) throw new Error(`no action: ${type} ${JSON.stringify(params)}`);
  return result.action;
}

type Written = readonly [type: string, params?: Readonly<Record<string, unknown>>];

const flags = [true, false];
const names = ["a", "b"];
const pool: readonly Written[] = [
  ["stop"],
  ["start"],
  ["force_start"],
  ["force_start", { enabled: false }],
  ["recheck"],
  ["reannounce"],
  ["set_top_priority"],
  ["decrease_priority"],
  ...["", ...names].map((category): Written => ["set_category", { category }]),
  ...["add_tag", "remove_tag"].flatMap((type) => names.map((tag): Written => [type, { tag }])),
  ...[[], ["a"], names].map((tags): Written => ["set_tags", { tags }]),
  ...[1000, "unlimited"].map((limit): Written => ["set_upload_limit", { limit }]),
  ...["set_auto_management", "set_super_seeding", "set_sequential_download"].flatMap((type) =>
    flags.map((enabled): Written => [type, { enabled }]),
  ),
  ...["/a", "/b"].map((path): Written => ["set_location", { path }]),
  ["set_share_limits", { ratio: 2 }],
  ...["stop", "remove"].map((when_reached): Written => ["set_share_limits", { ratio: 3, when_reached }]),
  ["set_share_limits", { ratio: "global", seeding_time: "1 day" }],
];

const flag = fc.option(fc.boolean());

const someTorrent = fc
  .record({
    state: fc.constantFrom("uploading", "stoppedUP", "forcedUP", "checkingUP", "moving", "downloading", null),
    tags: fc.subarray(["a", "b", "c"]).map((tags) => tags.join(",")),
    category: fc.constantFrom("", "a", "b", "c", null),
    up_limit: fc.constantFrom(0, 1000, 5000),
    save_path: fc.constantFrom("/a", "/b", "/c", null),
    priority: fc.constantFrom(0, 1, 5, null),
    ratio_limit: fc.constantFrom(-2, -1, 2, 3),
    seeding_time_limit: fc.constantFrom(-2, -1, 1440),
    auto_tmm: flag,
    force_start: flag,
    super_seeding: flag,
    seq_dl: flag,
  })
  .map((row) =>
    aTorrent({ ...row, force_start: row.state === "forcedUP" || (isMasking(row.state) && row.force_start) }),
  );

/** Whether it is forced is seen even so. */
const isMasking = (state: string | null): boolean => state === "checkingUP" || state === "moving";

/** The requests that come of the actions, in any order. */
const asked = (list: readonly Action[], start: Situation) =>
  writesOf(start.torrent, follow(list, start).at(-1)?.after.wish ?? {})
    .map(({ write }) => JSON.stringify(write))
    .toSorted();

/** What is left where all that destroys is withheld. */
function harmless(list: readonly Action[], start: Situation): readonly Action[] {
  const left: Action[] = [];
  for (const action of list) {
    const found = follow(left, start).at(-1)?.after ?? start;
    if ((action.destructive?.(found) ?? false) === false) left.push(action);
  }
  return left;
}

test("whatever the torrent, and what is withheld, the same is asked of the server without the actions that are said to be in vain", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pool), { minLength: 2, maxLength: 4 }), someTorrent, (written, torrent) => {
      const list = written.map(bound);
      const start = { torrent, wish: {}, server: aServer() };
      const vain = new Set(vainActions(list).map(({ index }) => index));
      const rest = list.filter((_, index) => !vain.has(index));
      expect(asked(rest, start)).toEqual(asked(list, start));
      expect(asked(harmless(rest, start), start)).toEqual(asked(harmless(list, start), start));
    }),
    { numRuns: 2000 },
  );
});
