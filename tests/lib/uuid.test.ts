import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { createUuidV7 } from "../../src/lib/uuid.ts";

const SHAPE = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

test("an id has the shape of RFC 9562, and begins with its time", () => {
  const time = Date.UTC(2026, 10, 22);
  const id = createUuidV7(() => time)();
  expect(id).toMatch(SHAPE);
  expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(time);
});

test("ids are in order and unlike each other, whatever the clock does", () => {
  const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -5000, max: 5000 })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(fc.nat(2 ** 41), steps, (start, moves) => {
      let now = start;
      const next = createUuidV7(() => now);
      const ids = moves.map((move) => {
        now = Math.max(0, now + move);
        return next();
      });
      expect(ids.every((id) => SHAPE.test(id))).toBe(true);
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test("more than 4,096 in one millisecond keep their order too", () => {
  const next = createUuidV7(() => 1_700_000_000_000);
  const ids = Array.from({ length: 10_000 }, next);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(0, 18))).size).toBe(ids.length);
});

test("two makers at the same time do not make the same id", () => {
  const [one, other] = [createUuidV7(() => 1), createUuidV7(() => 1)];
  expect(one()).not.toBe(other());
});
