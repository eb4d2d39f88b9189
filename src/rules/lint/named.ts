import type { Leaf } from "../rule.ts";
import { readValue } from "../values.ts";

export const equality: readonly string[] = ["==", "!=", "in", "not_in"];
export const order: readonly string[] = [">", "<", ">=", "<=", "larger_than", "smaller_than"];
export const age: readonly string[] = ["older_than", "newer_than"];

/** What tests with such operators name, as the field would have it. */
export const named = (leaves: readonly Leaf[], operators: readonly string[]): readonly (number | string | boolean)[] =>
  written(leaves, operators).flatMap(([{ field }, value]) => {
    const read = readValue[field.type](value);
    return read.ok ? [read.value] : [];
  });

/** The same as it is written. */
export const written = (
  leaves: readonly Leaf[],
  operators: readonly string[],
): readonly (readonly [leaf: Leaf, value: unknown])[] =>
  leaves
    .filter(({ operator }) => operators.includes(operator))
    .flatMap((leaf) => valuesOf(leaf).map((value) => [leaf, value] as const));

/** One, or those of a list. */
export const valuesOf = ({ value }: Leaf): readonly unknown[] => (Array.isArray(value) ? value : [value]);
