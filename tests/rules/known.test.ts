import { describe, expect, test } from "bun:test";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { type Verdict, aTorrent, leaf, leafVerdict, verdict } from "../support/builders.ts";
import { on } from "./releases.ts";
import { says } from "./says.ts";
import { withFiles, withNewTrackers, withTrackers } from "./with-lists.ts";

describe("known asks whether there is a value, and is_empty whether there is anything in it", () => {
  says("info.num_complete", [
    ["known", true, 5, true],
    ["known", true, 0, true],
    ["known", true, -1, false],
    ["known", false, -1, true],
    ["known", false, 5, false],
  ]);

  says("info.completion_on", [
    ["known", true, -1, false],
    ["known", false, -1, true],
    ["known", false, 4_294_967_295, true],
  ]);

  says("info.category", [
    ["known", true, "", true],
    ["is_empty", true, "", true],
    ["is_empty", true, "tv", false],
    ["is_empty", false, "tv", true],
    ["is_empty", false, "", false],
  ]);

  says("info.tags", [
    ["known", true, "", true],
    ["is_empty", true, "", true],
    ["is_empty", true, " , ", true],
    ["is_empty", true, "a", false],
    ["is_empty", false, "a, b", true],
  ]);

  says("info.comment", [
    ["is_empty", true, "", true],
    ["is_empty", false, "text", true],
    // What is not known is neither empty nor filled.
    ["is_empty", true, undefined, "unknown"],
    ["is_empty", false, undefined, "unknown"],
    ["known", false, undefined, true],
  ]);

  says("info.infohash_v2", [
    ["known", true, "", false],
    ["known", false, "", true],
  ]);
});

const files = (value: Torrent["files"]): Torrent => ({ ...aTorrent(), files: value });
const msgOf = (operator: string) => [{ any_of: "trackers", where: leaf("msg", operator, true) }];

describe("of a list", () => {
  test.each<[string, Torrent, unknown, Verdict]>([
    ["that has items, it is not empty", withFiles({}), leaf("files.name", "is_empty", true), false],
    ["that has items, it is filled", withFiles({}), leaf("files.name", "is_empty", false), true],
    ["without items, it is empty", withTrackers(), leaf("trackers.url", "is_empty", true), true],
    ["without items, it is not filled", withTrackers(), leaf("trackers.url", "is_empty", false), false],
    ["that is not known, it is neither", files(null), leaf("files.name", "is_empty", true), "unknown"],
    ["that is not known, it is not filled either", files(null), leaf("files.name", "is_empty", false), "unknown"],
    ["that was not asked for, it is open", files(undefined), leaf("files.name", "is_empty", true), ["files"]],
    // The list, whatever its items are.
    ["of numbers too, it may be empty", withTrackers(), leaf("trackers.tier", "is_empty", true), true],

    ["an item is known", withTrackers({ msg: "hello" }), leaf("trackers.msg", "known", true), true],
    ["no item is known", withTrackers({ status: 1 }), leaf("trackers.msg", "known", true), false],
    ["any item is not known", withTrackers({}, { status: 1 }), leaf("trackers.msg", "known", false), true],
    ["every item is known", withTrackers({}, {}), leaf("trackers.msg", "known", false), false],
    ["without items, none is known", withTrackers(), leaf("trackers.msg", "known", true), false],
    ["without items, none is not known", withTrackers(), leaf("trackers.msg", "known", false), false],
    ["that is not known, its items are not", files(null), leaf("files.name", "known", true), false],
    ["that is not known, they are known not to be", files(null), leaf("files.name", "known", false), true],
    ["that was not asked for, that is open", files(undefined), leaf("files.name", "known", false), ["files"]],
  ])("%s", (_, torrent, asked, expected) => {
    expect(verdict([asked], torrent)).toEqual(expected);
  });

  test.each([
    ["an empty text of an item", withTrackers({ msg: "" }), "is_empty", true],
    ["a text of an item", withTrackers({ msg: "x" }), "is_empty", false],
    ["a text that an item does not have yet", withTrackers({ status: 1 }), "is_empty", "unknown" as const],
    ["a text that is being asked for again", withNewTrackers({ updating: true, msg: "x" }), "known", false],
  ])("in a group about its items the question is about %s", (_, torrent, operator, expected) => {
    expect(verdict(msgOf(operator), torrent)).toBe(expected);
  });
});

describe("what this server does not have is neither known nor unknown", () => {
  const old = on("4.1.4");

  test.each([
    ["a field", "info.popularity"],
    ["a field of the properties", "properties.private"],
    ["a column of a list", "trackers.tier"],
    ["what is read elsewhere on others", "info.private"],
  ])("%s", (_, field) => {
    for (const wanted of [true, false]) {
      expect(verdict([leaf(field, "known", wanted)], withTrackers({}), old)).toBe("unknown");
    }
  });

  test("and in a group about items, too", () => {
    const asked = [{ any_of: "trackers", where: leaf("tier", "known", false) }];
    expect(verdict(asked, withTrackers({}), old)).toBe("unknown");
    expect(verdict(asked, withTrackers({}))).toBe(false);
  });

  test("but on one that has it, a value that is missing is known to be", () => {
    expect(leafVerdict(aTorrent({ popularity: null }), "info.popularity", "known", false)).toBe(true);
  });
});

test("known and is_empty need true or false", () => {
  for (const operator of ["known", "is_empty"]) {
    expect(() => leafVerdict(aTorrent(), "info.comment", operator, "yes")).toThrow("expected true or false");
  }
});
