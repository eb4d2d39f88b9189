import { describe, expect, test } from "bun:test";
import { compilePattern } from "../../src/lib/pattern.ts";

const refusal = (pattern: string) => {
  const result = compilePattern(pattern);
  return result.ok ? undefined : { message: result.message, hint: result.hint };
};

const containing = (message: string, hint: string) => ({
  message: expect.stringContaining(message),
  hint: expect.stringContaining(hint),
});

describe("a pattern is refused, with a way to say it differently,", () => {
  test.each([
    ["a(?=b)", '"(?=" (look-around)', "two conditions in an all: group"],
    ["(?<=a)b", '"(?<=" (look-around)', "two conditions in an all: group"],
    ["a(?!b)", '"(?!" (look-around)', "in a none: group"],
    ["(?<!a)b", '"(?<!" (look-around)', "in a none: group"],
    [String.raw`(a)\1`, String.raw`"\1" (back-reference)`, "as alternatives"],
    ["(?P<n>a)(?P=n)", '"(?P=" (back-reference)', "as alternatives"],
    [String.raw`(?<n>a)\k<n>`, String.raw`"\k<" (back-reference)`, "as alternatives"],
    ["(?>a+)b", '"(?>" (atomic group)', "(?:…)"],
    ["a++b", '"++" (possessive repetition)', "leave the last + out"],
    ["a*+b", '"*+" (possessive repetition)', "leave the last + out"],
    ["a?+b", '"?+" (possessive repetition)', "leave the last + out"],
    ["a{2,3}+b", '"{2,3}+" (possessive repetition)', "leave the last + out"],
    ["(a)?(?(1)b|c)", '"(?(" (conditional)', "(?:…|…)"],
    ["(?R)", '"(?R" (recursion)', "as many levels"],
    ["(?P>n)", '"(?P>" (recursion)', "as many levels"],
    [String.raw`\N{EM DASH}`, String.raw`"\N{EM DASH}" (character by name`, String.raw`\x{2014}`],
    [String.raw`\u2014`, String.raw`"\u" (character by name or number)`, String.raw`\x{2014}`],
    ["a(?# b)", '"(?#" (comment)', "YAML"],
    ["(?x)a b", '"(?x" (verbose pattern)', "without spaces"],
    ["(?ix)a b", '"(?ix" (verbose pattern)', "without spaces"],
    ["(?u)a", '"(?u" (flag of Python)', "leave it out"],
    ["(?a:b)", '"(?a" (flag of Python)', "leave it out"],
    ["(?Li)b", '"(?Li" (flag of Python)', "leave it out"],
    ["a{,3}", '"{,3}" (repetition without a least number)', "{0,9}"],
  ])("if neither engine can do it: %s", (pattern, message, hint) => {
    expect(refusal(pattern)).toEqual(containing(message, hint));
  });

  test.each([
    "[(?=]",
    "[]](?:x)",
    "[[:alpha:](?=]",
    String.raw`\(?=x`,
    String.raw`\++`,
    String.raw`\Q(?=a++\E`,
    String.raw`\\1`,
    "[*+]+",
    "[+]+x",
    "(?i:a)",
    "(?-s:a)",
    "(?U)a+",
    "(?P<aux>b)",
  ])("but not if it only looks so: %s", (pattern) => {
    expect(refusal(pattern)).toBeUndefined();
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

  test.each([
    ["(", "missing closing )", String.raw`\(`],
    ["(?P<é>a)", "invalid named capture", "leave them out"],
    [String.raw`\p{Foo}`, "invalid character class range", String.raw`\p{Greek}`],
    ["[[:foo:]]", "invalid character class range", "[:punct:]"],
    ["(?z)a", "invalid or unsupported Perl syntax", "(?i)"],
    ["a\\", "trailing backslash", String.raw`\\`],
    ["a)", "unexpected )", String.raw`\)`],
    ["[a", 'missing closing ]: "[a"', String.raw`\[`],
    ["*.mkv", 'repetition operator: "*"', String.raw`the file mask *.mkv is the pattern \.mkv$`],
    ["a**", 'repetition operator: "**"', "(?:a{2}){3}"],
    [String.raw`\y`, String.raw`invalid escape sequence: "\y"`, "single quotes"],
    ["(?Pn>a)", "not a regular expression", "or a name"],
    ["[z-a]", 'character class range: "z-a"', "the lower end stands first"],
    ["(?P<a>b)(?P<a>c)", 'group name: "a"', "leave the names out"],
    ["a{5,2}", "the first number of {5,2} is the larger one", "swap"],
  ])("if it is none: %s", (pattern, message, hint) => {
    expect(refusal(pattern)).toEqual(containing(message, hint));
  });

  test.each(["a{1001}", "a{0,5000}", "(?:a{1000}){1000}", "(?:(?:a{100}){100}){100}", "(.{0,50}){0,50}b"])(
    "if it repeats without measure: %s",
    (pattern) => {
      expect(refusal(pattern)).toEqual(containing("repeats more than 1000 times", "smaller numbers"));
    },
  );

  test("if it is larger than a search may take", () => {
    expect(refusal("a{1000}".repeat(9))).toBeUndefined();
    expect(refusal("a{1000}".repeat(11))).toEqual(containing("the pattern is too large", "any: group"));
  });

  test("in few words, however long it is", () => {
    expect(refusal("(".repeat(5000))?.message.length).toBeLessThan(300);
  });
});

test.each([
  String.raw`\p{L}\p{N}\p{Greek}`,
  "[[:alpha:][:digit:][:alnum:][:punct:][:space:]]",
  "(?i)(?m)(?s)(?:a)(?P<a_1>b)",
])("what refusals name is a pattern: %s", (pattern) => {
  expect(refusal(pattern)).toBeUndefined();
});
