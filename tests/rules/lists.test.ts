import { describe, expect, test } from "bun:test";
import { missingSource } from "../../src/rules/truth.ts";
import { type Verdict, aTorrent, leaf, leafVerdict, predicateOf, verdict } from "../support/builders.ts";
import { withFiles, withNewTrackers, withTrackers } from "./with-lists.ts";

describe("a positive operator holds where any item passes", () => {
  test.each([
    [["a.mkv", "b.nfo"], "matches", String.raw`\.mkv$`, true],
    [["a.txt", "b.nfo"], "matches", String.raw`\.mkv$`, false],
    [["a.mkv", "b.nfo"], "==", "b.nfo", true],
    [["a.mkv", "b.nfo"], "in", ["x", "a.mkv"], true],
    [["a.mkv", "b.nfo"], "contains", "nfo", true],
    [["a.mkv", "b.nfo"], "starts_with", "b", true],
    [["a.mkv", "b.nfo"], "ends_with", ".mkv", true],
    [["a.mkv", "Sample/b.nfo"], "under", "Sample", true],
    [["a.mkv", "b.nfo"], "starts_with", "c", false],
  ])("files %j: name %s %j is %p", (names, operator, value, expected) => {
    expect(leafVerdict(withFiles(...named(names)), "files.name", operator, value)).toBe(expected);
  });
});

describe("a negative operator holds where every item passes", () => {
  test.each([
    [["a.mkv", "b.nfo"], "!=", "a.mkv", false],
    [["a.mkv", "b.nfo"], "!=", "c", true],
    [["a.mkv", "b.nfo"], "not_in", ["b.nfo"], false],
    [["a.mkv", "b.nfo"], "not_contains", "mkv", false],
    [["a.mkv", "b.nfo"], "not_contains", "exe", true],
    [["a.mkv", "b.nfo"], "not_matches", "^a", false],
    [["a.mkv", "b.nfo"], "not_matches", "^c", true],
    [["a.mkv", "b.nfo"], "not_in", ["c", "d"], true],
  ])("files %j: name %s %j is %p", (names, operator, value, expected) => {
    expect(leafVerdict(withFiles(...named(names)), "files.name", operator, value)).toBe(expected);
  });
});

describe("an empty known list", () => {
  const none = withTrackers();

  test.each(["==", "contains", "matches"])("makes the positive %s false", (operator) => {
    expect(leafVerdict(none, "trackers.url", operator, "x")).toBe(false);
  });

  test.each(["!=", "not_contains"])("makes the negative %s true", (operator) => {
    expect(leafVerdict(none, "trackers.url", operator, "x")).toBe(true);
  });
});

describe("a list that the server does not have", () => {
  test("is unknown to positive and negative tests alike", () => {
    const torrent = { ...aTorrent(), files: null, trackers: null };
    expect(leafVerdict(torrent, "files.name", "contains", "x")).toBe("unknown");
    expect(leafVerdict(torrent, "trackers.url", "!=", "x")).toBe("unknown");
  });
});

describe("items that are unknown leave open what no other item decides", () => {
  const notYet = { status: 1, msg: "" };
  test.each([
    ["one says so", [notYet, said("unregistered")], leaf("trackers.msg", "contains", "unregistered"), true],
    ["one might", [notYet, said("fine")], leaf("trackers.msg", "contains", "unregistered"), "unknown" as const],
    [
      "one says so, denied",
      [notYet, said("unregistered")],
      leaf("trackers.msg", "not_contains", "unregistered"),
      false,
    ],
    [
      "one might, denied",
      [notYet, said("fine")],
      leaf("trackers.msg", "not_contains", "unregistered"),
      "unknown" as const,
    ],
  ])("%s", (_, rows, asked, expected) => {
    expect(verdict([asked], withTrackers(...rows))).toBe(expected);
  });
});

describe("the status of a tracker", () => {
  test.each([
    ["by its number", 2, leaf("trackers.status", "==", 2), true],
    ["by its name", 2, leaf("trackers.status", "==", "working"), true],
    ["that is another", 2, leaf("trackers.status", "==", "not_working"), false],
    ["among several", 6, leaf("trackers.status", "in", ["tracker_error", "unreachable"]), true],
    ["not among several", 5, leaf("trackers.status", "not_in", ["working", 6]), true],
    ["of a new server that does not work", 4, leaf("trackers.status", "in", ["not_working"]), true],
    ["of a new server that has another failure", 5, leaf("trackers.status", "==", "not_working"), false],
    ["not contacted yet, asked for that", 1, leaf("trackers.status", "==", "not_contacted"), true],
    [
      "not contacted yet, asked for that among others",
      1,
      leaf("trackers.status", "in", ["not_contacted", "working"]),
      true,
    ],
    ["not contacted yet, that denied", 1, leaf("trackers.status", "!=", "not_contacted"), false],
    ["not contacted yet, asked whether it works", 1, leaf("trackers.status", "==", "working"), "unknown" as const],
    ["not contacted yet, asked whether it fails", 1, leaf("trackers.status", "in", [4, 5, 6]), "unknown" as const],
    ["not contacted yet, asked for it not to work", 1, leaf("trackers.status", "!=", "working"), "unknown" as const],
  ])("%s", (_, status, asked, expected) => {
    expect(verdict([asked], withNewTrackers({ status }))).toBe(expected);
  });

  test.each([
    [
      "named with all that it may mean",
      leaf("trackers.status", "in", ["not_working", "tracker_error", "unreachable"]),
      true,
    ],
    ["named in part", leaf("trackers.status", "==", "not_working"), "unknown" as const],
    ["named in part, denied", leaf("trackers.status", "!=", "tracker_error"), "unknown" as const],
    ["not named", leaf("trackers.status", "==", "working"), false],
    ["not named, denied", leaf("trackers.status", "not_in", ["working", "updating"]), true],
  ])("4 stands for every failure up to 5.1: %s", (_, asked, expected) => {
    expect(verdict([asked], withTrackers({ status: 4 }))).toBe(expected);
  });

  test("is unknown while a new server asks the tracker again and shows its last answer", () => {
    const torrent = withNewTrackers({ status: 2, msg: "ok", updating: true });
    expect(leafVerdict(torrent, "trackers.status", "==", "working")).toBe("unknown");
    expect(leafVerdict(torrent, "trackers.msg", "contains", "ok")).toBe("unknown");
    expect(leafVerdict(torrent, "trackers.url", "contains", "tracker.example")).toBe(true);
  });
});

test("of several facts that are missing, the cheaper is asked for first: the other may not be needed then", () => {
  const holds = predicateOf([leaf("files.name", "contains", "x"), leaf("trackers.url", "contains", "x")]);
  expect(missingSource(holds(aTorrent()))).toBe("trackers");
  expect(missingSource(holds(withTrackers({ url: "http://x/a" })))).toBe("files");
  expect(missingSource(holds({ ...aTorrent(), trackers: [] }))).toBeUndefined();
});

describe("a fact that was not fetched", () => {
  const bare = aTorrent();
  const files = leaf("files.name", "contains", "x");
  const trackers = leaf("trackers.url", "contains", "x");
  const yes = leaf("info.ratio", ">", 1);
  const no = leaf("info.ratio", ">", 5);
  const unknown = leaf("info.num_complete", "==", 1);
  const torrent = { ...bare, num_complete: undefined };

  test.each<[string, unknown, Verdict]>([
    ["leaves the outcome open, and says what it waits for", { all: [files] }, ["files"]],
    ["waits for all that is needed", { all: [yes, files, trackers] }, ["trackers", "files"]],
    ["waits beside something unknown: it may still decide", { all: [unknown, files] }, ["files"]],
    ["waits beside something unknown in an any", { any: [unknown, files] }, ["files"]],
    ["waits in a none", { none: [files] }, ["files"]],
    ["is not needed where all is false without it", { all: [files, no] }, false],
    ["is not needed where any is true without it", { any: [trackers, yes] }, true],
    ["is not needed where none is false without it", { none: [trackers, yes] }, false],
    ["is not needed in a branch that is settled", { any: [{ all: [no, files] }, trackers] }, ["trackers"]],
    ["is needed whatever the order of the conditions", { all: [files, yes] }, ["files"]],
  ])("%s", (_, conditions, expected) => {
    expect(verdict(conditions, torrent)).toEqual(expected);
  });
});

const said = (msg: string) => ({ msg });
const named = (names: readonly string[]) => names.map((name) => ({ name }));
