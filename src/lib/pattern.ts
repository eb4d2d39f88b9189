import { RE2JS, RE2JSException } from "re2js";

export type Pattern =
  | { readonly ok: true; readonly test: (text: string) => boolean; readonly matchesEmpty: boolean }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * A regular expression that no text can stall: an unanchored search, in time linear in the text. Patterns without
 * quantifiers run on the native engine (ten times faster, and nothing to backtrack over), all others on RE2.
 */
export function compilePattern(pattern: string): Pattern {
  const control = /\p{Cc}/u.exec(pattern)?.[0];
  if (control !== undefined) return controlCharacter(control);
  const outside = pattern.match(ELEMENTS)?.find((element) => BEYOND_RE2.test(element));
  if (outside !== undefined) return beyondRe2(outside);
  try {
    const re2 = RE2JS.compile(pattern.replaceAll(ESCAPE, (escape) => (escape === "\\Z" ? "\\z" : escape)));
    const native = toNative(withoutIdleEnds(pattern));
    const test =
      native === undefined ? (text: string) => re2.matcher(text).find() : (text: string) => native.test(text);
    return { ok: true, test, matchesEmpty: test("") };
  } catch (thrown) {
    if (thrown instanceof RE2JSException) {
      return {
        ok: false,
        message: `not a regular expression: ${thrown.message.slice(0, 200)}`,
        hint: "in YAML, write patterns in single quotes",
      };
    }
    throw thrown;
  }
}

/** A backslash and what it escapes: never the second half of an escaped backslash. */
const ESCAPE = /\\./gsu;

/** The pattern piece by piece, as far as it takes not to see a construct inside an escape or a class. */
const ELEMENTS = /\\k<|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]?|\(\?(?:P=|<?[=!]|>|\()?|./gsu;

const BEYOND_RE2 = /^(?:\\[1-9]|\\k<|\(\?(?:P=|<?[=!]|>|\())$/;

/** `.*` at either end of an unanchored search matches anything and decides nothing. */
function withoutIdleEnds(pattern: string): string {
  const [, flags = "", body = ""] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  // A dot that was escaped leaves its backslash behind, and such a pattern does not go to the native engine.
  return flags + body.replace(/^(?:\.\*\??)+/, "").replace(/(?:\.\*\??)+$/, "");
}

/**
 * The same pattern for the native engine, or undefined if it holds anything that could backtrack or that the two engines
 * read differently. Few groups, since alternatives multiply: (a|aa)(a|aa)(a|aa)… has as many ways as a quantifier.
 */
function toNative(pattern: string): RegExp | undefined {
  const [, caseless, body = ""] = /^(\(\?i\))?(.*)$/s.exec(pattern) ?? [];
  const pieces = body.match(SAFE_PIECE);
  if (pieces === null || pieces.join("") !== body) return undefined;
  if (pieces.filter((piece) => piece === "(" || piece === "(?:").length > 3) return undefined;
  const source = pieces.map((piece) => NATIVE[piece] ?? piece).join("");
  return new RegExp(source, caseless === undefined ? "u" : "iu");
}

/** An escape, a simple class, a group, a literal: nothing that repeats. */
const SAFE_PIECE =
  /\\[dDwWsSbB.\-+*?()[\]{}|^$/]|\[\^?[\w .-]+\]|\(\?:|[\w\s\-_.&'!,:;=@#%~"<>`/]|[()|^$]|[^\p{ASCII}]/gu;

/** JavaScript's dot stops at more than a newline, and its \s knows every space of Unicode. */
const NATIVE: Readonly<Record<string, string>> = {
  ".": "[^\\n]",
  "\\s": "[\\t\\n\\f\\r ]",
  "\\S": "[^\\t\\n\\f\\r ]",
  // Without regard to letter case, JavaScript counts two letters beyond ASCII (ſ and the Kelvin sign) as word characters.
  "\\b": "(?-i:\\b)",
  "\\B": "(?-i:\\B)",
  "\\-": "-",
};

const controlCharacter = (character: string): Pattern => ({
  ok: false,
  message: `the pattern holds a control character (U+${character.charCodeAt(0).toString(16).padStart(4, "0")})`,
  hint: "YAML's double quotes turned a backslash sequence into it (\\b is a backspace there): write the pattern in single quotes",
});

const beyondRe2 = (construct: string): Pattern => ({
  ok: false,
  message: `"${construct}" (look-around, back-reference or the like) is not supported: such a pattern could stall on a long name`,
  hint: "say it with two conditions: one that matches, and one in a none: group",
});
