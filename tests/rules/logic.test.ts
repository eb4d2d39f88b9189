import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Source } from "../../src/qbittorrent/facts.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { type Verdict, aTorrent, leaf, predicateOf, verdict } from "../support/builders.ts";
import { type World, everySource, seen, someSources, someWorld, verdictAfter } from "./worlds.ts";
import { type Written, someAboutItems, someCondition } from "./written.ts";

/** For all conditions and worlds, whatever was asked for. */
const law = (name: string, holds: (a: Written, b: Written, says: (conditions: unknown) => Verdict) => void) =>
  test(name, () => {
    fc.assert(
      fc.property(someCondition, someCondition, someWorld, someSources, (a, b, world, known) => {
        const { torrent, given } = seen(world, known);
        holds(a, b, (conditions) => verdict(conditions, torrent, given));
      }),
      { numRuns: 400 },
    );
  });

describe("for all conditions and torrents, known, unknown or not fetched", () => {
  law("not (a and b) is (not a) or (not b)", (a, b, says) => {
    expect(says({ none: [{ all: [a, b] }] })).toEqual(says({ any: [{ none: [a] }, { none: [b] }] }));
  });

  law("not (a or b) is (not a) and (not b)", (a, b, says) => {
    expect(says({ none: [{ any: [a, b] }] })).toEqual(says({ all: [{ none: [a] }, { none: [b] }] }));
  });

  law("none is not any", (a, b, says) => {
    expect(says({ none: [a, b] })).toEqual(says({ none: [{ any: [a, b] }] }));
  });

  law("twice denied is affirmed", (a, _, says) => {
    expect(says({ none: [{ none: [a] }] })).toEqual(says([a]));
  });

  law("saying it twice adds nothing", (a, _, says) => {
    expect(says({ all: [a, a] })).toEqual(says([a]));
    expect(says({ any: [a, a] })).toEqual(says([a]));
  });

  law("several groups in one mapping are groups in an all", (a, b, says) => {
    expect(says({ any: [a], none: [b] })).toEqual(says([{ any: [a] }, { none: [b] }]));
  });

  test("the order within a group does not matter", () => {
    const parts = fc.array(someCondition, { minLength: 2, maxLength: 4 });
    const orders = parts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(
        orders,
        fc.constantFrom("all", "any", "none"),
        someWorld,
        someSources,
        ([list, other], kind, ...where) => {
          expect(verdictAfter({ [kind]: other }, ...where)).toEqual(verdictAfter({ [kind]: list }, ...where));
        },
      ),
      { numRuns: 300 },
    );
  });
});

const itemLaw = (
  name: string,
  holds: (about: { list: string; a: Written; b: Written }, says: (conditions: unknown) => Verdict) => void,
) =>
  test(name, () => {
    fc.assert(
      fc.property(someAboutItems, someWorld, someSources, (about, ...where) =>
        holds(about, (conditions) => verdictAfter(conditions, ...where)),
      ),
      { numRuns: 400 },
    );
  });

describe("for all conditions about the items of a list", () => {
  itemLaw("none_of is not any_of", ({ list, a }, says) => {
    expect(says([{ none_of: list, where: a }])).toEqual(says({ none: [{ any_of: list, where: a }] }));
  });

  itemLaw("any item of which a or b is any of which a, or any of which b", ({ list, a, b }, says) => {
    const apart = {
      any: [
        { any_of: list, where: a },
        { any_of: list, where: b },
      ],
    };
    expect(says([{ any_of: list, where: { any: [a, b] } }])).toEqual(says(apart));
  });

  itemLaw("all items of which a and b are all of which a, and all of which b", ({ list, a, b }, says) => {
    const apart = {
      all: [
        { all_of: list, where: a },
        { all_of: list, where: b },
      ],
    };
    expect(says([{ all_of: list, where: { all: [a, b] } }])).toEqual(says(apart));
  });

  itemLaw("not all is any of which not, unless there are none at all", ({ list, a }, says) => {
    const isEmpty = says([leaf(anyField[list] ?? "", "is_empty", true)]) === true;
    const notAll = says({ none: [{ all_of: list, where: a }] });
    expect(notAll).toEqual(isEmpty ? "unknown" : says([{ any_of: list, where: { none: [a] } }]));
  });
});

const anyField: Readonly<Record<string, string>> = {
  trackers: "trackers.url",
  files: "files.name",
  peers: "peers.id",
  webseeds: "webseeds.url",
};

describe("what is not fetched", () => {
  test("never changes a decision: lazy answers are the eager ones", () => {
    fc.assert(
      fc.property(someCondition, someWorld, someSources, (condition, world, known) => {
        const early = verdictAfter([condition], world, known);
        if (!Array.isArray(early)) expect(early).toBe(verdictAfter([condition], world, everySource));
      }),
      { numRuns: 2000 },
    );
  });

  test("is fetched step by step until there is a decision, the same as with everything there", () => {
    fc.assert(
      fc.property(someCondition, someWorld, (condition, world) => {
        const known = untilDecided(condition, world);
        expect(verdictAfter([condition], world, known)).toBe(verdictAfter([condition], world, everySource));
      }),
      { numRuns: 1000 },
    );
  });

  test("is named exactly: what is named is missing, and with it there the rest is open no longer", () => {
    fc.assert(
      fc.property(someCondition, someWorld, someSources, (condition, world, known) => {
        const early = verdictAfter([condition], world, known);
        const named = Array.isArray(early) ? early : [];
        expect(named.filter((source) => known.includes(source))).toEqual([]);
        expect(Array.isArray(verdictAfter([condition], world, [...known, ...named]))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Asks for the first source that the outcome waits for, until it waits for none. */
function untilDecided(condition: Written, world: World, known: readonly Source[] = []): readonly Source[] {
  const outcome = verdictAfter([condition], world, known);
  if (!Array.isArray(outcome)) return known;
  const [next] = outcome.filter((source: Source) => !known.includes(source));
  if (next === undefined) throw new Error(`it waits for what is there: ${outcome.join(", ")}`);
  return untilDecided(condition, world, [...known, next]);
}

test("torrents do not influence each other, whatever their order", () => {
  const torrents = fc.array(fc.tuple(someWorld, someSources), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(someCondition, torrents, (condition, views) => {
      const holds = predicateOf([condition]);
      const found = views.map((view) => seen(...view).torrent);
      const inOrder = found.map((torrent) => holds(torrent));
      const backwards = found.toReversed().map((torrent) => holds(torrent));
      expect(backwards.toReversed()).toEqual(inOrder);
    }),
  );
});

test.each([
  ["in the order they are written", leaf("files.size", "in", [1, 2]), leaf("info.name", "matches", "^x")],
  ["within a group", { none: [leaf("files.size", "==", 1)] }, leaf("info.name", "matches", "^x")],
  ["or the other way round", leaf("info.name", "matches", "^x"), leaf("files.size", "in", [1, 2])],
])("what costs no request is tried first, however much work it is, %s", (_, ...all) => {
  let looks = 0;
  const torrent: Torrent = {
    ...aTorrent(),
    get files() {
      looks += 1;
      return null;
    },
  };
  expect(verdict({ all }, torrent)).toBe(false);
  expect(looks).toBe(0);
});
