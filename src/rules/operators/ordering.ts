import { parseDuration } from "../../lib/units.ts";
import { describeValue, unexpected } from "../expected.ts";
import { FALSE, TRUE, UNKNOWN } from "../truth.ts";
import { readValue } from "../values.ts";
import { type Bind, type Test, onValue } from "./operator.ts";

type Order = "above" | "below" | "at_least" | "at_most";

const above =
  (limit: number): Test =>
  (actual) =>
    typeof actual === "number" ? (actual > limit ? TRUE : FALSE) : UNKNOWN;
const below =
  (limit: number): Test =>
  (actual) =>
    typeof actual === "number" ? (actual < limit ? TRUE : FALSE) : UNKNOWN;
const atLeast =
  (limit: number): Test =>
  (actual) =>
    typeof actual === "number" ? (actual >= limit ? TRUE : FALSE) : UNKNOWN;
const atMost =
  (limit: number): Test =>
  (actual) =>
    typeof actual === "number" ? (actual <= limit ? TRUE : FALSE) : UNKNOWN;

const tests: Readonly<Record<Order, (limit: number) => Test>> = {
  above,
  below,
  at_least: atLeast,
  at_most: atMost,
};

export const comparing =
  (order: Order): Bind =>
  (written, type) => {
    const wanted = readValue[type](written);
    if (!wanted.ok) return wanted;
    if (typeof wanted.value !== "number") return unexpected("a number", written);
    return onValue(tests[order](wanted.value));
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
    const test = (now: number) => (age === "older" ? below : above)(now - seconds);
    return { ok: true, value: { kind: "value", test } };
  };
