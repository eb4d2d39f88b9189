import { expect, test } from "bun:test";
import { skewOf } from "../../src/lib/skew.ts";

const NOON = "Sat, 03 Jan 2026 12:00:00 GMT";
const at = Date.parse(NOON);

test.each([
  ["the same second", 0, 100, 0],
  ["just before the next", 900, 990, 0],
  ["a slow answer, written some time between", -5_000, 5_000, 0],
  ["theirs is ahead, at least by", -60_000, -59_000, 59_000],
  ["theirs is behind, at least by", 60_999, 61_500, -60_000],
])("%s", (_, sent, received, skew) => {
  expect(skewOf(NOON, { sent: at + sent, received: at + received })).toBe(skew);
});

test.each([null, "", "soon"])("%j tells no time", (header) => {
  expect(skewOf(header, { sent: at, received: at })).toBeUndefined();
});
