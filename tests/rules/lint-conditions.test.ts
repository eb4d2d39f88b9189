import { describe } from "bun:test";
import { all, ask, conditions, group, marked } from "./flow.ts";
import { type Doubtful, type Fine, itAccepts, itWarnsOf } from "./mistakes.ts";

describe("a single test", () => {
  const never: readonly (readonly [what: string, field: string, operator: string, value: string, hint: string])[] = [
    ["a ratio below zero", "info.ratio", "<", "0", "correct the value"],
    ["a count of -1", "info.num_complete", "==", "-1", "operator: known, value: false"],
    ["one of several numbers that are all below zero", "info.availability", "in", "[-1, -2]", "operator: known"],
    ["a part beyond the whole", "info.progress", ">", "1", "it goes from 0 to 1"],
    ["qBittorrent's word for no ratio limit", "info.ratio_limit", "==", "-1", "value: unlimited"],
    ["qBittorrent's word for the global limit", "info.max_ratio", "==", "-2", "operator: known, value: false"],
    ["a limit beyond unlimited", "info.seeding_time_limit", ">", "unlimited", 'operator: "<", value: unlimited'],
    ["qBittorrent's word for an endless time", "info.eta", "==", "8640000", "write .inf"],
    ["qBittorrent's word for an infinite ratio", "info.ratio", "==", "9999", "write .inf"],
    ["its word for one since 5.1.1", "info.ratio", "==", "-1", "write .inf"],
    ["the same of the properties", "properties.share_ratio", "==", "-1", "write .inf"],
    ["a state that there is not", "info.state", "contains", "seeding", "info.is_seeding"],
    [
      "a word of a setting in another letter case",
      "info.share_limit_action",
      "==",
      "stop",
      "it is one of Default, Stop",
    ],
    ["a host in capitals", "info.tracker_host", "==", "Tracker.example", "a host is in lower case"],
    ["an address for a host", "trackers.host", "contains", "https://tracker.example", "without scheme"],
    ["addresses for hosts", "trackers.host", "in", "['a.example/announce', 'b.example/announce']", "without scheme"],
    ["something of the future", "info.completion_on", "newer_than", "0 days", "correct the value"],
    ["a tracker that is disabled", "trackers.status", "==", "disabled", "DHT, PeX and LSD"],
  ];
  for (const [what, field, operator, value, hint] of never) {
    const text = all(marked(field, operator, value));
    itWarnsOf([what, text, "never-holds", 'never holds, so rule "A rule" never matches', hint]);
  }

  const always: readonly (readonly [what: string, field: string, operator: string, value: string])[] = [
    ["a ratio of zero or more", "info.ratio", ">=", "0"],
    ["a part of at most the whole", "info.progress", "<=", "1"],
    ["a count that is not -1", "info.num_seeds", "!=", "-1"],
    ["a limit up to unlimited", "info.up_limit", "<=", "unlimited"],
    ["a time before now", "info.added_on", "older_than", "0 days"],
    ["a state without a text that none has", "info.state", "not_contains", "seeding"],
  ];
  for (const [what, field, operator, value] of always) {
    const text = all(marked(field, operator, value), ask("info.name", "contains", "x"));
    itWarnsOf([what, text, "always-holds", `always holds where ${field} is known`, "operator: known, value: true"]);
  }

  for (const field of ["info.save_path", "info.content_path", "properties.save_path"]) {
    itWarnsOf([
      `${field} below the root of all`,
      all(marked(field, "under", "/"), ask("info.name", "contains", "x")),
      "always-holds",
      `${field} under "/" always holds where ${field} is known, but on Windows`,
      'every absolute path lies under "/": name a folder',
    ]);
  }

  const fine: readonly Fine[] = [
    // Empty where there is none.
    ["whether there is a folder", all(ask("info.download_path", "under", "/"))],
    ["a folder below the root", all(ask("info.save_path", "under", "/data"))],
    ["a ratio of zero", all(ask("info.ratio", "==", "0"))],
    ["a ratio above any", all(ask("info.ratio", ">=", "9999"))],
    ["an infinite ratio", all(ask("info.ratio", "==", ".inf"))],
    ["an endless time", all(ask("info.eta", ">=", "8640000"))],
    ["a whole", all(ask("info.progress", ">=", "1"))],
    ["a setting below zero", all(ask("app.max_ratio", "==", "-1"))],
    ["part of a state", all(ask("info.state", "matches", "^paused"))],
    ["one host of several", all(ask("trackers.host", "in", "[a.example, B.example]"))],
    ["a pattern for hosts", all(ask("trackers.host", "matches", "'(?i)Tracker'"))],
    ["a tracker that fails in a way that old servers do not name", all(ask("trackers.status", "==", "unreachable"))],
    ["a peer that gave more than there is", all("{any_of: peers, where: " + ask("contribution", ">=", "1") + "}")],
  ];
  for (const one of fine) itAccepts(one);
});

describe("tests that contradict each other", () => {
  const pairs: readonly (readonly [what: string, first: string, second: string, hint?: string])[] = [
    ["ranges", ask("info.ratio", ">", "2"), marked("info.ratio", "<", "1"), "put them under any"],
    ["ranges that touch", ask("info.ratio", ">", "2"), marked("info.ratio", "<=", "2")],
    ["sizes in different units", ask("info.size", "larger_than", "1 GiB"), marked("info.size", "smaller_than", "1 GB")],
    ["ages", ask("info.added_on", "older_than", "30 days"), marked("info.added_on", "newer_than", "7 days")],
    [
      "ages in different units",
      ask("info.added_on", "older_than", "1 week"),
      marked("info.added_on", "newer_than", "168h"),
    ],
    ["two values", ask("info.category", "==", "tv"), marked("info.category", "==", "films")],
    [
      "lists that have nothing in common",
      ask("info.state", "in", "[uploading, stalledUP]"),
      marked("info.state", "in", "[downloading]"),
    ],
    ["a value and its denial in a list", ask("info.name", "==", "a"), marked("info.name", "not_in", "[a, b]")],
    ["a value and a part that it does not have", ask("info.name", "==", "abc"), marked("info.name", "contains", "d")],
    ["two beginnings", ask("info.name", "starts_with", "a"), marked("info.name", "starts_with", "b")],
    ["two ends", ask("info.name", "ends_with", ".mkv"), marked("info.name", "ends_with", ".iso")],
    ["two folders", ask("info.save_path", "under", "/data/tv"), marked("info.save_path", "under", "/data/films")],
    ["a category and one beside it", ask("info.category", "under", "tv"), marked("info.category", "==", "tvshows")],
    ["true and false", ask("info.auto_tmm", "==", "true"), marked("info.auto_tmm", "==", "false")],
    ["a tag and no tags", ask("info.tags", "is_empty", "true"), marked("info.tags", "contains", "a")],
    ["a state and what it is not", ask("info.is_stopped", "==", "true"), marked("info.state", "==", "uploading")],
    ["two questions about the state", ask("info.is_seeding", "==", "true"), marked("info.is_checking", "==", "true")],
    ["two names of one field", ask("info.private", "==", "true"), marked("info.is_private", "==", "false")],
    [
      "a value that is not known",
      ask("info.ratio", "known", "false"),
      marked("info.ratio", "<", "1"),
      "put them under any",
    ],
    [
      "a tag and one that is nearly it",
      ask("info.tags", "contains", "keep-forever"),
      marked("info.tags", "not_contains", "keep"),
      "not_matches with '^name$'",
    ],
    [
      "a category in another letter case",
      ask("info.category", "==", "TV"),
      marked("info.category", "!=", "tv"),
      "not_matches",
    ],
  ];
  for (const [what, first, second, hint] of pairs) {
    itWarnsOf([what, all(first, second), "contradiction", 'never hold together, so rule "A rule" never matches', hint]);
  }

  const opposites: readonly Doubtful[] = [
    ["a pattern and its denial", ask("info.name", "matches", "a"), marked("info.name", "not_matches", "a")],
    ["a tag and its denial", ask("info.tags", "contains", "a"), marked("info.tags", "not_contains", "a")],
    ["a tracker and its denial", ask("trackers.host", "==", "a.example"), marked("trackers.host", "!=", "a.example")],
  ].map(([what = "", first = "", second = ""]) => [
    what,
    all(first, second),
    "contradiction",
    "is asked for and ruled out at once",
    "keep one of the two",
  ]);
  for (const one of opposites) itWarnsOf(one);

  itWarnsOf([
    "the same in all and in none",
    conditions(group("all", ask("info.name", "matches", "a")), group("none", marked("info.name", "matches", "a"))),
    "contradiction",
    "is asked for and ruled out at once",
  ]);
});
