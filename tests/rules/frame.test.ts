import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { frameAt, framed, placeOf } from "../../src/rules/frame.ts";

const five = "one\ntwo\nthree\nfour\nfive\n";

describe("a frame", () => {
  test("shows two lines before, the line with a caret under the place, and one after", () => {
    expect(frameAt(five, 3, 4)).toEqual(["  1 | one", "  2 | two", "> 3 | three", "    |    ^", "  4 | four"]);
  });

  test("has no more lines than there are", () => {
    expect(frameAt(five, 1, 1)).toEqual(["> 1 | one", "    | ^", "  2 | two"]);
    expect(frameAt(five, 5, 1)).toEqual(["  3 | three", "  4 | four", "> 5 | five", "    | ^"]);
    expect(frameAt("one", 1, 1)).toEqual(["> 1 | one", "    | ^"]);
  });

  test("is nothing where there is no such line", () => {
    expect(frameAt(five, 7, 1)).toEqual([]);
    expect(frameAt(five, 0, 1)).toEqual([]);
  });

  test("may point behind the last character, and at the end of the text", () => {
    expect(frameAt("one\n", 1, 4).slice(0, 2)).toEqual(["> 1 | one", "    |    ^"]);
    expect(frameAt("one\n", 2, 1)).toEqual(["  1 | one", "> 2 |", "    | ^"]);
    expect(frameAt("", 1, 1)).toEqual(["> 1 |", "    | ^"]);
  });

  test("lines up the numbers", () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join("\n");
    expect(frameAt(lines, 9, 1)).toEqual([
      "   7 | line 7",
      "   8 | line 8",
      ">  9 | line 9",
      "     | ^",
      "  10 | line 10",
    ]);
  });

  test("takes lines that end the way of Windows for the same", () => {
    expect(frameAt(five.replaceAll("\n", "\r\n"), 3, 4)).toEqual(frameAt(five, 3, 4));
  });

  test.each([
    ["a tab as four columns", "\tab", 2, "    ab", 4],
    ["a Chinese letter as two columns", "电影x", 3, "电影x", 4],
    ["a letter beyond the basic plane as one, of two units", "🎬x", 3, "🎬x", 2],
    ["an accent of its own as none", "e\u0301x", 3, "e\u0301x", 1],
    ["a control character as an escape", "\u001b[2Jx", 5, "\\u001b[2Jx", 9],
    ["a mark that turns the direction of writing as an escape", "\u202ex", 2, "\\u202ex", 6],
    ["a line end that is none in YAML as an escape", "a\u2028b", 3, "a\\u2028b", 7],
    ["a byte order mark as an escape", "\uFEFFrules", 2, "\\ufeffrules", 6],
    ["half a character as an escape", "\uD800x", 2, "\\ud800x", 6],
    ["a tag character, which nobody sees, as an escape", "\u{E0041}x", 3, "\\u{e0041}x", 9],
  ])("shows %s, and the caret where it belongs", (...[, line, column, shown, before]) => {
    expect(frameAt(line, 1, column)).toEqual([`> 1 | ${shown}`, `    | ${" ".repeat(before)}^`]);
  });

  describe("of a long line", () => {
    const long = Array.from({ length: 60 }, (_, index) => String(index).padStart(4, "0")).join(" ");

    test("shows its beginning, as long as the place is there", () => {
      const [line = "", caret = ""] = frameAt(long, 1, 11);
      expect(line).toBe(`> 1 | ${long.slice(0, 92)}…`);
      expect(caret).toBe(`    | ${" ".repeat(10)}^`);
    });

    test.each([100, 150, 298])("shows what is around column %i", (column) => {
      const [line = "", caret = ""] = frameAt(long, 1, column);
      const at = caret.indexOf("^");
      expect(line.startsWith("> 1 | …")).toBe(true);
      expect(line.slice(at, at + 2)).toBe(long.slice(column - 1, column + 1));
      expect(line.slice(at - 9, at)).toBe(long.slice(column - 10, column - 1));
    });

    test("shows the lines around it from their beginning", () => {
      const lines = frameAt(`first ${long}\n${long}\n`, 2, 298);
      expect(lines[0]).toStartWith("  1 | first 0000");
      expect(lines[0]).toEndWith("…");
    });

    test("takes no longer for a line of a million letters", () => {
      const endless = "x".repeat(1_000_000);
      expect(frameAt(`${endless}y${endless}`, 1, 1_000_001)[0]).toMatch(/^> 1 \| …x+yx+…$/);
    });
  });

  test("is never wider than 100 columns, holds nothing that cannot be seen, and has one caret", () => {
    const unit = fc.constantFrom("a", " ", "\t", "电", "🎬", "\u0301", "\u202e", "\u001b", "👨‍👩‍👧", "…", "\n", "\r");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 500 }), fc.nat(20), fc.nat(500), (text, line, column) => {
        const frame = frameAt(text, line + 1, column + 1);
        expect(frame.filter((shown) => Bun.stringWidth(shown) > 100 || /[\p{Cc}\p{Cf}]/u.test(shown))).toEqual([]);
        expect(frame.filter((shown) => /^ +\| +\^$/.test(shown))).toHaveLength(frame.length === 0 ? 0 : 1);
      }),
      { numRuns: 500 },
    );
  });
});

describe("problems", () => {
  test("are framed where their place says so", () => {
    const problem = { message: "no", where: "rules.yml:2:2", hint: "yes" };
    expect(framed([problem], five)).toEqual([
      { ...problem, frame: ["  1 | one", "> 2 | two", "    |  ^", "  3 | three"] },
    ]);
  });

  test("without a place in the text stay as they are", () => {
    const problems = [
      { message: "a" },
      { message: "b", where: "server.port (--server-port)" },
      { message: "c", where: "f:9:1" },
    ];
    expect(framed(problems, five)).toEqual(problems);
  });
});

describe("a place", () => {
  test.each([
    ["rules.yml:3:14", { file: "rules.yml", line: 3, column: 14 }],
    ["C:\\rules.yml:3:14", { file: "C:\\rules.yml", line: 3, column: 14 }],
    ["/config/a:b.yml:10:1", { file: "/config/a:b.yml", line: 10, column: 1 }],
    ["server.port (--server-port)", undefined],
    ["rules.yml", undefined],
    [undefined, undefined],
  ])("%j", (where, place) => {
    expect(placeOf(where)).toEqual(place);
  });
});
