import type { ErrorCode, YAMLError } from "yaml";
import type { Problem } from "../errors.ts";

export interface UnquotedCron {
  readonly message: string;
  readonly hint: string;
  /** Where the pattern begins in the line. */
  readonly column: number;
}

/**
 * A pattern that YAML takes for a reference, at which every further star is one more error. What stands behind `cron:` and
 * looks like a pattern is no password, and may be shown.
 */
export function unquotedCron(line: string): UnquotedCron | undefined {
  const [, before = "", pattern = ""] = CRON.exec(line) ?? [];
  if (pattern === "") return undefined;
  const message = `text that begins with ${pattern.charAt(0)} needs quotes`;
  return { message, hint: `write cron: "${pattern}"`, column: before.length };
}

const FIELD = String.raw`[\w*/-]+(?:,[\w*/-]+)*`;
const CRON = new RegExp(
  String.raw`^(\s*(?:-\s+)?(?:\{\s*)?cron:\s+)((?=[*@])@?${FIELD}(?: +${FIELD}){0,4})\s*(?:[,}#].*)?$`,
);

/** Of the names of keys alone it is known that they are no passwords; `first` is a line. */
export const writtenTwice = (key: string, first: number): Omit<Problem, "where"> => ({
  message: `"${key}" is written twice: first in line ${first}`,
  hint: "keep one of them",
});

/** The parser's own messages repeat the text, and the text may be a password: so each kind of fault has words of its own. */
export function syntaxProblem({ code }: YAMLError, where: string): Problem {
  const [message, hint] = words[code] ?? OTHER;
  return { message, where, hint };
}

const OTHER: Words = ["this is not valid YAML", "compare the line and the one before it with config.example.yml"];
const SPECIAL: Words = ["a value starts with a character that YAML reserves", "put the value in quotes"];
const INDENT: Words = ["the indentation is not valid YAML", "indent settings with two spaces below their section"];

type Words = readonly [message: string, hint: string];

const words: { readonly [code in ErrorCode]?: Words } = {
  BAD_ALIAS: SPECIAL,
  ALIAS_PROPS: SPECIAL,
  BAD_SCALAR_START: SPECIAL,
  TAG_RESOLVE_FAILED: SPECIAL,
  BAD_COLLECTION_TYPE: SPECIAL,
  MULTIPLE_TAGS: SPECIAL,
  MULTIPLE_ANCHORS: SPECIAL,
  BAD_INDENT: INDENT,
  TAB_AS_INDENT: ["a tab is used for indentation", "use spaces"],
  MULTIPLE_DOCS: ["a second YAML document starts here", "remove the line with ---"],
  BLOCK_AS_IMPLICIT_KEY: [
    "a value holds another key",
    'put a value with ": " in it in quotes, and every setting on its own line',
  ],
  MULTILINE_IMPLICIT_KEY: [
    "a key without a colon, or a value in the wrong place",
    'write settings as "name: value", one a line',
  ],
  MISSING_CHAR: [
    "something is missing here: a colon after a key, or a closing quote or bracket",
    'write settings as "name: value"',
  ],
  BAD_DQ_ESCAPE: ["a backslash in double quotes must be followed by a known escape", "use single quotes"],
};
