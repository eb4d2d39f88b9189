import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Preparation } from "../../src/engine/prepare.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { outcomes, planOf, rules, torrent } from "./support.ts";

const plan = (of: Torrent, lines: readonly string[], more: Partial<Preparation> = {}) =>
  planOf(of, rules(...lines), more);

/** What becomes of the last action, and why. */
function last(of: Torrent, ...lines: readonly string[]): string {
  const action = plan(of, lines).actions.at(-1);
  return action === undefined ? "none" : [action.outcome, action.reason].filter(Boolean).join(": ");
}

/** How much of the torrent goes: none, the torrent alone, its files too. */
function extentOfDeletion(of: Torrent, list: readonly Rule[]): 0 | 1 | 2 {
  const wanted = planOf(of, list).end.wish.delete;
  if (wanted === undefined) return 0;
  return wanted.files ? 2 : 1;
}

/** Not known, since the row has no such field. */
const UNKNOWN = "{field: info.popularity, operator: '>', value: 1}";
const ALWAYS = "{field: info.size, operator: '>', value: 0}";
const OLD = "{field: info.ratio, operator: '>=', value: 1}";
const KEPT = "{field: info.tags, operator: contains, value: keep}";
const NOT_KEPT = "{field: info.tags, operator: not_contains, value: keep}";
const KEEP = "{type: add_tag, params: {tag: keep}}";
const SAFE = "{type: set_category, params: {category: safe}}";
const NOT_SAFE = "{field: info.category, operator: '!=', value: safe}";
const DELETE = "{type: delete_torrent, params: {delete_files: true}}";
const DELETE_ALONE = "{type: delete_torrent, params: {delete_files: false}}";

const managed = torrent({ auto_tmm: true, category: "old", save_path: "/data/old" });
const unmanaged = torrent({ auto_tmm: false, category: "old", save_path: "/data/old" });

describe("what one undecided rule leaves in doubt goes on through the rules that read it", () => {
  test("one that did not match, and would have kept later rules away", () => {
    expect(
      last(torrent(), `keep | ${UNKNOWN} | ${KEEP}`, `safe! | ${KEPT} | {type: start}`, `gone | ${OLD} | ${DELETE}`),
    ).toBe('withheld: rule "keep" could not be decided; rule "safe" hangs on it');
  });

  test("one that did not match, and would have changed what the delete reads", () => {
    expect(
      last(torrent(), `keep | ${UNKNOWN} | ${KEEP}`, `safe | ${KEPT} | ${SAFE}`, `gone | ${NOT_SAFE} | ${DELETE}`),
    ).toBe('withheld: rule "keep" could not be decided; rule "safe" hangs on it');
  });

  test("one that matched, and otherwise would not have changed what the delete reads", () => {
    const doomed = "{field: info.category, operator: '==', value: doomed}";
    const doom = "{type: set_category, params: {category: doomed}}";
    const lines = [`keep | ${UNKNOWN} | ${KEEP}`, `doom | ${NOT_KEPT} | ${doom}`, `gone | ${doomed} | ${DELETE}`];
    const made = plan(unmanaged, lines);
    expect(outcomes(made)).toEqual(["doom set_category: executed", "gone delete_torrent: withheld"]);
  });

  test("any number of them", () => {
    const lines = [
      `keep | ${UNKNOWN} | ${KEEP}`,
      `one | ${KEPT} | ${SAFE}`,
      `two | ${NOT_SAFE} | {type: stop}`,
      `gone | {field: info.state, operator: '!=', value: stalledUP} | ${DELETE}`,
    ];
    expect(last(torrent(), ...lines)).toBe(
      'withheld: rule "keep" could not be decided; rule "one" hangs on it; rule "two" hangs on it',
    );
  });

  test("not through one that reads something else", () => {
    expect(
      last(
        torrent(),
        `keep | ${UNKNOWN} | ${KEEP}`,
        `safe! | {field: info.ratio, operator: '>', value: 5} | ${SAFE}`,
        `gone | ${OLD} | ${DELETE}`,
      ),
    ).toBe("executed");
  });

  test("not through one that would have changed nothing", () => {
    const safe = torrent({ category: "safe" });
    const inSafe = "{field: info.category, operator: '==', value: safe}";
    expect(last(safe, `keep | ${UNKNOWN} | ${KEEP}`, `safe | ${KEPT} | ${SAFE}`, `gone | ${inSafe} | ${DELETE}`)).toBe(
      "executed",
    );
  });

  test("and is not reported as undecided: those rules were decided", () => {
    const made = plan(torrent(), [
      `keep | ${UNKNOWN} | ${KEEP}`,
      `safe! | ${KEPT} | ${SAFE}`,
      `gone | ${OLD} | ${DELETE}`,
    ]);
    expect(made.undecided.map(({ rule }) => rule.name)).toEqual(["keep"]);
  });
});

describe("a category set under automatic management, which moves the data,", () => {
  const MOVE = `move | ${ALWAYS} | ${SAFE}`;

  test("is withheld while nothing may be destroyed", () => {
    const [action] = plan(managed, [MOVE], { withhold: "the file is broken" }).actions;
    expect(action).toMatchObject({ outcome: "withheld", reason: "the file is broken" });
  });

  test("is withheld after an undecided rule that would have kept later ones away", () => {
    expect(last(managed, `keep! | ${UNKNOWN} | {type: stop}`, MOVE)).toBe('withheld: rule "keep" could not be decided');
  });

  test("is withheld where it reads what an undecided rule would have changed", () => {
    expect(last(managed, `keep | ${UNKNOWN} | ${KEEP}`, `move | ${NOT_KEPT} | ${SAFE}`)).toStartWith("withheld");
  });

  test("and withheld, leaves in doubt what it would have changed", () => {
    const lines = [`keep | ${UNKNOWN} | ${KEEP}`, `move | ${NOT_KEPT} | ${SAFE}`, `gone | ${NOT_SAFE} | ${DELETE}`];
    expect(outcomes(plan(managed, lines))).toEqual(["move set_category: withheld", "gone delete_torrent: withheld"]);
  });

  test("and withheld for share limits that may be others, leaves its category in doubt", () => {
    const seed = `seed | ${UNKNOWN} | {type: set_share_limits, params: {ratio: 3}}`;
    const lines = [
      seed,
      `move | ${ALWAYS} | ${SAFE}`,
      `safe! | {field: info.category, operator: '==', value: safe} | `,
    ];
    expect(last(managed, ...lines, `gone | ${OLD} | ${DELETE}`)).toBe(
      'withheld: rule "seed" could not be decided; rule "move" hangs on it; rule "safe" hangs on it',
    );
  });

  test("is planned where nothing is in doubt", () => {
    expect(last(managed, MOVE)).toBe("executed");
  });

  test("is skipped, not withheld, where the torrent is in it already", () => {
    const there = torrent({ auto_tmm: true, category: "safe" });
    expect(last(there, `keep! | ${UNKNOWN} | {type: stop}`, MOVE)).toBe("skipped");
  });

  test("leaves a later rule that reads the path undecided", () => {
    const made = plan(managed, [MOVE, `gone | {field: info.save_path, operator: '==', value: /data/old} | ${DELETE}`]);
    expect(made.undecided.map(({ rule }) => rule.name)).toEqual(["gone"]);
  });

  test("by a rule that could not be decided, withholds a delete that reads the path", () => {
    const gone = `gone | {field: info.content_path, operator: '==', value: /data/old/a} | ${DELETE}`;
    const row = { category: "old", content_path: "/data/old/a" };
    const move = `move | ${UNKNOWN} | ${SAFE}`;
    expect(last(torrent({ ...row, auto_tmm: true }), move, gone)).toBe('withheld: rule "move" could not be decided');
    expect(last(torrent({ ...row, auto_tmm: false }), move, gone)).toBe("executed");
  });
});

describe("a category set without automatic management moves nothing", () => {
  test("and is never withheld", () => {
    const made = plan(unmanaged, [`keep! | ${UNKNOWN} | {type: stop}`, `move | ${ALWAYS} | ${SAFE}`], {
      withhold: "the file is broken",
    });
    expect(outcomes(made)).toEqual(["move set_category: executed"]);
  });
});

const line = ([stops, conditions, actions]: readonly [boolean, readonly string[], readonly string[]], index: number) =>
  `${index}${stops ? "!" : ""} | ${conditions.join(", ")} | ${lastly(actions).join(", ")}`;

/** After a deletion nothing may come. */
function lastly(actions: readonly string[]): readonly string[] {
  const deletions = actions.filter((action) => action.includes("delete_torrent"));
  return [...actions.filter((action) => !deletions.includes(action)), ...deletions.slice(0, 1)];
}

describe("whatever the rules and the torrent", () => {
  const reads = [
    UNKNOWN,
    OLD,
    KEPT,
    NOT_KEPT,
    NOT_SAFE,
    "{field: info.category, operator: '==', value: safe}",
    "{field: info.state, operator: in, value: [stalledUP, stoppedUP]}",
    "{field: info.up_limit, operator: '>', value: 1000}",
    "{field: info.save_path, operator: '==', value: /data}",
    "{field: info.progress, operator: '==', value: 1}",
    "{field: info.is_stopped, operator: '==', value: false}",
    "{field: info.ratio_limit, operator: known, value: false}",
  ];
  const does = [
    KEEP,
    SAFE,
    DELETE,
    DELETE_ALONE,
    "{type: set_location, params: {path: /elsewhere}}",
    "{type: set_auto_management, params: {enabled: false}}",
    "{type: set_share_limits, params: {ratio: 3}}",
    "{type: remove_tag, params: {tag: keep}}",
    "{type: set_category, params: {category: old}}",
    "{type: stop}",
    "{type: start}",
    "{type: recheck}",
    "{type: set_upload_limit, params: {limit: 1000}}",
  ];
  const someRule = fc.tuple(
    fc.boolean(),
    fc.subarray(reads, { minLength: 1, maxLength: 2 }),
    fc.shuffledSubarray(does, { maxLength: 2 }),
  );
  const someRow = fc.record({
    tags: fc.constantFrom("", "keep"),
    category: fc.constantFrom("", "old", "safe"),
    state: fc.constantFrom("stalledUP", "stoppedUP", "checkingUP"),
    up_limit: fc.constantFrom(0, 1000),
    auto_tmm: fc.boolean(),
    save_path: fc.constant("/data"),
  });
  test("what is deleted although something is unknown would be deleted whatever that turned out to be, and no less of it", () => {
    const someRules = fc.array(someRule, { minLength: 2, maxLength: 6 });
    const holds = fc.property(someRow, someRules, fc.constantFrom(DELETE, DELETE_ALONE), (row, written, end) => {
      const list = rules(...written.map(line), `last | ${OLD} | ${end}`);
      const certain = extentOfDeletion(torrent(row), list);
      for (const popularity of [0, 2]) {
        expect(extentOfDeletion(torrent({ ...row, popularity }), list)).toBeGreaterThanOrEqual(certain);
      }
    });
    fc.assert(holds, { numRuns: 1_000 });
  }, 60_000);
});
