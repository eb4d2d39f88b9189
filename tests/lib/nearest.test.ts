import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { didYouMean, nearest, ofTheSameWords } from "../../src/lib/nearest.ts";

const known = ["port", "host", "api_key", "server_url", "workers"];

describe("the nearest name", () => {
  test.each([
    ["prot", "port"],
    ["PORT", "port"],
    ["apikey", "api_key"],
    ["server-url", "server_url"],
    ["worker", "workers"],
    ["hots", "host"],
  ])("to %s is %s", (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  test.each(["", "banana", "key", "p", "wrk"])("to %j is none", (name) => {
    expect(nearest(name, known)).toBeUndefined();
  });

  test("is never a name of which no letter was written", () => {
    expect(nearest("x", ["y", "z"])).toBeUndefined();
  });

  test("is the first of two that are equally near", () => {
    expect(nearest("cat", ["bat", "car"])).toBe("bat");
  });

  const word = fc.string({ minLength: 3, maxLength: 10, unit: fc.constantFrom("a", "b", "c", "d", "e", "f", "g") });

  test("to a known name is that name", () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 8 }), fc.nat(), (names, pick) => {
        const name = names[pick % names.length] ?? "";
        expect(nearest(name.toUpperCase(), names)).toBe(name);
      }),
    );
  });

  test("is found again after one slip of the finger", () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom("drop", "double", "change", "swap"), (name, at, slip) => {
        expect(nearest(slipOf(name, at % name.length, slip), [name])).toBe(name);
      }),
    );
  });
});

test.each([
  ["seeds", "num_seeds"],
  ["ratio_limit", "ratio"],
  ["Priority Top", "set_top_priority"],
  ["seed", undefined],
  ["", undefined],
])("the name of the same words as %j is %j", (name, expected) => {
  expect(ofTheSameWords(name, ["num_seeds", "ratio", "set_top_priority", "set_upload_limit"])).toBe(expected);
});

test("a message names the nearest, or all when none is near", () => {
  expect(didYouMean("prot", known)).toBe('did you mean "port"?');
  expect(didYouMean("banana", known)).toBe("known are: port, host, api_key, server_url, workers");
});

function slipOf(name: string, at: number, slip: "drop" | "double" | "change" | "swap"): string {
  const [before, letter, next, after] = [name.slice(0, at), name.charAt(at), name.charAt(at + 1), name.slice(at + 2)];
  const slips = {
    drop: before + next + after,
    double: before + letter + letter + next + after,
    change: `${before}x${next}${after}`,
    swap: before + next + letter + after,
  };
  return slips[slip];
}
