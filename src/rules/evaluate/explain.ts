import { type ListSource, type Value, isEach, supplyFor } from "../fields/field.ts";
import type { Subject } from "../operators/operator.ts";
import type { Condition, Group, Items, Leaf } from "../rule.ts";
import { FALSE, type Outcome, TRUE, isOpen } from "../truth.ts";
import { type Circumstances, cheapestFirst, compile, compileItem, itemsOf, valueIn } from "./compile.ts";
import { type Seen, whyItemUnknown, whyUnknown } from "./why.ts";

export type Verdict = "true" | "false" | "unknown" | "not evaluated";

/** A condition with what came of each part of it. `value` is what the torrent has, `expected` what the rule says. */
export type Explained =
  | { readonly kind: Group["kind"]; readonly outcome: Verdict; readonly of: readonly Explained[] }
  | {
      readonly kind: Items["kind"];
      readonly list: ListSource;
      readonly outcome: Verdict;
      readonly items: readonly { readonly item: string; readonly outcome: Verdict; readonly where: Explained }[];
      /** Items beyond those shown. */
      readonly items_not_shown: number;
    }
  | {
      readonly kind: "test";
      readonly field: string;
      readonly operator: string;
      readonly expected: unknown;
      readonly outcome: Verdict;
      readonly value?: unknown;
      /** Why unknown. */
      readonly why?: string;
    };

export type Explain = (seen: Seen) => Explained;

/** Of the items of a list. */
const SHOWN = 10;

/** Explains what `compile` decides: the same parts, in the same order, as far as they were needed. */
export function createExplainer(condition: Condition, circumstances: Circumstances): Explain {
  if (condition.kind === "test") return explainLeaf(condition, circumstances);
  if ("where" in condition) return explainItems(condition, circumstances);
  const parts = new Map(condition.of.map((part) => [part, createExplainer(part, circumstances)]));
  const order = cheapestFirst(condition.of, circumstances);
  const decide = compile(condition, circumstances);
  return (seen) => ({
    kind: condition.kind,
    outcome: verdict(decide(seen.torrent)),
    of: inOrder(condition, order, (part) => parts.get(part)?.(seen) ?? notEvaluated(part)),
  });
}

/** Undecided tests of a condition, each with the reason: what it hung on. */
export function undecidedTests(explained: Explained): readonly { readonly field: string; readonly why: string }[] {
  if (explained.outcome !== "unknown") return [];
  if (explained.kind === "test") return [{ field: explained.field, why: explained.why ?? "" }];
  if ("of" in explained) return explained.of.flatMap(undecidedTests);
  const inside = explained.items.flatMap(({ where }) => undecidedTests(where));
  return inside.length > 0 ? inside : [{ field: explained.list, why: "the list is empty, or not known" }];
}

export const verdict = (outcome: Outcome): Verdict => {
  if (isOpen(outcome)) return "not evaluated";
  if (outcome === TRUE) return "true";
  return outcome === FALSE ? "false" : "unknown";
};

/** Explained in the order of evaluation up to the part that settles the matter, shown in the order of the file. */
function inOrder(
  { kind, of }: Group,
  order: readonly Condition[],
  explain: (part: Condition) => Explained,
): readonly Explained[] {
  const decisive: Verdict = kind === "all" ? "false" : "true";
  const done = new Map<Condition, Explained>();
  for (const part of order) {
    const explained = explain(part);
    done.set(part, explained);
    if (explained.outcome === decisive) break;
  }
  return of.map((part) => done.get(part) ?? notEvaluated(part));
}

function notEvaluated(condition: Condition): Explained {
  const outcome = "not evaluated";
  if (condition.kind === "test") return { ...shown(condition), outcome };
  if ("where" in condition) {
    return { kind: condition.kind, list: condition.list, outcome, items: [], items_not_shown: 0 };
  }
  return { kind: condition.kind, outcome, of: condition.of.map(notEvaluated) };
}

const shown = ({ field, operator, value }: Leaf) => ({
  kind: "test" as const,
  field: field.name,
  operator,
  expected: value,
});

function explainLeaf(leaf: Leaf, circumstances: Circumstances): Explain {
  const decide = compile(leaf, circumstances);
  const read = valueOf(leaf, circumstances);
  return (seen) => {
    const outcome = verdict(decide(seen.torrent));
    if (outcome === "not evaluated") return { ...shown(leaf), outcome };
    const value = read(seen);
    return {
      ...shown(leaf),
      outcome,
      ...(value !== undefined && { value }),
      ...(outcome === "unknown" && { why: whyUnknown(leaf, seen, circumstances) }),
    };
  };
}

function explainItems({ kind, list, where }: Items, circumstances: Circumstances): Explain {
  const decide = compile({ kind, list, where }, circumstances);
  const explain = explainItem(where, circumstances);
  return (seen) => {
    const items = itemsOf(seen.torrent, list) ?? [];
    return {
      kind,
      list,
      outcome: verdict(decide(seen.torrent)),
      items: items.slice(0, SHOWN).map((item) => {
        const explained = explain(item);
        return { item: nameOf(item), outcome: explained.outcome, where: explained };
      }),
      items_not_shown: Math.max(0, items.length - SHOWN),
    };
  };
}

const nameOf = (item: Subject): string => String(item["url"] ?? item["name"] ?? item["id"] ?? "").slice(0, 200);

function explainItem(condition: Condition, circumstances: Circumstances): ExplainItem {
  const decide = compileItem(condition, circumstances);
  if (condition.kind === "test") {
    const supply = supplyFor(condition.field, circumstances.server.has);
    return (item) => {
      const outcome = verdict(decide(item));
      const found = supply !== undefined && isEach(supply) ? valueIn(item, supply.each) : undefined;
      const value = showValue(found);
      return {
        ...shown(condition),
        outcome,
        ...(value !== undefined && { value }),
        ...(outcome === "unknown" && { why: whyItemUnknown(condition, found, circumstances) }),
      };
    };
  }
  if ("where" in condition) return () => notEvaluated(condition);
  const parts = new Map(condition.of.map((part) => [part, explainItem(part, circumstances)]));
  return (item) => ({
    kind: condition.kind,
    outcome: verdict(decide(item)),
    of: inOrder(condition, condition.of, (part) => parts.get(part)?.(item) ?? notEvaluated(part)),
  });
}

type ExplainItem = (item: Subject) => Explained;

/** What the torrent has, as plain data; undefined: nothing that is known. */
function valueOf({ field }: Leaf, { server, now }: Circumstances): (seen: Seen) => unknown {
  const supply = supplyFor(field, server.has);
  if (supply === undefined) return () => undefined;
  if (isEach(supply)) {
    const { from, each } = supply;
    return ({ torrent }) =>
      itemsOf(torrent, from)
        ?.slice(0, SHOWN)
        .map((item) => showValue(valueIn(item, each)) ?? null);
  }
  if (supply.from === "derived") return ({ torrent }) => showValue(supply.read(torrent, now));
  if (supply.from === "transfer" || supply.from === "preferences") {
    const { from, key } = supply;
    return () => server[from]?.[key];
  }
  if (supply.from === "properties") {
    const { key } = supply;
    return ({ torrent }) => showValue(torrent.properties?.[key]);
  }
  const { key } = supply;
  return ({ torrent }) => showValue(torrent[key]);
}

/** A tracker's status by its number, numbers JSON cannot hold by name, long texts cut. */
function showValue(value: Value | undefined): unknown {
  if (value === Infinity) return "unlimited";
  if (typeof value === "string") return value.length > 200 ? `${value.slice(0, 200)}…` : value;
  return typeof value === "object" && "code" in value ? value.code : value;
}
