import { expect, test } from "bun:test";
import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { wrap } from "../../src/cli/wrap.ts";
import { columnsOf } from "../../src/lib/width.ts";

test("breaks at spaces, and indents what goes on", () => {
  expect(wrap("✓ server  one two three", 14, 10)).toEqual(["✓ server  one", "          two", "          three"]);
  expect(wrap("    -> one two three", 14, 7)).toEqual(["    -> one two", "       three"]);
});

test("keeps a word whole that is longer than a line, and everything where there is no end of a line", () => {
  expect(wrap("see /a/very/long/path now", 8, 2)).toEqual(["see", "  /a/very/long/path", "  now"]);
  expect(wrap("  a  b ", Infinity, 4)).toEqual(["  a  b "]);
});

test("loses no word, and no line is too long that could have been shorter", () => {
  const word = string({ minLength: 1, maxLength: 9, unit: constantFrom("a", "界", "é", "-") });
  assert(
    property(array(word, { minLength: 1 }), integer({ min: 12, max: 40 }), (words, width) => {
      const lines = wrap(words.join(" "), width, 2);
      expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(words);
      for (const line of lines) if (line.trim().includes(" ")) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});
