import { describe, expect, test } from "bun:test";
import { unmark } from "../rules/mistakes.ts";
import { bookOf, check } from "./support.ts";

const BOOK = bookOf(`
rules:
  - name: Clean up
    context: scheduled
    conditions: [{field: info.ratio, operator: ">", value: 1}]
    actions: [{type: stop}]
`);

/** What is wrong, a file of tests with a mark where the mistake is, and the beginnings of message and hint. */
type Mistake = readonly [what: string, marked: string, message: string, hint?: string];

function itRefuses([what, marked, message, hint]: Mistake): void {
  test(`${what} is refused, and the place is told`, () => {
    const { text, places } = unmark(marked);
    const checked = check(text, BOOK);
    if (checked.ok) throw new Error(`no mistake was found in\n${text}`);
    expect(checked.problems.map(({ where }) => where)).toEqual([...places]);
    expect(checked.problems[0]?.message).toStartWith(message);
    expect(checked.problems[0]?.hint ?? "").toStartWith(hint ?? "");
  });
}

/** A test with this expectation. */
const expecting = (expected: string): string =>
  `tests:\n  - name: a\n    given: {info: {name: x}}\n    expect: ${expected}\n`;

/** A test that gives this. */
const giving = (given: string, expected = "{matches: []}"): string =>
  `tests:\n  - name: a\n    given: ${given}\n    expect: ${expected}\n`;

describe("the file", () => {
  const mistakes: readonly Mistake[] = [
    [
      "another key",
      "▸test: []\ntests: [{name: a, given: {}, expect: {matches: []}}]",
      'unknown key "test" in a file of tests',
      "",
    ],
    ["no tests at all", "tests: ▸[]", "there are no tests"],
    ["a file without tests", "▸now: 2026-01-01T00:00:00Z", 'a file of tests needs "tests"'],
    ["tests that are no list", "tests: ▸{}", "expected a list of tests, found a mapping"],
    ["a mistake in YAML", "tests: [▸", ""],
    [
      "a moment that is none",
      `now: ▸today\n${expecting("{matches: []}")}`,
      "expected an instant like 2026-01-01T00:00:00Z",
    ],
    ["a server that is none", `server: ▸new\n${expecting("{matches: []}")}`, '"new" is not a release of qBittorrent'],
  ];
  mistakes.forEach(itRefuses);
});

describe("a test", () => {
  const mistakes: readonly Mistake[] = [
    ["one without a name", "tests:\n  - ▸{given: {}, expect: {matches: []}}", 'a test needs "name"'],
    ["one that gives nothing", "tests:\n  - ▸{name: a, expect: {matches: []}}", 'a test needs "given"'],
    ["one that expects nothing", "tests:\n  - ▸{name: a, given: {}}", 'a test needs "expect"'],
    [
      "a misspelt key",
      "tests: [{name: a, given: {}, ▸expects: {}, expect: {matches: []}}]",
      'unknown key "expects" in a test: did you mean "expect"?',
    ],
    [
      "a name that another has",
      "tests: [{name: a, given: {}, expect: {matches: []}}, {name: ▸a, given: {}, expect: {matches: []}}]",
      'two tests are called "a"',
      "the other is at rules.yml:1:16",
    ],
    [
      "a moment that is none",
      "tests: [{name: a, now: ▸soon, given: {}, expect: {matches: []}}]",
      "expected an instant",
    ],
    [
      "a category's action that is none",
      "tests: [{name: a, categories: {x: {share_limit_action: ▸Delete}}, given: {}, expect: {matches: []}}]",
      "expected one of Default, Stop",
    ],
    [
      "a setting's field that is none",
      "tests: [{name: a, transfer: {▸speed: 1}, given: {}, expect: {matches: []}}]",
      'unknown field "speed" of transfer',
    ],
    ["no torrents", giving("▸[]"), "a test needs at least one torrent"],
  ];
  mistakes.forEach(itRefuses);

  test("every mistake of every test is told at once", () => {
    const { text, places } = unmark(`
tests:
  - {name: a, given: {info: {▸rato: 1, size: ▸big}}, expect: {matches: [▸Cleanup]}}
  - {name: b, given: {}, expect: {▸mathces: []}}
`);
    const checked = check(text, BOOK);
    expect(checked.ok ? [] : checked.problems.map(({ where }) => where)).toEqual([...places]);
  });

  test("every problem shows the lines around its place", () => {
    const checked = check(giving("{info: {rato: 1}}"), BOOK);
    expect(checked.ok ? [] : checked.problems[0]?.frame).toContain("> 3 |     given: {info: {rato: 1}}");
  });
});

describe("what is given", () => {
  const mistakes: readonly Mistake[] = [
    [
      "a field that there is not",
      giving("{info: {▸rato: 1}}"),
      'unknown field "rato" of info',
      'did you mean "ratio"?',
    ],
    [
      "a derived field",
      giving("{info: {▸is_complete: true}}"),
      "info.is_complete is worked out from other fields",
      "give has_metadata, state, progress, amount_left",
    ],
    [
      "a value that cannot be",
      giving("{info: {size: ▸5G}}"),
      'info.size: "G" in "5G" is not a unit of size',
      'did you mean "5 GB"?',
    ],
    [
      "one of a tracker",
      giving("{trackers: [{status: ▸down}]}"),
      'trackers.status: expected a tracker status, found "down"',
    ],
    [
      "one of a file",
      giving("{files: [{name: a}, {▸nam: b}]}"),
      'unknown field "nam" of files',
      'did you mean "name"?',
    ],
    [
      "what old servers have in one place, in two",
      `server: "4.6"\n${giving("{info: {private: true}, properties: {▸is_private: false}}")}`,
      "properties.is_private is given twice",
      "info.private is the same on v4.6: keep one of them",
    ],
    [
      "the hash of another torrent",
      giving(`[{info: {hash: ${"a".repeat(40)}}}, {info: {hash: ▸${"A".repeat(40)}}}]`),
      "another torrent of this test has the same hash",
    ],
  ];
  mistakes.forEach(itRefuses);
});

describe("what is expected", () => {
  const mistakes: readonly Mistake[] = [
    ["nothing", expecting("▸{}"), "nothing is expected: name one of matches, undecided, withheld, failed, does, end"],
    ["a misspelt key", expecting("{▸match: []}"), 'unknown key "match" in an expectation: did you mean "matches"?'],
    ["a rule that there is not", expecting("{matches: [▸Clean]}"), 'no rule is called "Clean"', "known are: Clean up"],
    [
      "a misspelt rule",
      expecting("{undecided: [▸Clean op]}"),
      'no rule is called "Clean op"',
      'did you mean "Clean up"?',
    ],
    [
      "an action that there is not",
      expecting("{withheld: [▸delete]}"),
      'unknown action "delete"',
      'did you mean "delete_torrent"?',
    ],
    ["one among what is done", expecting("{does: [{type: ▸pause}]}"), 'unknown action "pause"', 'did you mean "stop"?'],
    [
      "a parameter that there is not",
      expecting("{does: [{type: add_tag, params: {▸tga: a}}]}"),
      'add_tag has no parameter "tga"',
    ],
    ["a word for what is done", expecting("{does: ▸everything}"), "expected a list of actions, or nothing"],
    [
      "an end that is no mapping",
      expecting("{end: ▸deleted}"),
      "expected what the torrent is in the end, as a mapping",
    ],
    [
      "a misspelt key of the end",
      expecting("{end: {▸delted: true}}"),
      'unknown field "delted" of info',
      'did you mean "deleted"?',
    ],
    ["an end that cannot be", expecting("{end: {deleted: ▸maybe}}"), "expected one of false, true, with_files"],
    ["a field's value that cannot be", expecting("{end: {tags: ▸a}}"), "info.tags: expected a list of tags"],
    [
      "a torrent that there is not",
      giving("[{info: {name: first}}, {info: {name: second}}]", "{▸frist: {matches: []}, second: {matches: []}}"),
      'no torrent is called "frist"',
      'did you mean "first"?',
    ],
    [
      "a name that two torrents have",
      giving("[{info: {name: a}}, {info: {name: a}}]", "{▸a: {matches: []}}"),
      'several torrents are called "a"',
      "name it by its hash",
    ],
  ];
  mistakes.forEach(itRefuses);

  test("names of rules are not checked where the rules themselves have mistakes", () => {
    expect(check(expecting("{matches: [Anything]}")).ok).toBe(true);
  });
});

test("a context that no rule names is a warning: that nothing happens then may be what is tested", () => {
  const checked = check("tests: [{name: a, context: schedulde, given: {}, expect: {matches: []}}]", BOOK);
  expect(checked).toMatchObject({
    ok: true,
    warnings: [
      { message: 'no rule names the context "schedulde"', where: "rules.yml:1:28", hint: 'did you mean "scheduled"?' },
    ],
  });
});
