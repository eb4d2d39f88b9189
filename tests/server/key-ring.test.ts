import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { createKeyRing } from "../../src/server/key-ring.ts";

const text = fc.oneof(fc.string(), fc.constantFrom("a", "b", "ab"));
const texts = fc.array(text, { maxLength: 4 });

test("opens for whoever has one of its keys, and for nobody else", () => {
  const holds = fc.property(texts, text, (keys, given) => {
    expect(createKeyRing(keys).opens(given)).toBe(keys.includes(given));
  });
  fc.assert(holds);
});

test("takes other keys in place of those it had, and says whether they are others", () => {
  const ring = createKeyRing(["old"]);
  expect(ring.replace(["new", "old"])).toBe(true);
  expect([ring.opens("new"), ring.opens("old")]).toEqual([true, true]);
  expect(ring.replace(["new", "old"])).toBe(false);
  expect(ring.replace(["new"])).toBe(true);
  expect([ring.opens("new"), ring.opens("old")]).toEqual([true, false]);
});
