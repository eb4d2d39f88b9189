import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { RE2JS } from "re2js";
import { compilePattern } from "../../src/lib/pattern.ts";

function compiled(pattern: string) {
  const result = compilePattern(pattern);
  if (!result.ok) throw new Error(`${pattern}: ${result.message}`);
  return result;
}

describe("the native engine answers where there are few ways to match:", () => {
  test.each([
    String.raw`(?i)S\d{2}E\d{2}`,
    "(?:1080p|2160p)",
    "x26[45]",
    String.raw`\.(mkv|mp4|avi)$`,
    String.raw`(?P<season>S\d{1,2})(?<episode>E\d{1,3})`,
    String.raw`^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$`,
    "^[0-9a-f]{40}$",
    "colou?r",
    "(?:DTS-?)?HD",
    "(?:ab|cd){2}e",
    String.raw`(?s)\A.{0,100}\Z`,
    "(?m)^a?$",
    "(?:a|b|c|d)(?:e|f|g|h)(?:i|j|k|l)",
    "",
  ])("%s", (pattern) => {
    expect(compiled(pattern).engine).toBe("native");
  });

  test.each([".*1080p.*", String.raw`\s*1080p`, String.raw`S\d+`, "(x*)1080p(y+|z)", "(a+)+b"])(
    "%s, whose ends decide nothing beyond the least they ask for",
    (pattern) => {
      expect(compiled(pattern).engine).toBe("native");
    },
  );
});

const bombs: readonly (readonly [pattern: string, text: string])[] = [
  ["^(a+)+$", `${"a".repeat(5000)}!`],
  ["^(a|aa)+$", `${"a".repeat(5000)}!`],
  ["x(a|a)*[bc]", `x${"a".repeat(5000)}`],
  ["x.*a.*b.*c", `x${"ab".repeat(2000)}`],
  [String.raw`\b(\w+\s?)+[:;]`, "word ".repeat(1000)],
  ["^(x+x+)+y", "x".repeat(5000)],
  ["^(a?){30}a{30}$", "a".repeat(4000)],
  [`^${"a?".repeat(100)}${"a".repeat(100)}$`, "a".repeat(4000)],
  ["^(a|a){20}$", "a".repeat(4000)],
  ["(a|b|ab)".repeat(30) + "[cd]", "ab".repeat(2000)],
  ["^((a{0,9}){0,9}){0,9}$", `${"a".repeat(4000)}!`],
  ["^(.{0,30}){0,30}[bc]", "a".repeat(4000)],
  ["^a{1000}a{0,1000}b", "a".repeat(4000)],
  ["[ab].{999}[cd]".repeat(9), "ab".repeat(2000)],
  ["a.{0,500}a.{0,400}[bc]", "a".repeat(4000)],
];

describe("RE2 answers where there may be many, and no text can stall it:", () => {
  test.each(bombs)("%s", (pattern, text) => {
    const { engine, test: search } = compiled(pattern);
    expect(engine).toBe("re2");
    // That it comes back at all: each of these takes minutes or for ever where one way is tried after another.
    expect(search(text)).toBe(RE2JS.compile(pattern).matcher(text).find());
  });

  test.each(["a(?i)b", "(?i:a)b", "[[:alpha:]]x", String.raw`\pL`, String.raw`\Qa\E`, String.raw`[^\S]`, "(?U)ab"])(
    "so it does for what the two engines write differently: %s",
    (pattern) => {
      expect(compiled(pattern).engine).toBe("re2");
    },
  );
});

/** Line ends and spaces of every kind, letters whose other case is elsewhere, wide ones, and halves of them. */
const letters = ["é", "É", "ß", "ẞ", "ı", "İ", "ſ", "\u212A", "电", "影", "🎬", "\u0301", "\uD800", "\uDC00"];
const spaces = [" ", "\n", "\r", "\t", "\v", "\f", "\u0085", "\u00A0", "\u2028", "\u2029", "\u3000", "\uFEFF"];
const someText = fc.string({
  unit: fc.constantFrom(...letters, ...spaces, ..."abkKsS01_-./()[]{}|^$*+?\\".split("")),
  maxLength: 9,
});

const literal = fc.constantFrom(
  ..."abkKsS01_-".split(""),
  " ",
  "\u00A0",
  "\u3000",
  "é",
  "É",
  "ß",
  "电",
  "🎬",
  "\u212A",
);
const atom = fc.oneof(
  { weight: 4, arbitrary: literal },
  fc.constantFrom(".", "^", "$", ..."dDwWsSbBAZ".split("").map((letter) => `\\${letter}`)),
  fc.constantFrom(...String.raw`\. \- \( \) \[ \] \{ \} \| \^ \$ \/ \+ \* \? \_`.split(" ")),
  fc.constantFrom("[ab]", "[^ab]", "[a-k]", "[^a-s]", "[ .-]", "[^ ]", "[0-9_]", "[-a]", "[^K]"),
  fc.constantFrom(...String.raw`[\w.-] [^\s] [\d\s] [\]] [^\-a] [.-_]`.split(" "), "[é-🎬]", "[^🎬]"),
);
const bounded = fc.constantFrom("", "", "", "?", "??", "{2}", "{0,2}", "{1,3}?", "{0}");
const anyNumber = fc.constantFrom("", "", "", "?", "*", "+", "+?", "{2,}", "{0}");

/** Patterns that both engines may read, repeated by the operators given. */
const patterns = (operator: fc.Arbitrary<string>) =>
  fc.letrec<{ pattern: string; repeated: string }>((tie) => ({
    repeated: fc.tuple(fc.oneof(atom, tie("pattern").map(grouped)), operator).map(([item, times]) => item + times),
    pattern: fc.oneof(
      { maxDepth: 3 },
      fc.array(fc.tuple(atom, operator), { maxLength: 3 }).map((items) => items.flat().join("")),
      fc.array(tie("repeated"), { maxLength: 4 }).map((items) => items.join("")),
      fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => `${one}|${other}`),
    ),
  })).pattern;

const grouped = (pattern: string): string => `(?:${pattern})`;

const someFlags = fc.constantFrom("", "(?i)", "(?s)", "(?m)", "(?im)", "(?i)(?s)");

const withPythonsEnd = (pattern: string): string =>
  pattern.replaceAll(/\\./gsu, (escape) => (escape === "\\Z" ? "\\z" : escape));

const re2 = (pattern: string, text: string): boolean => RE2JS.compile(withPythonsEnd(pattern)).matcher(text).find();

describe("whichever engine answers, the answer is RE2's", () => {
  test.each([
    ["with few ways to match", bounded],
    ["with any number of ways", anyNumber],
  ])("for patterns %s", (_, operator) => {
    fc.assert(
      fc.property(
        someFlags,
        patterns(operator),
        fc.array(someText, { minLength: 3, maxLength: 3 }),
        (flags, body, texts) => {
          const { test: search, matchesEmpty } = compiled(flags + body);
          expect(texts.map((text) => search(text))).toEqual(texts.map((text) => re2(flags + body, text)));
          expect(matchesEmpty).toBe(re2(flags + body, ""));
        },
      ),
      { numRuns: 2500 },
    );
  });

  test.each([
    [String.raw`a\.*`, "a"],
    [String.raw`\..*`, "a"],
    [String.raw`\\.*`, "x"],
    [".*|b", "c"],
    ["a|.*", "c"],
    ["a.*$", "xa"],
    ["^.*a", "xa"],
    ["(a.*)", "a"],
    ["[.*]", "x"],
    [String.raw`\Q.*`, "x"],
    [".*(?i)A", "a"],
    ["(?:^a)?b", "cb"],
    ["(?:a*b){0}c", "c"],
  ])("for ends that do decide: %s on %j", (pattern, text) => {
    expect(compiled(pattern).test(text)).toBe(re2(pattern, text));
  });

  test("for any pattern at all that it accepts", () => {
    const anything = fc.string({
      unit: fc.constantFrom(..."ab.*+?()[]|^$\\-{}1,i:P<>dwsQEZ".split("")),
      maxLength: 10,
    });
    fc.assert(
      fc.property(anything, someText, (pattern, text) => {
        const result = compilePattern(pattern);
        if (result.ok && !pattern.includes("Z")) expect(result.test(text)).toBe(re2(pattern, text));
      }),
      { numRuns: 5000 },
    );
  });
});
