import { describe, expect, test } from "bun:test";
import { differences } from "./support.ts";

const RULES = `
rules:
  - name: Tag
    conditions: [{field: info.ratio, operator: ">", value: 1}]
    actions: [{type: add_tag, params: {tag: seeded}}, {type: set_upload_limit, params: {limit: 1 MB/s}}]
  - name: Stop
    context: nightly
    conditions: [{field: info.ratio, operator: ">", value: 2}]
    actions: [{type: stop}]
  - name: Remove
    context: nightly
    conditions: [{field: info.tags, operator: contains, value: old}]
    actions: [{type: delete_torrent, params: {delete_files: false}}]
`;

const info = { name: "a", state: "uploading", ratio: 3, tags: [], up_limit: "unlimited", force_start: false };

/** What came out otherwise than this list of actions. */
const does = (...list: readonly unknown[]) => differences(RULES, { given: { info }, expect: { does: list } });

/** What came out otherwise than such an end of a torrent that has this. */
const end = (expected: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  differences(RULES, { given: { info: { ...info, ...more } }, context: "nightly", expect: { end: expected } });

describe("matches", () => {
  test("names the rules that match, in the order of the file", async () => {
    const nightly = { given: { info }, context: "nightly" };
    expect(await differences(RULES, { ...nightly, expect: { matches: ["Tag", "Stop"] } })).toEqual([]);
    expect(await differences(RULES, { ...nightly, expect: { matches: ["Stop", "Tag"] } })).toEqual([
      "matches: expected Stop, Tag, found Tag, Stop",
    ]);
  });

  test("is exact: a rule more or less is another outcome", async () => {
    expect(await differences(RULES, { given: { info }, expect: { matches: [] } })).toEqual([
      "matches: expected nothing, found Tag",
    ]);
    expect(await differences(RULES, { given: { info }, expect: { matches: ["Tag", "Stop"] } })).toEqual([
      "matches: expected Tag, Stop, found Tag",
    ]);
  });

  test("goes by the context of the job, which is none unless it is named", async () => {
    const given = { info: { ...info, tags: ["old"] } };
    expect(await differences(RULES, { given, expect: { matches: ["Tag"] } })).toEqual([]);
    expect(
      await differences(RULES, { given, context: "nightly", expect: { matches: ["Tag", "Stop", "Remove"] } }),
    ).toEqual([]);
  });
});

test("a move of what is being moved is withheld: nothing says where it will be", async () => {
  const rules = "rules: [{name: Move, actions: [{type: set_location, params: {path: /films}}], match_all: true}]";
  const given = { info: { state: "moving" } };
  expect(await differences(rules, { given, expect: { withheld: ["set_location"], does: "nothing" } })).toEqual([]);
});

describe("undecided", () => {
  const given = { info: { ...info, ratio: null } };

  test("names the rules that hang on what is not known", async () => {
    expect(await differences(RULES, { given, context: "nightly", expect: { undecided: ["Tag", "Stop"] } })).toEqual([]);
    expect(await differences(RULES, { given, expect: { undecided: [] } })).toEqual([
      "undecided: expected nothing, found Tag",
    ]);
  });

  test("is not compared unless it is named", async () => {
    expect(await differences(RULES, { given, expect: { matches: [] } })).toEqual([]);
  });
});

describe("does", () => {
  const tag = { type: "add_tag", params: { tag: "seeded" } };
  const limit = { type: "set_upload_limit", params: { limit: "1 MB/s" } };

  test("names what would be sent, in the order of the rules", async () => {
    expect(await does(tag, limit)).toEqual([]);
    expect(await does(limit, tag)).toEqual([
      "does: expected set_upload_limit limit=1 MB/s, add_tag tag=seeded, found add_tag tag=seeded, set_upload_limit limit=1 MB/s",
    ]);
    expect(await does(tag)).toHaveLength(1);
  });

  test("compares what parameters mean, not how they are written", async () => {
    const others = [
      { type: "add_tag", params: { tags: ["seeded"] } },
      { type: "set_upload_limit", params: { limit: 1e6 } },
    ];
    expect(await does(...others)).toEqual([]);
    expect(await does({ type: "add_tag", params: { tag: "sed" } }, limit)).toHaveLength(1);
  });

  test("takes an action with any parameters where only its type is named", async () => {
    expect(await does("add_tag", { type: "set_upload_limit" })).toEqual([]);
    expect(await does("add_tag", "set_download_limit")).toHaveLength(1);
  });

  test("says nothing of what is so already, or undone by a later rule", async () => {
    const done = { info: { ...info, tags: ["seeded"], up_limit: "1 MB/s" } };
    expect(await differences(RULES, { given: done, expect: { matches: ["Tag"], does: "nothing" } })).toEqual([]);
    const old = { info: { ...info, tags: ["old"] } };
    expect(await differences(RULES, { given: old, context: "nightly", expect: { does: ["delete_torrent"] } })).toEqual(
      [],
    );
  });

  test("can be nothing", async () => {
    expect(await differences(RULES, { given: { info }, expect: { does: "nothing" } })).toEqual([
      "does: expected nothing, found add_tag tag=seeded, set_upload_limit limit=1 MB/s",
    ]);
  });
});

describe("end", () => {
  test("compares the fields that are named, written as they are given", async () => {
    expect(await end({ tags: ["seeded"], up_limit: "1 MB/s", ratio: 3 })).toEqual([]);
    expect(await end({ tags: [], up_limit: "unlimited" })).toEqual([
      "end.tags: expected [], found [seeded]",
      "end.up_limit: expected unlimited, found 1000000",
    ]);
  });

  test("takes tags as a set", async () => {
    expect(await end({ tags: ["seeded", "b", "a"] }, { tags: ["a", "b"] })).toEqual([]);
  });

  test("takes null for what is not known", async () => {
    expect(await end({ category: null, ratio: null })).toEqual(["end.ratio: expected not known, found 3"]);
  });

  test("tells a torrent that stays from one that goes, with its data or without", async () => {
    expect(await end({ deleted: false })).toEqual([]);
    expect(await end({ deleted: true }, { tags: ["old"] })).toEqual([]);
    expect(await end({ deleted: "with_files" }, { tags: ["old"] })).toEqual([
      "end.deleted: expected with_files, found true",
    ]);
    expect(await end({ deleted: false }, { tags: ["old"] })).toEqual(["end.deleted: expected false, found true"]);
  });

  test("knows whether the torrent is stopped, by what is wished and else by its state", async () => {
    expect(await end({ stopped: true })).toEqual([]);
    expect(await end({ stopped: false }, { ratio: 1 })).toEqual([]);
    expect(await end({ stopped: true }, { ratio: 1, state: "stoppedUP" })).toEqual([]);
    expect(await end({ stopped: false }, { ratio: 1, state: "checkingUP" })).toEqual([
      "end.stopped: expected false, found not known",
    ]);
  });
});

describe("several torrents", () => {
  const given = [
    { info: { ...info, name: "high" } },
    { info: { ...info, name: "low", ratio: 0 } },
    { info: { ...info, hash: "f".repeat(40) } },
  ];

  test("have an expectation each, by name or hash", async () => {
    const each = { high: { matches: ["Tag"] }, low: { matches: [] }, ["F".repeat(40)]: { matches: ["Tag"] } };
    expect(await differences(RULES, { given, expect: each })).toEqual([]);
    expect(await differences(RULES, { given, expect: { low: { matches: ["Tag"] } } })).toEqual([
      "matches: expected Tag, found nothing",
    ]);
  });

  test("or one for all of them", async () => {
    expect(await differences(RULES, { given, expect: { end: { deleted: false } } })).toEqual([]);
    expect(await differences(RULES, { given, expect: { matches: ["Tag"] } })).toEqual([
      "matches: expected Tag, found nothing",
    ]);
  });
});
