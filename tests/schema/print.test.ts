import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Json } from "../../scripts/schema/json-schema.ts";
import { print } from "../../scripts/schema/print.ts";

test("what is printed is the same JSON", () => {
  const { json } = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie("json"), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie("json"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(fc.property(json, (value) => expect(JSON.parse(print(value))).toEqual(value)));
});

test("what fits into a line stands on one, and what does not is laid out", () => {
  const short = { a: [1, 2], b: { c: "d" } };
  expect(print(short)).toBe('{ "a": [1, 2], "b": { "c": "d" } }');
  const long = "x".repeat(100);
  expect(print({ short, long })).toBe(`{\n  "short": { "a": [1, 2], "b": { "c": "d" } },\n  "long": "${long}"\n}`);
});
