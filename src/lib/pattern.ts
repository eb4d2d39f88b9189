import { toNative } from "./pattern-native.ts";
import { type Refusal, refusalOf, syntaxRefusal } from "./pattern-refusals.ts";
import { re2 } from "./re2.ts";

export type Pattern =
  | {
      readonly ok: true;
      readonly test: (text: string) => boolean;
      readonly matchesEmpty: boolean;
      /** Who answers; what it answers is the same. */
      readonly engine: "native" | "re2";
    }
  | ({ readonly ok: false } & Refusal);

/**
 * A regular expression that no text can stall: an unanchored search, in time linear in the text. Patterns that can match
 * in few ways run on the native engine (many times faster, and hardly anything to backtrack over), all others on RE2.
 */
export function compilePattern(pattern: string): Pattern {
  const refusal = refusalOf(pattern);
  if (refusal !== undefined) return { ok: false, ...refusal };
  const { RE2JS, RE2JSException } = re2();
  try {
    const compiled = RE2JS.compile(pattern.replaceAll(ESCAPE, (escape) => (escape === "\\Z" ? "\\z" : escape)));
    if (compiled.programSize() > MOST_INSTRUCTIONS) return { ok: false, ...tooLarge(compiled.programSize()) };
    const native = toNative(pattern);
    // The native engine tunes itself to the first text it sees: that must be a real one, so the empty one is RE2's.
    const matchesEmpty = compiled.test("");
    return native === undefined
      ? { ok: true, engine: "re2", test: (text) => compiled.test(text), matchesEmpty }
      : { ok: true, engine: "native", test: (text) => native.test(text), matchesEmpty };
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return { ok: false, ...syntaxRefusal(thrown) };
    throw thrown;
  }
}

/** A quotation, or a backslash and what it escapes: never the second half of an escaped backslash. */
const ESCAPE = /\\Q.*?(?:\\E|$)|\\./gsu;

/** RE2 looks at each of them once for every character of a text, at worst: some 100 ms for 4,000 characters. */
const MOST_INSTRUCTIONS = 10_000;

const tooLarge = (instructions: number): Refusal => ({
  message: `the pattern is too large: ${instructions} steps for each character, at most ${MOST_INSTRUCTIONS} are allowed`,
  hint: "split it into several conditions in an any: group, or repeat less",
});
