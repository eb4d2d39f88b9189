import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { toFiles } from "../../src/qbittorrent/file.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";
import type { Source } from "../../src/rules/truth.ts";
import { unknownFields } from "../../src/rules/unknown.ts";
import { NOW, type Verdict, aTorrent, leaf, ruleOf, verdict } from "../support/builders.ts";

type Node = { readonly [K in "all" | "any" | "none"]?: readonly Node[] } | ReturnType<typeof leaf>;

/** True of some torrents, false of others, unknown of a third kind; the lists may not have been fetched either. */
const someLeaf = fc.constantFrom(
  leaf("info.ratio", ">", 1),
  leaf("info.num_complete", "<=", 2),
  leaf("info.tags", "contains", "keep"),
  leaf("info.category", "not_in", ["tv", "movies"]),
  leaf("trackers.msg", "contains", "unregistered"),
  leaf("trackers.status", "not_in", ["working"]),
  leaf("files.name", "matches", String.raw`\.exe$`),
  leaf("files.name", "not_contains", "sample"),
);

const { node: someNode } = fc.letrec<{ node: Node; list: Node[] }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    someLeaf,
    tie("list").map((all) => ({ all })),
    tie("list").map((any) => ({ any })),
    tie("list").map((none) => ({ none })),
    fc.tuple(tie("list"), tie("list")).map(([all, none]) => ({ all, none })),
  ),
  list: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
}));

const trackers = fc.array(
  fc.record({
    url: fc.constant("http://t.example/a"),
    status: fc.constantFrom(1, 2, 4),
    msg: fc.constantFrom("", "unregistered torrent"),
  }),
  { maxLength: 3 },
);
const files = fc.array(fc.record({ name: fc.constantFrom("a.mkv", "b.exe", "sample.mkv") }), { maxLength: 3 });

/** A torrent about which all is asked and answered: null is what the server has not got. */
const someTorrent = fc
  .record({
    row: fc.record({
      ratio: fc.constantFrom(0.5, 2, undefined),
      num_complete: fc.constantFrom(0, 5, -1),
      tags: fc.constantFrom("", "keep", "keepers", "a"),
      category: fc.constantFrom("", "tv", "TV", "tv/anime"),
    }),
    trackers: fc.option(trackers),
    files: fc.option(files),
  })
  .map(({ row, ...lists }) => ({
    ...aTorrent(row),
    trackers: lists.trackers === null ? null : toTrackers(lists.trackers),
    files: toFiles(lists.files ?? []),
  }));

/** The same torrent before some of its lists were asked for. */
const forget = (torrent: Torrent, forgotten: readonly Source[]): Torrent => ({
  ...torrent,
  ...Object.fromEntries(forgotten.map((source) => [source, undefined])),
});

const someForgotten = fc.subarray<Source>(["trackers", "files"]);

const someView = fc.tuple(someTorrent, someForgotten).map(([torrent, forgotten]) => forget(torrent, forgotten));

const law = (name: string, holds: (a: Node, b: Node, torrent: Torrent) => void) =>
  test(name, () => {
    fc.assert(fc.property(someNode, someNode, someView, holds), { numRuns: 300 });
  });

describe("for all conditions and torrents, known, unknown or not fetched", () => {
  law("not (a and b) is (not a) or (not b)", (a, b, torrent) => {
    const left = verdict({ none: [{ all: [a, b] }] }, torrent);
    expect(left).toEqual(verdict({ any: [{ none: [a] }, { none: [b] }] }, torrent));
  });

  law("not (a or b) is (not a) and (not b)", (a, b, torrent) => {
    const left = verdict({ none: [{ any: [a, b] }] }, torrent);
    expect(left).toEqual(verdict({ all: [{ none: [a] }, { none: [b] }] }, torrent));
  });

  law("none is not any", (a, b, torrent) => {
    expect(verdict({ none: [a, b] }, torrent)).toEqual(verdict({ none: [{ any: [a, b] }] }, torrent));
  });

  law("twice denied is affirmed", (a, _, torrent) => {
    expect(verdict({ none: [{ none: [a] }] }, torrent)).toEqual(verdict([a], torrent));
  });

  law("saying it twice adds nothing", (a, _, torrent) => {
    expect(verdict({ all: [a, a] }, torrent)).toEqual(verdict([a], torrent));
    expect(verdict({ any: [a, a] }, torrent)).toEqual(verdict([a], torrent));
  });

  law("the order within a group does not matter", (a, b, torrent) => {
    for (const kind of ["all", "any", "none"]) {
      expect(verdict({ [kind]: [a, b] }, torrent)).toEqual(verdict({ [kind]: [b, a] }, torrent));
    }
  });

  law("several groups in one mapping are groups in an all", (a, b, torrent) => {
    expect(verdict({ any: [a], none: [b] }, torrent)).toEqual(verdict([{ any: [a] }, { none: [b] }], torrent));
  });
});

describe("what is not fetched", () => {
  test("never changes a decision: lazy answers are the eager ones", () => {
    fc.assert(
      fc.property(someNode, someTorrent, someForgotten, (node, torrent, forgotten) => {
        const early = verdict([node], forget(torrent, forgotten));
        if (!Array.isArray(early)) expect(early).toBe(verdict([node], torrent));
      }),
      { numRuns: 1000 },
    );
  });

  test("is fetched step by step until there is a decision, the same as with everything there", () => {
    fc.assert(
      fc.property(someNode, someTorrent, (node, torrent) => {
        let known: Torrent = forget(torrent, ["trackers", "files"]);
        let outcome: Verdict = verdict([node], known);
        for (let steps = 0; Array.isArray(outcome); steps += 1) {
          expect(steps).toBeLessThan(2);
          const [source] = outcome;
          if (source === "trackers") known = { ...known, trackers: torrent.trackers };
          else known = { ...known, files: torrent.files };
          outcome = verdict([node], known);
        }
        expect(outcome).toBe(verdict([node], torrent));
      }),
      { numRuns: 1000 },
    );
  });

  test("is named exactly: what is named is missing, and with it there the rest is open no longer", () => {
    fc.assert(
      fc.property(someNode, someTorrent, someForgotten, (node, torrent, forgotten) => {
        const early = verdict([node], forget(torrent, forgotten));
        const named = Array.isArray(early) ? early : [];
        expect(forgotten).toEqual(expect.arrayContaining([...named]));
        const rest = forgotten.filter((source) => !named.includes(source));
        expect(Array.isArray(verdict([node], forget(torrent, rest)))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

test("torrents do not influence each other, whatever their order", () => {
  fc.assert(
    fc.property(someNode, fc.array(someView, { minLength: 2, maxLength: 5 }), (node, torrents) => {
      const { holds } = ruleOf({ conditions: [node] });
      const inOrder = torrents.map((torrent) => holds(torrent, NOW));
      const backwards = torrents.toReversed().map((torrent) => holds(torrent, NOW));
      expect(backwards.toReversed()).toEqual(inOrder);
    }),
  );
});

test("what costs no request is tried first, whatever the order it is written in", () => {
  let looks = 0;
  const torrent: Torrent = {
    ...aTorrent({ ratio: 1 }),
    get files() {
      looks += 1;
      return null;
    },
  };
  expect(verdict({ all: [leaf("files.name", "contains", "x"), leaf("info.ratio", ">", 5)] }, torrent)).toBe(false);
  expect(looks).toBe(0);
});

describe("an undecided condition", () => {
  const torrent = aTorrent({ num_complete: -1, completion_on: -1 });

  test("names the fields in doubt, each once", () => {
    const conditions = {
      all: [
        leaf("info.num_complete", ">", 1),
        leaf("info.num_complete", "<", 9),
        leaf("info.completion_on", "older_than", "1d"),
      ],
      none: [leaf("info.ratio", ">", 100)],
    };
    expect(fieldsOf(conditions, torrent)).toEqual(["info.num_complete", "info.completion_on"]);
  });

  test("does not name what a settled branch asked", () => {
    const settled = { any: [leaf("info.num_complete", ">", 1), leaf("info.ratio", ">", 1)] };
    expect(fieldsOf([settled, leaf("info.completion_on", "older_than", "1d")], torrent)).toEqual([
      "info.completion_on",
    ]);
  });

  test("decided, names nothing", () => {
    expect(fieldsOf([leaf("info.num_complete", ">", 1), leaf("info.ratio", ">", 100)], torrent)).toEqual([]);
  });
});

const fieldsOf = (conditions: unknown, torrent: Torrent) =>
  unknownFields(ruleOf({ conditions }).condition, torrent, NOW);
