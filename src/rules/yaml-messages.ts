import type { YAMLError } from "yaml";
import { isKey } from "./keys.ts";
import { lineAt, valueAround } from "./yaml-line.ts";
import {
  type Explanation,
  OTHER,
  QUOTE,
  badEscape,
  beginsBadly,
  colonInside,
  dashInside,
  endsEarly,
  inQuotes,
} from "./yaml-quotes.ts";

/** Where to mend it. */
export interface YamlPlace {
  readonly offset: number;
  /** The bracket or quote there that nothing closes. */
  readonly open?: string;
  /** All that is to be said, where more than the place is known. */
  readonly said?: Explanation;
}

/** The parser's words in those of somebody who writes rules, with what to type. */
export function explained(error: YAMLError, text: string, { offset, open, said }: YamlPlace): Explanation {
  if (said !== undefined) return said;
  if (/Missing closing|Flow .* and end with a/.test(error.message))
    return open === undefined ? closedByAnother(text, offset, error.message.slice(-1)) : notClosed(text, offset, open);
  const found = sayings.find(({ when }) => when.test(`${error.code} ${error.message}`));
  const { message, hint } = found?.say(text, offset) ?? OTHER;
  const operator = /operator:\s*([<>!]=?)/.exec(lineAt(text, offset).text)?.[1];
  const written = operator === undefined ? hint : `in YAML this operator needs quotes: operator: "${operator}"`;
  return { message, ...(written !== undefined && { hint: written }) };
}

const unclosed: Readonly<Record<string, string>> = {
  "[": "write ] where the list ends",
  "{": "write } where it ends",
  "'": "write ' where the text ends; inside single quotes, a quote is written twice: 'it''s'",
  '"': String.raw`write " where the text ends; inside it, a quote is written \"`,
};

function notClosed(text: string, offset: number, open: string): Explanation {
  const isComment = /[[{]/.test(open) && /\s#/.test(lineAt(text, offset).text);
  const comment = "a # after a space begins a comment: text with one needs quotes, like '#1'";
  const hint = isComment ? comment : unclosed[open];
  return { message: `nothing closes this ${open}`, ...(hint !== undefined && { hint }) };
}

function closedByAnother(text: string, offset: number, close: string): Explanation {
  const message = `expected ${close} before this ${text.charAt(offset)}`.trimEnd();
  return { message, hint: `write ${close} where it ends; ${QUOTE}` };
}

function noKey(text: string, offset: number): Explanation {
  if (/^-\s/.test(text.slice(offset, offset + 2))) return dashInside(text, offset);
  const { start, text: line } = lineAt(text, offset);
  const [, word = "", colon, rest = ""] = /^([\w-]+)(:?)\s*(.*?)\s*$/.exec(line.slice(offset - start)) ?? [];
  if (colon === ":" && rest !== "")
    return { message: `a space is missing after "${word}:"`, hint: `write ${word}: ${rest}` };
  if (isKey(word)) return { message: `a colon is missing after "${word}"`, hint: `write ${word}: ${rest}`.trimEnd() };
  return {
    message: "this is neither a key with a colon after it nor an item with a dash before it",
    hint: "lines that belong together begin in the same column, like: operator: matches",
  };
}

function twice(text: string, offset: number): Explanation {
  const { start, text: line } = lineAt(text, offset);
  const key = /^["']?([^"':\s]*)/.exec(text.slice(offset, offset + 100))?.[1] ?? "";
  const remedy = /^(?:all|any|none|rules|actions|protect)$/.test(key) ? "make one list of both" : "keep one of them";
  const indentation = line.slice(0, offset - start);
  const above = text.slice(Math.max(0, start - FAR), start).split("\n");
  const first = above.findLastIndex((other) => other.replace("-", " ").startsWith(`${indentation}${key}:`));
  const distance = above.length - 1 - first;
  const isBelow = first !== -1 && indentation.trim() === "";
  return {
    message: `"${key}" stands here a second time`,
    hint: isBelow ? `${remedy}: the first is ${distance === 1 ? "one line" : `${distance} lines`} above` : remedy,
  };
}

/** Whoever has to scroll for it finds the first without being told. */
const FAR = 5_000;

/** Some keys want a list, others a text. */
function listBehindKey(text: string, offset: number): Explanation {
  const isText = /^(?:name|value|tag|category|path):/.test(valueAround(text, offset).key);
  const quoted = isText ? inQuotes(text, offset) : undefined;
  const hint = `begin it on the line below${quoted === undefined ? "" : `; if it is text, ${quoted}`}`;
  return { message: "a list cannot begin behind a key", hint };
}

interface Saying {
  /** Of the parser's code and message. */
  readonly when: RegExp;
  readonly say: (text: string, offset: number) => Explanation;
}

const always =
  (message: string, hint: string): Saying["say"] =>
  () => ({ message, hint });

/** The first that fits counts. */
const sayings: readonly Saying[] = [
  { when: / at node end|Unexpected [\w-]+ token$/, say: endsEarly },
  {
    when: / in YAML stream: "[\]}]"/,
    say: (text, offset) => ({
      message: `nothing is open that this ${text.charAt(offset)} closes`,
      hint: `remove it; ${QUOTE}`,
    }),
  },
  { when: /^(?:BLOCK_IN_FLOW|BLOCK_AS_IMPLICIT_KEY)/, say: colonInside },
  { when: /^DUPLICATE_KEY/, say: twice },
  { when: / on same line with key/, say: listBehindKey },
  {
    when: /^(?:BAD_SCALAR_START|TAG_RESOLVE_FAILED|BAD_ALIAS|ALIAS_PROPS|MULTIPLE_(?:TAGS|ANCHORS))|Not a YAML token| header includes |Unexpected : in flow|Tags and anchors| props$/,
    say: beginsBadly,
  },
  {
    when: /^TAB_AS_INDENT/,
    say: always("this line is indented with a tab", "indent with spaces: YAML takes no tabs there"),
  },
  { when: /^MULTILINE_IMPLICIT_KEY|need to be followed by map values/, say: noKey },
  {
    when: /Unexpected , in flow/,
    say: always("nothing stands before this comma", "remove one of the commas, or write what is missing"),
  },
  {
    when: /Comments must be separated/,
    say: always(
      "a # that begins a comment needs a space before it",
      "put a space before the #, or quotes around the text that it belongs to",
    ),
  },
  {
    when: /Missing ,/,
    say: always("a comma is missing before this", `commas stand between what is in braces or brackets; ${QUOTE}`),
  },
  { when: /^BAD_DQ_ESCAPE/, say: badEscape },
  {
    when: /^MULTIPLE_DOCS/,
    say: always("a second YAML document begins here", "remove the --- between them: a rules file is one document"),
  },
];
