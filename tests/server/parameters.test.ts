import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { pairsOf } from "../../src/server/parameters.ts";

const piece = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 5 }),
  fc.constantFrom("=", "&", "%41", "+", "?", "a", ""),
);

test("a query is read as URLSearchParams reads it, whatever it says", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const search = pieces.join("");
      expect(pairsOf(search)).toEqual([...new URLSearchParams(search)]);
    }),
  );
});
