import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { RE2JS } from "re2js";
import { compilePattern } from "../../src/lib/pattern.ts";

function compiled(pattern: string) {
  const result = compilePattern(pattern);
  if (!result.ok) throw new Error(`${pattern}: ${result.message}`);
  return result;
}

const matches = (pattern: string, text: string): boolean => compiled(pattern).test(text);

const refusal = (pattern: string) => {
  const result = compilePattern(pattern);
  return result.ok ? undefined : { message: result.message, hint: result.hint };
};

describe("a pattern", () => {
  test.each([
    ["is looked for anywhere", "1080p", "Film.1080p.mkv", true],
    ["is particular about letter case", "film", "Film", false],
    ["may leave letter case aside", "(?i)film", "FILM", true],
    ["leaves letter case aside beyond ASCII", "(?i)été", "ÉTÉ", true],
    ["may be anchored at the start", "^Film", "A Film", false],
    ["may be anchored at the end", String.raw`\.mkv$`, "a.mkv.part", false],
    ["may be anchored the way Python does", String.raw`\AFilm\Z`, "Film", true],
    ["knows no end but the very last with Python's \\Z", String.raw`Film\Z`, "Film\n", false],
    ["may hold an escaped backslash before a Z", String.raw`a\\Z`, String.raw`a\Z`, true],
    ["does not take an escaped backslash and a Z for an end", String.raw`a\\Z`, String.raw`a\z`, false],
    ["may hold an escaped backslash before a digit", String.raw`C:\\1`, String.raw`C:\1`, true],
    ["may name groups the way Python does", String.raw`S(?P<season>\d+)E(?P<episode>\d+)`, "S01E02", true],
    ["may name groups the way JavaScript does", String.raw`S(?<season>\d+)`, "S01", true],
    ["may hold what looks like a look-ahead inside a class", "[(?=]x", "=x", true],
    ["may hold an optional parenthesis and an equals sign", String.raw`\(?=x`, "=x", true],
    ["may hold a closing bracket as a class's first member", "[](?!]x", "!x", true],
    ["finds characters outside the basic plane whole", "^.$", "🎬", true],
    ["takes a carriage return for a character like any other", "^a.b$", "a\rb", true],
    ["takes a line separator for a character like any other", "^a.b$", "a\u2028b", true],
    ["takes a paragraph separator for a character like any other", "^a.b$", "a\u2029b", true],
    ["takes no newline for any character", "^a.b$", "a\nb", false],
    ["finds Chinese", "电.影", "电-影.4K", true],
  ])("%s", (_, pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  test.each([
    ["x*", true],
    ["", true],
    [".*", true],
    ["(?i)", true],
    ["a|", true],
    ["x", false],
    [".", false],
    [String.raw`\b`, false],
  ])("%j knows whether it matches the empty text: %p", (pattern, expected) => {
    expect(compiled(pattern).matchesEmpty).toBe(expected);
  });
});

describe("a pattern is refused, with a way to say it differently,", () => {
  test.each([
    "a(?=b)",
    "a(?!b)",
    "(?<=a)b",
    "(?<!a)b",
    String.raw`(a)\1`,
    "(?P<n>a)(?P=n)",
    String.raw`(?<n>a)\k<n>`,
    "(?>a+)b",
  ])("if it looks around or back: %s", (pattern) => {
    expect(refusal(pattern)).toEqual({
      message: expect.stringContaining("look-around, back-reference"),
      hint: expect.stringContaining("none: group"),
    });
  });

  test.each([
    ["\b", "U+0008"],
    ["a\u0007b", "U+0007"],
    ["a\tb", "U+0009"],
    ["a\nb", "U+000a"],
    ["\u0000", "U+0000"],
    ["\u007F", "U+007f"],
    ["\u0085", "U+0085"],
  ])("if it holds a control character: %j", (pattern, code) => {
    expect(refusal(pattern)).toEqual({
      message: `the pattern holds a control character (${code})`,
      hint: expect.stringContaining("single quotes"),
    });
  });

  test.each(["(", "[a", "*a", "a**", String.raw`\y`, "(?Pn>a)", "a{9999}", "[z-a]"])("if it is none: %s", (pattern) => {
    expect(refusal(pattern)).toEqual({
      message: expect.stringContaining("not a regular expression"),
      hint: expect.stringContaining("single quotes"),
    });
  });

  test("in few words, however long it is", () => {
    expect(refusal("(".repeat(5000))?.message.length).toBeLessThan(300);
  });
});

/** Line ends and spaces of every kind, letters whose other case is elsewhere, and wide ones. */
const characters = [
  ..."abkKsS01_-. /()[]{}|^$*+?\\".split(""),
  "\n",
  "\r",
  "\t",
  "\v",
  "\f",
  "\u0085",
  "\u00A0",
  "\u2028",
  "\u2029",
].concat(["\u3000", "\uFEFF", "\u212A", "\u017F", "ß", "ẞ", "é", "É", "ı", "İ", "电", "影", "🎬", "\u0301", "\uD800"]);
const someText = fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 });

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
  fc.constantFrom(".", "^", "$", ..."dDwWsSbB".split("").map((letter) => `\\${letter}`)),
  fc.constantFrom(...String.raw`\. \- \( \) \[ \] \{ \} \| \^ \$ \/ \+ \* \?`.split(" ")),
  fc.constantFrom("[ab]", "[^ab]", "[a-k]", "[^a-s]", "[ .-]", "[^ ]", "[0-9_]", "[-a]", "[^K]"),
);
const { native: somePattern } = fc.letrec<{ native: string }>((tie) => ({
  native: fc.oneof(
    { maxDepth: 3 },
    fc.array(atom, { maxLength: 4 }).map((atoms) => atoms.join("")),
    fc.tuple(tie("native"), tie("native")).map(([a, b]) => `${a}|${b}`),
    fc.tuple(fc.constantFrom("(", "(?:"), tie("native"), tie("native")).map(([open, a, b]) => `${open}${a})${b}`),
  ),
}));
const someFlags = fc.constantFrom("", "(?i)");

const re2 = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matcher(text).find();

describe("whichever engine answers, the answer is RE2's", () => {
  test("for patterns without quantifiers", () => {
    fc.assert(
      fc.property(someFlags, somePattern, someText, (flags, pattern, text) => {
        expect(matches(flags + pattern, text)).toBe(re2(flags + pattern, text));
      }),
      { numRuns: 5000 },
    );
  });

  test("for patterns with anything before and after them, which decides nothing", () => {
    const idle = fc.constantFrom("", ".*", ".*?", ".*.*");
    fc.assert(
      fc.property(fc.tuple(someFlags, idle, somePattern, idle), someText, ([flags, before, body, after], text) => {
        const pattern = flags + before + body + after;
        expect(matches(pattern, text)).toBe(re2(pattern, text));
      }),
      { numRuns: 5000 },
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
  ])("for dots and stars that do decide: %s on %j", (pattern, text) => {
    expect(matches(pattern, text)).toBe(re2(pattern, text));
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

describe("no name can stall a pattern", () => {
  const bombs: readonly (readonly [string, string])[] = [
    ["(a+)+$", `${"a".repeat(5000)}!`],
    ["(a|aa)+$", `${"a".repeat(5000)}!`],
    ["(a|a)*b", "a".repeat(5000)],
    [".*a.*b.*c", "ab".repeat(2000)],
    [String.raw`(\w+\s?)+:`, "word ".repeat(1000)],
    ["(x+x+)+y", "x".repeat(5000)],
    ["a?".repeat(100) + "a".repeat(100), "a".repeat(100)],
    ["(a|b|ab)".repeat(30) + "c", "ab".repeat(2000)],
    ["(a|aa)".repeat(3) + "$", "a".repeat(5000)],
    ["a|a|a|a|a|a|a|a|b", "c".repeat(50_000)],
  ];

  test.each(bombs)("%s", (pattern, name) => {
    const { test: search } = compiled(pattern);
    const before = performance.now();
    search(name);
    // A safety net: each of these takes minutes or for ever where an engine tries one way after another.
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test("the time grows with the name, not with its square", () => {
    const { test: search } = compiled("(a+)+$");
    const time = (length: number) => {
      const name = `${"a".repeat(length)}!`;
      const runs = Array.from({ length: 5 }, () => {
        const before = performance.now();
        search(name);
        return performance.now() - before;
      });
      return Math.min(...runs);
    };
    time(1000);
    expect(time(40_000)).toBeLessThan(Math.max(20 * time(4000), 100));
  });
});
