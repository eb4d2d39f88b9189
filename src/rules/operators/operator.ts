import type { Parsed } from "../../lib/units.ts";
import type { FieldType, Value } from "../fields/field.ts";
import type { Outcome } from "../truth.ts";

/** Whether a known value passes; unknown where it cannot be told. */
export type Test = (actual: Value) => Outcome;

/** What a condition asks of a field. */
export type Check =
  /** About the value; `now` is the start of the job, in seconds since 1970. */
  | { readonly kind: "value"; readonly test: (now: number) => Test }
  /** Whether there is a value at all. */
  | { readonly kind: "known"; readonly wanted: boolean }
  /** Whether a text, a set or a list has nothing in it. */
  | { readonly kind: "empty"; readonly wanted: boolean };

export interface Operator {
  readonly suits: readonly FieldType[];
  /** On a list, a negative operator must hold for every item, any other for at least one. */
  readonly negative?: true;
  readonly bind: Bind;
  /** For people: what it asks. */
  readonly about: string;
}

/** Reads what was written beside the operator, for a field of this type. */
export type Bind = (written: unknown, type: FieldType) => Parsed<Check>;

export const onValue = (test: Test): Parsed<Check> => ({ ok: true, value: { kind: "value", test: () => test } });
