import { type Condition, type Leaf, leavesOf } from "../rule.ts";

/** The same text for conditions that ask the same, whatever the order of their parts. */
export function canonical(condition: Condition): string {
  if (condition.kind === "test") return JSON.stringify([condition.field.name, condition.operator, condition.value]);
  if ("where" in condition) return `${condition.kind} ${condition.list} ${canonical(condition.where)}`;
  const { kind, of } = condition;
  const parts = of.map(canonical).toSorted();
  return kind !== "none" && parts.length === 1 ? parts.join("") : `${kind}(${parts.join(", ")})`;
}

/** The question that a test and its negation have in common. */
export interface Question {
  readonly text: string;
  /** Whether the test is the negation. */
  readonly negated: boolean;
}

export function questionOf({ field, operator, negative, value, check }: Leaf): Question {
  const { about } = check;
  if (about !== undefined) return { text: canonicalTest(field.name, operator, true), negated: !about.wanted };
  const positive = operator === "!=" ? "==" : operator.replace(/^not_/, "");
  return { text: canonicalTest(field.name, negative ? positive : operator, value), negated: negative };
}

const canonicalTest = (...parts: readonly [field: string, operator: string, value: unknown]): string =>
  JSON.stringify(parts);

/** Where it begins: groups have no place of their own, but their first test has one. */
export const placeOf = (condition: Condition): string => leavesOf(condition)[0]?.place ?? "";

/** For people. */
export function textOf(condition: Condition): string {
  if (condition.kind === "test") return `${condition.field.name} ${condition.operator} ${shown(condition.value)}`;
  const what = "where" in condition ? `${condition.kind}: ${condition.list}` : `the ${condition.kind} group`;
  return `${what} (${placeOf(condition)})`;
}

export function shown(value: unknown): string {
  if (Array.isArray(value)) return cut(`[${value.map(shown).join(", ")}]`);
  return typeof value === "number" ? String(value) : cut(JSON.stringify(value));
}

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
