import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { actions, isActionType } from "../actions/catalogue.ts";
import type { ActionOutcome, TorrentPlan } from "../engine/plan.ts";
import { findField } from "../rules/fields/catalogue.ts";
import type { Value } from "../rules/fields/field.ts";
import type { Deleted, Expectation, ExpectedAction, ExpectedEnd } from "./case.ts";
import type { GivenField } from "./fields.ts";
import { showAction, showList, showNames, showValue } from "./show.ts";
import { isSingle, valueAt } from "./value-at.ts";

/** Something that came out otherwise than expected, in words. */
export interface Difference {
  /** `matches`, `end.tags` */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** What is not expected is not compared. */
export function compare(expectation: Expectation, plan: TorrentPlan): readonly Difference[] {
  const { matches, undecided, withheld, failed, does, end } = expectation;
  return [
    ...compareLists("matches", matches, plan.matched.map(nameOf)),
    ...compareLists(
      "undecided",
      undecided,
      plan.undecided.map(({ rule }) => rule.name),
    ),
    ...compareLists("withheld", withheld, typesOf(plan, "withheld")),
    ...compareLists("failed", failed, typesOf(plan, "failed")),
    ...compareActions(does, plan),
    ...(end === undefined ? [] : compareEnd(end, plan)),
  ];
}

const nameOf = ({ name }: { readonly name: string }): string => name;

const actionsOf = ({ actions: planned }: TorrentPlan, wanted: ActionOutcome): readonly ExpectedAction[] =>
  planned.filter(({ outcome }) => outcome === wanted).map(({ action: { type, params } }) => ({ type, params }));

const typesOf = (plan: TorrentPlan, wanted: ActionOutcome): readonly string[] =>
  actionsOf(plan, wanted).map(({ type }) => type);

function compareLists(
  what: string,
  expected: readonly string[] | undefined,
  found: readonly string[],
): readonly Difference[] {
  if (expected === undefined || isDeepStrictEqual(expected, found)) return [];
  return [{ what, expected: showNames(expected), found: showNames(found) }];
}

function compareActions(expected: readonly ExpectedAction[] | undefined, plan: TorrentPlan): readonly Difference[] {
  const found = actionsOf(plan, "executed");
  if (expected === undefined) return [];
  const isSame = expected.length === found.length && expected.every((action, index) => isMet(action, found[index]));
  if (isSame) return [];
  return [{ what: "does", expected: showList(expected.map(showAction)), found: showList(found.map(showAction)) }];
}

/** Whether the action is of this type and, if parameters are named, does the same. */
function isMet({ type, params }: ExpectedAction, found: ExpectedAction | undefined): boolean {
  if (found?.type !== type) return false;
  return params === undefined || isDeepStrictEqual(meaning(type, params), meaning(type, found.params));
}

/** `tag: a` and `tags: [a]` are one, and so are `1 MB/s` and 1000000. */
function meaning(type: string, params: unknown): unknown {
  if (!isActionType(type)) return params;
  const read = v.safeParse(actions[type].params, params);
  return read.success ? read.output : params;
}

function compareEnd({ deleted, stopped, fields }: ExpectedEnd, plan: TorrentPlan): readonly Difference[] {
  const { end } = plan;
  return [
    ...compareValues("end.deleted", deleted, deletedIn(plan)),
    ...compareValues("end.stopped", stopped, stoppedIn(plan)),
    ...fields.flatMap((field) => compareField(field, end)),
  ];
}

function compareValues(what: string, expected: Value | undefined, found: Value | undefined): readonly Difference[] {
  if (expected === undefined || expected === found) return [];
  return [{ what, expected: showValue(expected), found: showValue(found) }];
}

function deletedIn({ end: { wish } }: TorrentPlan): Deleted {
  if (wish.delete === undefined) return false;
  return wish.delete.files ? "with_files" : true;
}

/** What rules wish for counts before what is to be seen: the server shows a started torrent in one of many states. */
function stoppedIn({ end: { torrent, wish } }: TorrentPlan): Value | undefined {
  if (wish.running !== undefined) return wish.running === "stopped";
  const supply = findField("info.is_stopped")?.supplies[0];
  return supply?.from === "derived" ? supply.read(torrent, 0) : undefined;
}

function compareField(
  { key, supply, value }: GivenField,
  { torrent, server }: TorrentPlan["end"],
): readonly Difference[] {
  const found = isSingle(supply) ? valueAt(supply, torrent, server) : undefined;
  const isSame = Array.isArray(value) && Array.isArray(found) ? sameSet(value, found) : value === found;
  return isSame ? [] : [{ what: `end.${key}`, expected: showValue(value), found: showValue(found) }];
}

const sameSet = (a: readonly unknown[], b: readonly unknown[]): boolean => isDeepStrictEqual(new Set(a), new Set(b));
