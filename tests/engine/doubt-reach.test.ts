import { describe, expect, test } from "bun:test";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { NOW } from "../support/builders.ts";
import { knownServer, outcomes, planOf, rules, torrent } from "./support.ts";

/** Not known, since the row has no such field. */
const UNKNOWN = "{field: info.popularity, operator: '>', value: 1}";
const KEEPING_FILES = "{type: delete_torrent, params: {delete_files: false}}";
const WITH_FILES = "{type: delete_torrent, params: {delete_files: true}}";
const LOCATION = "{type: set_location, params: {path: /elsewhere}}";

/** What becomes of the last action after an undecided rule with an action. */
function after(action: string, last: string, of: Torrent = torrent({ auto_tmm: false }), server = knownServer()) {
  const made = planOf(of, rules(`unsure | ${UNKNOWN} | ${action}`, last), { server });
  const done = made.actions.at(-1);
  return done === undefined ? "none" : [done.outcome, done.reason].filter(Boolean).join(": ");
}

const deleteBy = (field: string) => `gone | {field: ${field}} | ${KEEPING_FILES}`;
const WITHHELD = 'withheld: rule "unsure" could not be decided';

describe("an undecided rule withholds what reads, in any way, what it would have changed:", () => {
  const row = { auto_tmm: false, added_on: NOW - 9e6, completion_on: NOW - 9e6, amount_left: 0 };
  const seeding = torrent({ ...row, save_path: "/old", content_path: "/old/a" });

  test.each([
    ["info.is_stopped", "{type: stop}", "info.is_stopped, operator: '==', value: false"],
    ["info.is_seeding", "{type: stop}", "info.is_seeding, operator: '==', value: true"],
    ["info.is_checking", "{type: recheck}", "info.is_checking, operator: '==', value: false"],
    ["info.is_complete", "{type: recheck}", "info.is_complete, operator: '==', value: true"],
    ["info.progress", "{type: recheck}", "info.progress, operator: '==', value: 1"],
    ["info.save_path", LOCATION, "info.save_path, operator: '==', value: /old"],
    ["info.content_path", LOCATION, "info.content_path, operator: under, value: /old"],
    [
      "info.ratio_limit",
      "{type: set_share_limits, params: {ratio: 3}}",
      "info.ratio_limit, operator: known, value: false",
    ],
    [
      "info.super_seeding",
      "{type: set_super_seeding, params: {enabled: true}}",
      "info.super_seeding, operator: '!=', value: true",
    ],
    ["info.priority", "{type: set_top_priority}", "info.priority, operator: '>', value: 1"],
  ])("%s", (_, action, field) => {
    const of = torrent({ ...seeding, super_seeding: false, priority: 5, tags: "" });
    expect(after(action, deleteBy(field), of)).toBe(WITHHELD);
    expect(after("{type: reannounce}", deleteBy(field), of)).toBe("executed");
  });

  test("the properties, which say the same by the same name", () => {
    const of: Torrent = {
      ...torrent({ auto_tmm: false, save_path: "/old" }),
      properties: toProperties({ save_path: "/old", total_size: 1 }),
    };
    expect(after(LOCATION, deleteBy("properties.save_path, operator: '==', value: /old"), of)).toBe(WITHHELD);
    expect(after("{type: stop}", deleteBy("properties.save_path, operator: '==', value: /old"), of)).toBe("executed");
  });

  test("one test of many in a group", () => {
    const gone = `gone | {any: [{all: [{field: info.ratio, operator: '>', value: 0}, {none: [{field: info.is_stopped, operator: '==', value: true}]}]}]} | ${KEEPING_FILES}`;
    expect(after("{type: stop}", gone)).toBe(WITHHELD);
  });

  test("not what the age of a torrent hangs on: no action changes that", () => {
    const old = "info.time_since_added, operator: '>', value: 1 day";
    for (const action of ["{type: stop}", LOCATION, "{type: recheck}"]) {
      expect(after(action, deleteBy(old), seeding)).toBe("executed");
    }
  });
});

describe("an undecided rule that would have deleted the torrent", () => {
  test("and kept its files, withholds a deletion of the files", () => {
    expect(after(KEEPING_FILES, `gone | always | ${WITH_FILES}`)).toBe(WITHHELD);
  });

  test.each([
    ["of the torrent alone, after one with the files", WITH_FILES, KEEPING_FILES],
    ["of the torrent alone, after one like it", KEEPING_FILES, KEEPING_FILES],
    ["with the files, after one with the files", WITH_FILES, WITH_FILES],
  ])("withholds no deletion %s: it goes in any case", (_, first, second) => {
    expect(after(first, `gone | always | ${second}`)).toBe("executed");
  });

  test("withholds a move of the data, which would have stayed where it is", () => {
    expect(after(WITH_FILES, `move | always | ${LOCATION}`)).toBe(WITHHELD);
    expect(after(KEEPING_FILES, `move | always | ${LOCATION}`)).toBe(WITHHELD);
  });

  test("lets harmless rules go on", () => {
    expect(after(KEEPING_FILES, "stop | always | {type: stop}")).toBe("executed");
  });

  test("counts with the most that it might have left, among several", () => {
    const lines = [`all | ${UNKNOWN} | ${WITH_FILES}`, `some | ${UNKNOWN} | ${KEEPING_FILES}`];
    const made = (list: readonly string[]) => planOf(torrent(), rules(...list, `gone | always | ${WITH_FILES}`));
    const [one, other] = [made(lines).actions.at(-1), made(lines.toReversed()).actions.at(-1)];
    expect([one, other]).toMatchObject([
      { outcome: "withheld", reason: 'rule "some" could not be decided' },
      { outcome: "withheld", reason: 'rule "some" could not be decided' },
    ]);
  });

  test("withholds through a rule that hangs on it", () => {
    const made = planOf(
      torrent(),
      rules(
        `unsure | ${UNKNOWN} | {type: add_tag, params: {tag: done}}`,
        `first | {field: info.tags, operator: contains, value: done} | ${KEEPING_FILES}`,
        `gone | always | ${WITH_FILES}`,
      ),
    );
    expect(made.actions.at(-1)).toMatchObject({
      outcome: "withheld",
      reason: 'rule "unsure" could not be decided; rule "first" hangs on it',
    });
  });
});

describe("an undecided rule that decides whether a later action destroys at all", () => {
  const unmanage = "{type: set_auto_management, params: {enabled: false}}";
  const managed = torrent({ auto_tmm: true, category: "old" });
  const films = "sort | always | {type: set_category, params: {category: films}}";

  test("withholds the category that would move the data", () => {
    expect(after(unmanage, films, managed)).toBe(WITHHELD);
  });

  test("withholds share limits that would remove the torrent", () => {
    const limits = "limit | always | {type: set_share_limits, params: {ratio: 2}}";
    const removing = knownServer({ preferences: { max_ratio_act: 1 } });
    const stopping = "{type: set_share_limits, params: {when_reached: stop}}";
    expect(after(stopping, limits, managed, removing)).toBe(WITHHELD);
    expect(after(stopping, limits, managed)).toBe("executed");
  });

  test("withholds share limits that would remove it by its category, which it might have left", () => {
    const limits = "limit | always | {type: set_share_limits, params: {ratio: 2}}";
    const leaving = "{type: set_category, params: {category: kept}}";
    const unmanaged = torrent({ auto_tmm: false, category: "old" });
    expect(after(leaving, limits, unmanaged, acting("Remove"))).toBe(WITHHELD);
    expect(after(leaving, limits, unmanaged, acting("Stop"))).toBe("executed");
  });
});

const acting = (shareLimitAction: string) =>
  knownServer({ categories: new Map([["old", { name: "old", shareLimitAction, hasShareLimits: false }]]) });

describe("an action of an undecided rule that this server is too old for", () => {
  const limits = "{type: set_share_limits, params: {ratio: 3, when_reached: stop}}";
  const gone = deleteBy("info.ratio_limit, operator: known, value: false");

  test("leaves no doubt: it would have failed", () => {
    expect(after(limits, gone, torrent(), knownServer({}, "2.15.0"))).toBe(WITHHELD);
    expect(after(limits, gone, torrent(), knownServer({}, "2.11.4"))).toBe("executed");
  });
});

test("a rule that was decided before the undecided one leaves no doubt", () => {
  const made = planOf(
    torrent(),
    rules(
      `first | always | {type: add_tag, params: {tag: seen}}`,
      `unsure | ${UNKNOWN} | {type: stop}`,
      `gone | {field: info.tags, operator: contains, value: seen} | ${KEEPING_FILES}`,
    ),
  );
  expect(outcomes(made)).toEqual(["first add_tag: superseded", "gone delete_torrent: executed"]);
});
