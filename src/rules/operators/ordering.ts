import { parseDuration } from "../../lib/units.ts";
import { describeValue, unexpected } from "../expected.ts";
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
    const hint = 'write a duration with a unit, like "30 days"';
    if (typeof written !== "string")
      return { ok: false, message: `expected a duration, found ${describeValue(written)}`, hint };
    const wanted = parseDuration(written);
    if (!wanted.ok) return wanted;
    const { value: seconds } = wanted;
    const compare = compares[age === "older" ? "below" : "above"];
    return { ok: true, value: { on: (key, now) => compare(key, now - seconds) } };
  };
