import { describe, expect, test } from "bun:test";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { type Verdict, aTorrent, leaf, verdict } from "../support/builders.ts";
import { on } from "./releases.ts";
import { withFiles, withNewTrackers, withPeers, withTrackers, withWebseeds } from "./with-lists.ts";

type Row = Readonly<Record<string, unknown>>;
type Quantifier = "any_of" | "all_of" | "none_of";
const quantifiers: readonly Quantifier[] = ["any_of", "all_of", "none_of"];

const about = (kind: Quantifier, list: string, where: unknown) => [{ [kind]: list, where }];

/** What each of the three says of trackers that are so. */
const says = (torrent: Torrent, where: unknown): Readonly<Record<Quantifier, Verdict>> => ({
  any_of: verdict(about("any_of", "trackers", where), torrent),
  all_of: verdict(about("all_of", "trackers", where), torrent),
  none_of: verdict(about("none_of", "trackers", where), torrent),
});

const GONE = leaf("msg", "contains", "unregistered");
const gone = { msg: "unregistered torrent" };
const fine = { msg: "ok" };
/** Was not contacted yet: what it says is not known. */
const unheard = { status: 1 };

describe("over the items of a known list, the three are Kleene's", () => {
  test.each<[string, Torrent, readonly [any: Verdict, all: Verdict, none: Verdict]]>([
    ["all that pass", withTrackers(gone, gone), [true, true, false]],
    ["one that passes", withTrackers(gone, fine), [true, false, false]],
    ["none that passes", withTrackers(fine, fine), [false, false, true]],
    ["one that passes, one not known", withTrackers(gone, unheard), [true, "unknown", false]],
    ["one that does not, one not known", withTrackers(fine, unheard), ["unknown", false, "unknown"]],
    ["only what is not known", withTrackers(unheard, unheard), ["unknown", "unknown", "unknown"]],
    ["one of each", withTrackers(gone, fine, unheard), [true, false, false]],
  ])("%s", (_, torrent, [any, all, none]) => {
    expect(says(torrent, GONE)).toEqual({ any_of: any, all_of: all, none_of: none });
  });

  test("over none at all, any is false, none is true, and all is not a yes", () => {
    expect(says(withTrackers(), GONE)).toEqual({ any_of: false, all_of: "unknown", none_of: true });
  });
});

describe("over a list that is not there", () => {
  test.each(quantifiers)("%s is unknown if qBittorrent does not have it", (kind) => {
    for (const list of ["trackers", "files", "peers", "webseeds"]) {
      const torrent = { ...aTorrent(), [list]: null };
      const field = list === "files" ? "name" : list === "peers" ? "client" : "url";
      expect(verdict(about(kind, list, leaf(field, "contains", "x")), torrent)).toBe("unknown");
    }
  });

  test.each(quantifiers)("%s is open until it was asked for", (kind) => {
    for (const list of ["trackers", "webseeds"] as const) {
      expect(verdict(about(kind, list, leaf("url", "contains", "x")), aTorrent())).toEqual([list]);
    }
  });

  test.each(quantifiers)("%s is not asked for where something cheaper decides", (kind) => {
    const group = about(kind, "files", leaf("name", "contains", "x"));
    expect(verdict({ all: [...group, leaf("info.ratio", ">", 5)] }, aTorrent())).toBe(false);
    expect(verdict({ any: [...group, leaf("info.ratio", ">", 1)] }, aTorrent())).toBe(true);
  });
});

const at = (host: string, row: Row) => ({ url: `https://${host}/announce`, ...row });

describe("a group is about one item at a time", () => {
  const SAME_TRACKER = { all: [GONE, leaf("host", "==", "a.example")] };

  test("so that two conditions are met by the same item, or not at all", () => {
    const split = withTrackers(at("a.example", fine), at("b.example", gone));
    const same = withTrackers(at("a.example", gone), at("b.example", fine));
    const flat = [leaf("trackers.msg", "contains", "unregistered"), leaf("trackers.host", "==", "a.example")];
    expect([verdict(flat, split), verdict(flat, same)]).toEqual([true, true]);
    expect([says(split, SAME_TRACKER).any_of, says(same, SAME_TRACKER).any_of]).toEqual([false, true]);
  });

  test("a list of conditions must hold whole, as elsewhere", () => {
    const where = [GONE, leaf("tier", "==", 0)];
    expect(says(withTrackers({ ...gone, tier: 1 }, { ...fine, tier: 0 }), where).any_of).toBe(false);
    expect(says(withTrackers({ ...gone, tier: 0 }), where).any_of).toBe(true);
  });

  test.each<[string, unknown, Row, Verdict]>([
    ["any", { any: [GONE, leaf("tier", "==", 7)] }, gone, true],
    ["none", { none: [GONE] }, gone, false],
    ["none of what is not known", { none: [GONE] }, unheard, "unknown"],
    ["any of which one is not known", { any: [GONE, leaf("tier", "==", 0)] }, unheard, true],
    ["all of which one is not known", { all: [GONE, leaf("tier", "==", 7)] }, unheard, false],
    ["several groups in one mapping", { any: [GONE], none: [leaf("tier", "==", 7)] }, gone, true],
    ["groups within groups", { none: [{ any: [{ all: [GONE, leaf("tier", "==", 0)] }] }] }, gone, false],
    ["a negative operator, which is about this item alone", leaf("msg", "not_contains", "unregistered"), gone, false],
  ])("its conditions may be nested: %s", (_, where, row, expected) => {
    expect(says(withTrackers(row), where).any_of).toBe(expected);
  });
});

describe("every list may be asked about", () => {
  test.each<[string, Torrent, unknown, Verdict]>([
    [
      "trackers",
      withNewTrackers({ status: 5, msg: "gone" }, { status: 2 }),
      about("any_of", "trackers", [leaf("status", "==", "tracker_error"), leaf("msg", "==", "gone")]),
      true,
    ],
    [
      "files",
      withFiles({ name: "Sample/a.mkv", size: 10 }, { name: "a.mkv", size: 5e9 }),
      about("all_of", "files", { any: [leaf("name", "under", "Sample"), leaf("size", "larger_than", "1 GB")] }),
      true,
    ],
    [
      "files that are not wanted",
      withFiles({ priority: 0 }, { priority: 4 }),
      about("none_of", "files", leaf("priority", "==", 0)),
      false,
    ],
    [
      "peers",
      withPeers({ client: "qBittorrent/5.1.0", progress: 1 }, { client: "", progress: 0.2 }),
      about("any_of", "peers", [leaf("client", "starts_with", "qB"), leaf("progress", "==", 1)]),
      true,
    ],
    [
      "peers whose client is not known",
      withPeers({ client: "", progress: 1 }),
      about("all_of", "peers", leaf("client", "starts_with", "qB")),
      "unknown",
    ],
    [
      "web seeds",
      withWebseeds("http://a.example/x", "https://a.example/x"),
      about("all_of", "webseeds", leaf("url", "starts_with", "https:")),
      false,
    ],
  ])("%s", (_, torrent, conditions, expected) => {
    expect(verdict(conditions, torrent)).toBe(expected);
  });
});

test("a column that this server does not have is unknown for every item, whatever the others say", () => {
  const torrent = withTrackers({ url: "https://a.example/announce" });
  const where = { any: [leaf("host", "==", "a.example"), leaf("tier", "==", 0)] };
  expect(verdict(about("any_of", "trackers", where), torrent, on("4.1.4"))).toBe(true);
  expect(verdict(about("any_of", "trackers", leaf("tier", "==", 0)), torrent, on("4.1.4"))).toBe("unknown");
  expect(verdict(about("any_of", "trackers", leaf("tier", "==", 0)), torrent, on("4.1.5"))).toBe(true);
});
