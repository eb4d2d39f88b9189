import type { YAMLError } from "yaml";

export interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

/** Where to mend it. */
export interface YamlPlace {
  readonly offset: number;
  /** The bracket or quote there that nothing closes. */
  readonly open?: string;
  /** What was left out there, or too much. */
  readonly slip?: Slip;
}

type Slip = "dash" | "comma" | "indentation";

/** The parser's words in those of somebody who writes rules, with what to type. */
export function explained(error: YAMLError, text: string, place: YamlPlace): Explanation {
  if (place.slip !== undefined) return slips[place.slip];
  const said = sayings.find(({ when }) => when.test(`${error.code} ${error.message}`));
  const message = said?.message?.(error.message, place, text) ?? error.message;
  const operator = /operator:\s*([<>!]=?)/.exec(lineAround(text, place.offset))?.[1];
  const hint =
    operator === undefined ? said?.hint?.(place, text) : `in YAML this operator needs quotes: operator: "${operator}"`;
  return { message, ...(hint !== undefined && { hint }) };
}

function lineAround(text: string, offset: number): string {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const to = text.indexOf("\n", offset);
  return text.slice(from, to === -1 ? undefined : to);
}

const SAME_COLUMN = "lines that belong together begin in the same column";

const slips: Readonly<Record<Slip, Explanation>> = {
  dash: { message: "a space is missing after this dash", hint: "write - field: …" },
  comma: { message: "a comma is missing before this", hint: "write {field: …, operator: …, value: …}" },
  indentation: {
    message: "this line is indented too far: YAML reads it as more of the value above",
    hint: SAME_COLUMN,
  },
};

interface Saying {
  /** Of the parser's code and message. */
  readonly when: RegExp;
  readonly message?: (message: string, place: YamlPlace, text: string) => string;
  readonly hint?: (place: YamlPlace, text: string) => string;
}

const QUOTE = `text with brackets, commas or ": " in it needs quotes, a pattern single ones: value: '…'`;

const quoteFirst: Saying["hint"] = ({ offset }, text) =>
  `text that begins with ${text.charAt(offset)} needs quotes, a pattern single ones: value: '…'`;

const WHOLE = "the whole value needs quotes, a pattern single ones: value: '…'";

const TWICE = "inside single quotes, a quote is written twice: 'it''s'";

const unclosed: Readonly<Record<string, string>> = {
  "[": `write ] where the list ends; ${QUOTE}`,
  "{": `write } where it ends; ${QUOTE}`,
  "'": `write ' where the text ends; ${TWICE}`,
  '"': String.raw`write " where the text ends; inside it, a quote is written \"`,
};

const keyAt = (text: string, offset: number): string =>
  /^["']?([^"':\s]*)/.exec(text.slice(offset, offset + 100))?.[1] ?? "";

/** The first that fits counts. */
const sayings: readonly Saying[] = [
  {
    when: / at node end/,
    message: () => "more text follows where a value has ended",
    hint: ({ offset }, text) => (text.charAt(offset - 1) === "'" ? TWICE : WHOLE),
  },
  {
    when: / in YAML stream: /,
    message: (message) => `unexpected ${message.slice(message.indexOf(": ") + 2)}`,
    hint: () => QUOTE,
  },
  {
    when: /Missing closing|Flow .* and end with a/,
    message: (message, { open }) =>
      open === undefined ? `expected ${message.slice(-1)} before this` : `nothing closes this ${open}`,
    hint: ({ open = "" }) => unclosed[open] ?? QUOTE,
  },
  {
    when: /^(?:BLOCK_IN_FLOW|BLOCK_AS_IMPLICIT_KEY)/,
    message: () => "a key with a colon cannot stand here",
    hint: () => QUOTE,
  },
  {
    when: /^DUPLICATE_KEY/,
    message: (_, { offset }, text) => `keys must be unique, and "${keyAt(text, offset)}" stands in this mapping twice`,
    hint: ({ offset }, text) =>
      /^(?:all|any|none)$/.test(keyAt(text, offset)) ? "make one list of both" : "keep one of them",
  },
  { when: /^BAD_SCALAR_START|^TAG_RESOLVE_FAILED| on same line with key/, hint: quoteFirst },
  { when: /^TAB_AS_INDENT/, hint: () => "indent with spaces" },
  {
    when: /^MULTILINE_IMPLICIT_KEY/,
    message: () => "this is neither a key with a colon after it nor an item with a dash before it",
    hint: () => `${SAME_COLUMN}, like: operator: matches`,
  },
  {
    when: /Sequence item without|must start at the same column/,
    message: () => "this line is indented like no other around it",
    hint: () => SAME_COLUMN,
  },
  {
    when: /^BAD_DQ_ESCAPE/,
    hint: () => "write patterns in single quotes: YAML reads backslashes in double quotes",
  },
  {
    when: /^MULTIPLE_DOCS/,
    message: () => "a second YAML document begins here",
    hint: () => "remove the --- between them: a rules file is one document",
  },
];
