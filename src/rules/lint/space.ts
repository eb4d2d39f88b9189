import { listOf } from "../fields/field.ts";
import { equal } from "../operators/equality.ts";
import { type Condition, type Items, type Leaf, leavesOf } from "../rule.ts";
import { createBoxes } from "./boxes.ts";
import { ANY, type Demand, FAILS, HOLDS, type Outcomes, flip, ofParts } from "./demand.ts";
import { EVERYWHERE, NOWHERE, type Region, isEmpty, join, meet } from "./region.ts";
import { namesNoHost } from "./texts.ts";
import { canonical, questionOf } from "./written.ts";

/** Where a demand is met. */
type Find = (demand: Demand) => Region;

/** All that torrents, and items of their lists, can be, told apart as far as some conditions do. */
export interface Space {
  /** For conditions about torrents. */
  readonly torrents: Find;
  /** For conditions inside a group of items. */
  readonly items: Find;
}

export function createSpace(conditions: readonly Condition[]): Space {
  const boxOf = createBoxes(conditions.flatMap(leavesOf));

  const torrents = remembering((demand) => {
    const { condition, wanted } = demand;
    if ("of" in condition) return inGroup(demand, torrents);
    if ("where" in condition) return ofItems(condition, wanted);
    return listOf(condition.field) === undefined ? ofValue(condition, wanted) : ofList(condition, wanted);
  });

  const items = remembering((demand) => {
    const { condition, wanted } = demand;
    if ("of" in condition) return inGroup(demand, items);
    return "where" in condition ? EVERYWHERE : ofValue(condition, wanted);
  });

  function ofValue(leaf: Leaf, wanted: Outcomes): Region {
    const { text, negated } = questionOf(leaf);
    const tags = tagByTag(leaf);
    const found = tags === undefined ? boxOf(leaf, wanted) : inGroup({ condition: tags, wanted }, items);
    const asked = negated ? flip(wanted) : wanted;
    return meet(answers(text, namesNoHost(leaf) ? asked & ~HOLDS : asked), found);
  }

  /** A test of a whole list holds when it does for some item; a negative one, unless it fails for some item. */
  function ofList(leaf: Leaf, wanted: Outcomes): Region {
    if (leaf.check.about !== undefined) return answers(canonical(leaf), wanted);
    const { text, negated } = questionOf(leaf);
    const some = items({ condition: leaf, wanted: negated ? FAILS : HOLDS });
    return ofSome(`any_of ${text}`, negated ? flip(wanted) : wanted, some);
  }

  function ofItems({ kind, list, where }: Items, wanted: Outcomes): Region {
    const holding = items({ condition: where, wanted: HOLDS });
    const any = (outcomes: Outcomes) => ofSome(`any_of ${canonical(where)}`, outcomes, holding);
    if (kind === "any_of") return any(wanted);
    if (kind === "none_of") return any(flip(wanted));
    const failing = items({ condition: where, wanted: FAILS });
    const left = isEmpty(failing) ? wanted & ~FAILS : wanted;
    const all = ofSome(`all_of ${list} ${canonical(where)}`, left, holding);
    // An empty list is never all of something, so that there is one of them.
    return wanted === HOLDS ? meet(all, any(HOLDS)) : all;
  }

  return { torrents, items };
}

const inGroup = ({ condition, wanted }: Demand, find: Find): Region => {
  if (!("of" in condition)) return EVERYWHERE;
  const { every, demands } = ofParts(condition, wanted);
  return every ? demands.map(find).reduce(meet, EVERYWHERE) : join(demands.map(find));
};

/** It cannot hold of some item where it can hold of none. An empty list fails, and one that is not known is unknown. */
const ofSome = (question: string, wanted: Outcomes, holding: Region): Region =>
  answers(question, isEmpty(holding) ? wanted & ~HOLDS : wanted);

/** The same question has the same answer wherever it is asked. */
function answers(question: string, outcomes: Outcomes): Region {
  if (outcomes === ANY) return EVERYWHERE;
  return outcomes === 0 ? NOWHERE : [new Map([[question, BigInt(outcomes)]])];
}

/** Whether a set has one of some tags, asked for each of them; undefined: the test is another one. */
function tagByTag(leaf: Leaf): Condition | undefined {
  const { field, operator, negative, value } = leaf;
  if (field.type !== "tags" || !Array.isArray(value)) return undefined;
  const of = value.flatMap((tag: unknown): Leaf[] => {
    const check = equal(tag, field.type);
    return check.ok ? [{ ...leaf, operator: "==", negative: false, value: tag, check: check.value }] : [];
  });
  return operator === "in" || operator === "not_in" ? { kind: negative ? "none" : "any", of } : undefined;
}

/** Groups ask about their parts again and again. */
function remembering(find: Find): Find {
  const found = new Map<Condition, Map<Outcomes, Region>>();
  return (demand) => {
    const { condition, wanted } = demand;
    const known = found.get(condition) ?? new Map<Outcomes, Region>();
    found.set(condition, known);
    const region = known.get(wanted) ?? find(demand);
    known.set(wanted, region);
    return region;
  };
}
