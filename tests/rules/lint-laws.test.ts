import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { compile } from "../../src/rules/evaluate/compile.ts";
import { conflictsIn } from "../../src/rules/lint/conflicts.ts";
import { type Demand, FAILS, HOLDS, HOLDS_NOT } from "../../src/rules/lint/demand.ts";
import { EVERYWHERE, areApart, isEmpty, meet } from "../../src/rules/lint/region.ts";
import { createSpace } from "../../src/rules/lint/space.ts";
import { listOf } from "../../src/rules/fields/field.ts";
import { type Condition, leavesOf } from "../../src/rules/rule.ts";
import { FALSE, type Outcome, TRUE } from "../../src/rules/truth.ts";
import { NOW, aServer, conditionOf } from "../support/builders.ts";
import { someClashing, someTorrent } from "./clashing.ts";

/** Enough that a wrong claim about a condition meets one that proves it wrong. */
const torrents = fc.sample(someTorrent, { numRuns: 400, seed: 1 });

const outcomes = (condition: Condition): readonly Outcome[] =>
  torrents.map(({ torrent, facts, api }) => compile(condition, { now: NOW, server: aServer(facts, api) })(torrent));

const LAW = { numRuns: 300 };

describe("for all conditions that clash as often as not, and all torrents", () => {
  test("what is said never to hold is true of none", () => {
    fc.assert(
      fc.property(someClashing, (written) => {
        const condition = conditionOf([written]);
        if (isEmpty(createSpace([condition]).torrents({ condition, wanted: HOLDS })))
          expect(outcomes(condition)).not.toContain(TRUE);
      }),
      LAW,
    );
  });

  test("what is said never to fail is false of none", () => {
    fc.assert(
      fc.property(someClashing, (written) => {
        const condition = conditionOf([written]);
        if (isEmpty(createSpace([condition]).torrents({ condition, wanted: FAILS })))
          expect(outcomes(condition)).not.toContain(FALSE);
      }),
      LAW,
    );
  });

  test("where one is said to follow from another, it is true of every torrent of which that is", () => {
    fc.assert(
      fc.property(someClashing, someClashing, (a, b) => {
        const [one, other] = [conditionOf([a]), conditionOf([b])];
        const { torrents: find } = createSpace([one, other]);
        if (!areApart(find({ condition: one, wanted: HOLDS }), find({ condition: other, wanted: HOLDS_NOT }))) return;
        const ofOther = outcomes(other);
        expect(outcomes(one).filter((outcome, index) => outcome === TRUE && ofOther[index] !== TRUE)).toEqual([]);
      }),
      LAW,
    );
  });

  test("a conflict that is told needs each of its parts", () => {
    fc.assert(
      fc.property(someClashing, (written) => {
        const condition = conditionOf([written]);
        const space = createSpace([condition]);
        const canBeMet = (demands: readonly Demand[]) => !isEmpty(demands.map(space.torrents).reduce(meet, EVERYWHERE));
        for (const { demands } of conflictsIn(condition, space)) {
          if (demands.some(isAboutItems)) continue;
          expect(canBeMet(demands)).toBe(false);
          expect(demands.map((left) => canBeMet(demands.filter((demand) => demand !== left)))).not.toContain(false);
        }
      }),
      LAW,
    );
  });
});

const isAboutItems = ({ condition }: Demand): boolean =>
  leavesOf(condition).some(({ field }) => listOf(field) !== undefined);
