import type { Parsed } from "../../lib/units.ts";
import type { FieldType, Value } from "../fields/field.ts";
import { type Outcome, UNKNOWN, decided } from "../truth.ts";

/** Anything whose values have names: a torrent, its properties, an item of one of its lists. */
export type Subject = { readonly [key: string]: unknown };

/** Decides about a subject: always the same answer for the same subject. */
export type Decide<Of> = (subject: Of) => Outcome;

/**
 * What a condition asks: a function that decides by one value of a subject, made for the name of that value and the start of
 * the job (seconds since 1970). It takes the subject and not the value because that is what makes it fast: one call for a test.
 */
export interface Check {
  readonly on: (key: string, now: number) => Decide<Subject>;
  /** Set where the question is about having a value, or a list, rather than about the value. */
  readonly about?: { readonly what: "known" | "empty"; readonly wanted: boolean };
}

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

/** Whether a known value passes; unknown where it cannot be told. */
export type Test = (actual: Value) => Outcome;

/** Of a value that is known. */
export const onValue = (test: Test): Parsed<Check> => ({ ok: true, value: { on: (key) => lift(key, test) } });

/** Of a text. */
export const onText = (holds: (text: string) => boolean): Parsed<Check> => ({
  ok: true,
  value: {
    on: (key) => (subject) => {
      const actual = subject[key];
      return typeof actual === "string" ? decided(holds(actual)) : UNKNOWN;
    },
  },
});

function lift(key: string, test: Test): Decide<Subject> {
  return (subject) => {
    const actual = subject[key];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- subjects hold what the client has read
    return actual === undefined || actual === null ? UNKNOWN : test(actual as Value);
  };
}
