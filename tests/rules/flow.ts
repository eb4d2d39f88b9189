import { rule } from "./mistakes.ts";

/* Conditions in YAML's flow style, a test on one line. */

/** A test; the field takes the mark. */
export const ask = (field: string, operator: string, value: string): string =>
  `{field: ${field}, operator: "${operator}", value: ${value}}`;

export const marked = (field: string, operator: string, value: string): string => ask(`▸${field}`, operator, value);

export const group = (kind: string, ...parts: readonly string[]): string => `${kind}: [${parts.join(", ")}]`;
/** A rule with these groups. */
export const conditions = (...groups: readonly string[]): string => rule(`conditions: {${groups.join(", ")}}`);
export const all = (...parts: readonly string[]): string => conditions(group("all", ...parts));
export const any = (...parts: readonly string[]): string => conditions(group("any", ...parts));
