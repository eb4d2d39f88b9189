import { describe } from "bun:test";
import { all, any, ask, conditions, group, marked } from "./flow.ts";
import { type Doubtful, type Fine, itAccepts, itWarnsOf } from "./mistakes.ts";

/** A group about trackers. */
const of = (kind: string, ...parts: readonly string[]): string => `{${kind}: trackers, where: [${parts.join(", ")}]}`;

const protect = (...entries: readonly string[]): string =>
  `protect: [${entries.join(", ")}]\nrules:\n  - {name: x, match_all: true, actions: [{type: stop}]}\n`;

describe("what follows for groups", () => {
  const cases: readonly Doubtful[] = [
    [
      "a contradiction of three",
      all(
        ask("info.tags", "in", "[a, b]"),
        ask("info.tags", "not_contains", "a"),
        marked("info.tags", "not_contains", "b"),
      ),
      "contradiction",
      'info.tags in ["a", "b"] and info.tags not_contains "a" and info.tags not_contains "b" never hold together',
    ],
    [
      "a contradiction across groups within groups",
      all(ask("info.ratio", ">", "2"), `{${group("all", `{${group("none", marked("info.ratio", ">", "1"))}}`)}}`),
      "contradiction",
      "info.ratio > 2 and not (info.ratio > 1) never hold together",
    ],
    [
      "a group of alternatives that the rest rules out one by one",
      all(
        `{${group("any", ask("info.ratio", ">", "2"), ask("info.added_on", "older_than", "7d"))}}`,
        ask("info.ratio", "<", "1"),
        marked("info.added_on", "newer_than", "7d"),
      ),
      "contradiction",
      "the any group (rules.yml:3:",
    ],
    [
      "alternatives of which one always holds",
      any(ask("info.ratio", ">", "1"), marked("info.ratio", "<", "2")),
      "always-holds",
      'one of these always holds where it can be told: info.ratio > 1, info.ratio < 2, so rule "A rule" matches every torrent',
      "leave them out",
    ],
    [
      "ruling out all there is",
      conditions(group("none", ask("info.ratio", ">", "1"), marked("info.ratio", "<", "2"))),
      "always-holds",
      'so rule "A rule" never matches',
    ],
    [
      "ruling out what never holds",
      conditions(group("none", marked("info.ratio", "<", "0"))),
      "never-holds",
      'so rule "A rule" matches every torrent',
    ],
    [
      "one alternative that never holds",
      any(ask("info.ratio", ">", "1"), marked("info.ratio", "<", "0")),
      "never-holds",
      "info.ratio < 0 never holds",
    ],
  ];
  for (const one of cases) itWarnsOf(one);

  itWarnsOf([
    "each of several alternatives that never hold",
    any(marked("info.ratio", "<", "0"), `{${group("all", marked("info.progress", ">", "1"))}}`),
    "never-holds",
    'so rule "A rule" never matches',
  ]);

  const fine: readonly Fine[] = [
    ["a range", all(ask("info.ratio", ">", "1"), ask("info.ratio", "<", "2"))],
    ["a range of one number", all(ask("info.ratio", ">=", "1"), ask("info.ratio", "<=", "1"))],
    ["a span of time", all(ask("info.added_on", "older_than", "7d"), ask("info.added_on", "newer_than", "30d"))],
    ["an age and a moment", all(ask("info.added_on", "newer_than", "7d"), ask("info.added_on", "<", "1700000000"))],
    ["what lies outside a range", any(ask("info.ratio", "<", "1"), ask("info.ratio", ">", "2"))],
    ["what is not known, or small", any(ask("info.ratio", "known", "false"), ask("info.ratio", "<", "1"))],
    ["two tags", all(ask("info.tags", "contains", "a"), ask("info.tags", "contains", "b"))],
    ["a tag and not another", all(ask("info.tags", "contains", "a"), ask("info.tags", "not_contains", "b"))],
    ["a beginning and a longer one", all(ask("info.name", "starts_with", "a"), ask("info.name", "starts_with", "ab"))],
    ["a folder and one in it", all(ask("info.save_path", "under", "/a"), ask("info.save_path", "under", "/a/b"))],
    ["two patterns", all(ask("info.name", "matches", "^a"), ask("info.name", "matches", "^b"))],
    [
      "stopped, by either name",
      all(ask("info.is_stopped", "==", "true"), ask("info.state", "in", "[pausedUP, stoppedUP]")),
    ],
    ["two trackers", all(ask("trackers.host", "==", "a.example"), ask("trackers.host", "==", "b.example"))],
    [
      "a tracker that works and one that does not",
      all(ask("trackers.status", "==", "working"), ask("trackers.status", "!=", "updating")),
    ],
  ];
  for (const one of fine) itAccepts(one);
});

describe("groups about the items of a list", () => {
  const gone = ask("msg", "contains", "gone");

  const cases: readonly Doubtful[] = [
    [
      "an item that contradicts itself",
      all(of("any_of", ask("status", "==", "working"), marked("status", "==", "updating"))),
      "contradiction",
      'never hold together, so rule "A rule" never matches',
    ],
    [
      "no item of which something holds that never does",
      all(of("none_of", marked("tier", "<", "0"))),
      "never-holds",
      'so rule "A rule" matches every torrent',
    ],
    [
      "any item and none",
      all(of("any_of", gone), of("none_of", ask("▸msg", "contains", "gone"))),
      "contradiction",
      "never hold together",
    ],
    [
      "all items and none",
      all(of("all_of", gone), of("none_of", ask("▸msg", "contains", "gone"))),
      "contradiction",
      "never hold together",
    ],
    [
      "a test of the whole list and a group that says the opposite",
      all(of("none_of", gone), marked("trackers.msg", "contains", "gone")),
      "contradiction",
      "never hold together",
    ],
  ];
  for (const one of cases) itWarnsOf(one);

  const fine: readonly Fine[] = [
    ["some items and others", all(of("any_of", gone), of("any_of", ask("msg", "not_contains", "gone")))],
    ["some items, and not all", conditions(group("all", of("any_of", gone)), group("none", of("all_of", gone)))],
    ["a failure that may be any", all(of("any_of", ask("status", "in", "[not_working, tracker_error, unreachable]")))],
  ];
  for (const one of fine) itAccepts(one);
});

describe("what stands twice", () => {
  const ratio = ask("info.ratio", ">", "1");
  const cases: readonly Doubtful[] = [
    [
      "a test in one group",
      all(ratio, marked("info.ratio", ">", "1")),
      "repeated",
      "info.ratio > 1 stands twice",
      "rules.yml:3:",
    ],
    [
      "a group in another, with its parts in another order",
      all(
        `{${group("any", ratio, ask("info.name", "==", "a"))}}`,
        `{${group("any", marked("info.name", "==", "a"), ratio)}}`,
      ),
      "repeated",
      "the any group",
    ],
    ["a value in a list", all(marked("info.category", "in", "[a, b, a]")), "repeated", 'the list names "a" twice'],
  ];
  for (const one of cases) itWarnsOf(one);

  itAccepts([
    "the same test in two groups",
    any(
      `{${group("all", ratio, ask("info.name", "==", "a"))}}`,
      `{${group("all", ratio, ask("info.name", "==", "b"))}}`,
    ),
  ]);
  itAccepts(["both names of a state", all(ask("info.state", "in", "[pausedUP, stoppedUP]"))]);
});

describe("protect", () => {
  itWarnsOf([
    "an entry that never holds",
    protect(marked("info.state", "contains", "seeding")),
    "never-holds",
    "so protect protects nothing",
  ]);
  itWarnsOf([
    "entries that leave nothing out",
    protect(ask("info.ratio", ">", "1"), marked("info.ratio", "<", "2")),
    "always-holds",
    "so protect protects every torrent",
  ]);
});
