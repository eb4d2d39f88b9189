import { describe, expect, test } from "bun:test";
import { compilePattern } from "../../src/lib/pattern.ts";

function compiled(pattern: string) {
  const result = compilePattern(pattern);
  if (!result.ok) throw new Error(`${pattern}: ${result.message}`);
  return result;
}

const matches = (pattern: string, text: string): boolean => compiled(pattern).test(text);

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
    ["takes nothing in a quotation for an end", String.raw`^\Qa\Z\E$`, String.raw`a\Z`, true],
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
    ["may name groups and count them", String.raw`^(?P<year>(?:19|20)\d{2})$`, "2019", true],
    ["counts no further than it says", String.raw`^\d{2,3}$`, "1080", false],
    ["may let its dot take a newline", "(?s)^a.b$", "a\nb", true],
    ["may look at each line", "(?m)^b$", "a\nb\nc", true],
    ["takes a carriage return for no line of its own", "(?m)^b$", "a\rb\rc", false],
    ["may combine its flags", "(?ims)^B.C$", "a\nb\nc", true],
    ["may set its flags one by one", "(?i)(?s)^A.B$", "a\nb", true],
    ["anchors with \\A at the very start even where lines count", String.raw`(?m)\Ab`, "a\nb", false],
    ["knows digits of ASCII only", String.raw`\d`, "٣", false],
    ["knows words of ASCII only", String.raw`\w`, "é", false],
    ["knows spaces of ASCII only", String.raw`a\sb`, "a\u00A0b", false],
    ["ends a word where ASCII does", String.raw`caf\b`, "café", true],
    ["regardless of letter case, knows a long s for an s", "(?i)^s$", "ſ", true],
    ["regardless of letter case, knows the Kelvin sign for a k", "(?i)^K$", "\u212A", true],
    ["regardless of letter case, ends a word before a long s", String.raw`(?i)a\b`, "aſ", true],
    ["repeats a character outside the basic plane whole", "^🎬{2}$", "🎬🎬", true],
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
