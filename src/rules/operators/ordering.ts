import { type Parsed, parseDuration } from "../../lib/units.ts";
import { describeValue, unexpected } from "../expected.ts";
import { secondsOf } from "../meant.ts";
import { FALSE, TRUE, UNKNOWN } from "../truth.ts";
import { readValue } from "../values.ts";
import type { Bind, Decide, Subject } from "./operator.ts";

type Order = "above" | "below" | "at_least" | "at_most";

/** Each with a function of its own, since these are the tests that most rules are made of. */
const compares: Readonly<Record<Order, (key: string, limit: number) => Decide<Subject>>> = {
  above: (key, limit) => (subject) => {
    const actual = subject[key];
    if (typeof actual !== "number") return UNKNOWN;
    return actual > limit ? TRUE : FALSE;
  },
  below: (key, limit) => (subject) => {
    const actual = subject[key];
    if (typeof actual !== "number") return UNKNOWN;
    return actual < limit ? TRUE : FALSE;
  },
  at_least: (key, limit) => (subject) => {
    const actual = subject[key];
    if (typeof actual !== "number") return UNKNOWN;
    return actual >= limit ? TRUE : FALSE;
  },
  at_most: (key, limit) => (subject) => {
    const actual = subject[key];
    if (typeof actual !== "number") return UNKNOWN;
    return actual <= limit ? TRUE : FALSE;
  },
};

export const comparing =
  (order: Order): Bind =>
  (written, type) => {
    const wanted = readValue[type](written);
    if (!wanted.ok) return wanted;
    const { value: limit } = wanted;
    if (typeof limit !== "number") return unexpected("a number", written);
    return { ok: true, value: { on: (key) => compares[order](key, limit) } };
  };

/** How long ago; a moment that is still to come is newer than anything. */
export const aged =
  (age: "older" | "newer"): Bind =>
  (written) => {
    const order = age === "older" ? "below" : "above";
    const wanted = readAge(written, order);
    if (!wanted.ok) return wanted;
    const { value: seconds } = wanted;
    return { ok: true, value: { on: (key, now) => compares[order](key, now - seconds) } };
  };

function readAge(written: unknown, order: "below" | "above"): Parsed<number> {
  const moment = secondsOf(written);
  if (typeof written === "string" && moment === undefined) return parseDuration(written);
  const hint = moment === undefined ? `write a duration with a unit, like "${likely(written)}"` : since(moment, order);
  return { ok: false, message: `expected a duration, found ${describeValue(written)}`, hint };
}

const since = (moment: number, order: "below" | "above"): string =>
  `for a moment write operator: "${order === "below" ? "<" : ">"}", with seconds since 1970: ${moment}`;

const DAY = 86_400;

/** Of a bare number: large ones were seconds in older rules. */
function likely(written: unknown): string {
  if (typeof written !== "number" || written <= 0) return "30 days";
  if (written < DAY) return `${written} days`;
  return written % DAY === 0 ? `${written / DAY} days` : `${written} s`;
}
