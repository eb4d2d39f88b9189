import { Lexer, Parser } from "yaml";

/**
 * The most lists and mappings that may lie one in the other, which makes more than a hundred groups: deeper than anyone
 * writes. All that reads a file goes down by recursion, the YAML parser first, so that this is where it is bounded.
 */
export const MAX_DEPTH = 250;

export const TOO_DEEP = {
  code: "too-deep",
  message: `more than ${MAX_DEPTH} lists and mappings lie one in the other here`,
  hint: "put fewer groups into groups",
} as const;

/** The place in a text at which it is too deep; undefined: nowhere. Nothing is read beyond it. */
export function tooDeepAt(text: string): number | undefined {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset;
    for (const _ of parser.next(lexeme)) continue;
    if (parser.stack.length > MAX_DEPTH + AROUND) return at;
  }
  return undefined;
}

/** What the parser has open besides: the document, and a text. */
const AROUND = 2;
