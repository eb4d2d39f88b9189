import type { ListSource } from "../fields/field.ts";
import type { Condition, Group, Items, Leaf } from "../rule.ts";
import { FALSE, type Outcome, TRUE, isOpen } from "../truth.ts";

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
      /** Why unknown, where it is not for the items. */
      readonly why?: string;
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

export const verdict = (outcome: Outcome): Verdict => {
  if (isOpen(outcome)) return "not evaluated";
  if (outcome === TRUE) return "true";
  return outcome === FALSE ? "false" : "unknown";
};

/** Explained in the order of evaluation up to the part that settles the matter, shown in the order of the file. */
export function inOrder(
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

export function notEvaluated(condition: Condition): Explained {
  const outcome = "not evaluated";
  if (condition.kind === "test") return { ...asked(condition), outcome };
  if ("where" in condition) {
    return { kind: condition.kind, list: condition.list, outcome, items: [], items_not_shown: 0 };
  }
  return { kind: condition.kind, outcome, of: condition.of.map(notEvaluated) };
}

/** What a test asks. */
export const asked = ({ field, operator, value }: Leaf) => ({
  kind: "test" as const,
  field: field.name,
  operator,
  expected: value,
});
