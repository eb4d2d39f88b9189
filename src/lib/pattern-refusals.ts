import { re2 } from "./re2.ts";

export interface Refusal {
  readonly message: string;
  /** How to say it differently. */
  readonly hint: string;
}

/** What other engines have and a search in linear time cannot have, or that they read in different ways. */
export function refusalOf(pattern: string): Refusal | undefined {
  const control = /\p{Cc}/u.exec(pattern)?.[0];
  if (control !== undefined) return controlCharacter(control);
  for (const element of pattern.match(ELEMENT) ?? []) {
    const construct = constructs.find(({ is }) => is.test(element));
    if (construct !== undefined) {
      return {
        message: `"${element}" (${construct.called}) is not supported: ${construct.why}`,
        hint: construct.instead,
      };
    }
  }
  return undefined;
}

/** What RE2 says of a pattern that is none. */
export function syntaxRefusal(thrown: Error): Refusal {
  const [error, part] =
    thrown instanceof re2().RE2JSSyntaxException
      ? [thrown.getDescription(), thrown.getPattern() ?? ""]
      : [thrown.message, ""];
  const found = part === "" ? "" : `: "${part.slice(0, 80)}"`;
  const { message = `not a regular expression: ${error}${found}`, hint = QUOTES } = mistakes[error]?.(part) ?? {};
  return { message, hint };
}

/** The pattern piece by piece, as far as it takes not to see a construct inside a quotation, an escape or a class. */
const ELEMENT =
  /\\Q.*?(?:\\E|$)|\\[kg]<|\\N\{[^}]*\}?|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]?|\(\?(?:P[=>]|<?[=!]|[aimsuLx]*[auLx][aimsuLx]*(?=[-:)])|[^P<:imsU)-]?)|\{,\d+\}|(?:[*+?]|\{\d+(?:,\d*)?\})\+?|./gsu;

interface Construct {
  readonly is: RegExp;
  readonly called: string;
  readonly why: string;
  readonly instead: string;
}

const STALLS = "such a pattern could stall on a long name";

const constructs: readonly Construct[] = [
  {
    is: /^\(\?<?=/,
    called: "look-around",
    why: STALLS,
    instead: "say it with two conditions in an all: group, one for each thing that must be there",
  },
  {
    is: /^\(\?<?!/,
    called: "look-around",
    why: STALLS,
    instead: "say it with two conditions: one that matches, and one in a none: group",
  },
  {
    is: /^(?:\\[1-9]|\\[kg]<|\\g|\(\?P=)/,
    called: "back-reference",
    why: STALLS,
    instead: "write out what may be repeated as alternatives, like (?:aa|bb)",
  },
  {
    is: /^\(\?>/,
    called: "atomic group",
    why: "nothing here tries one way after another",
    instead: "write (?:…): it can do no harm",
  },
  {
    is: /^(?:[*+?]|\{.*\})\+$/,
    called: "possessive repetition",
    why: "nothing here tries one way after another",
    instead: "leave the last + out: it can do no harm",
  },
  { is: /^\(\?\(/, called: "conditional", why: STALLS, instead: "write both cases as alternatives: (?:…|…)" },
  {
    is: /^(?:\(\?[R0-9&|]|\(\?P>)/,
    called: "recursion",
    why: STALLS,
    instead: "write out as many levels as there may be",
  },
  {
    is: /^\\[NuU]/,
    called: "character by name or number",
    why: "only Python and its kin know it",
    instead: String.raw`write the character itself, or its number in hexadecimal as \x{2014}`,
  },
  { is: /^\(\?#/, called: "comment", why: "only Python and its kin know it", instead: "write the comment in YAML" },
  {
    is: /^\(\?\w*x/,
    called: "verbose pattern",
    why: "its spaces would be looked for in the name",
    instead: "write the pattern without spaces and comments",
  },
  {
    is: /^\(\?\w*[auL]/,
    called: "flag of Python",
    why: String.raw`\w, \d, \s and \b always mean those of ASCII`,
    instead: String.raw`leave it out; \p{L} and \p{N} are the letters and digits of every script`,
  },
  {
    is: /^\{,/,
    called: "repetition without a least number",
    why: "engines read it differently",
    instead: String.raw`write {0,9} for up to nine times, or \{ for the bracket itself`,
  },
];

const QUOTES = "in YAML, write patterns in single quotes";

const CLOSE = String.raw`a bracket that is to be found is written \( \) \[ or \]`;

const BACKSLASH = String.raw`a backslash that is to be found is written \\`;

/** By what RE2 calls them. */
const mistakes: Readonly<Record<string, (part: string) => Partial<Refusal>>> = {
  "invalid repeat count": (part) =>
    isBackwards(part)
      ? { message: `not a regular expression: the first number of ${part} is the larger one`, hint: "swap the numbers" }
      : {
          message: `${part} repeats more than 1000 times, nested repetitions multiplied`,
          hint: "no name is that long: write + or *, or smaller numbers",
        },
  "missing argument to repetition operator": () => ({
    hint: String.raw`it repeats what stands before it: the file mask *.mkv is the pattern \.mkv$, and a star that is to be found is written \*`,
  }),
  "invalid nested repetition operator": () => ({ hint: "one repetition at a time; of a repetition: (?:a{2}){3}" }),
  "missing closing )": () => ({ hint: CLOSE }),
  "missing closing ]": () => ({ hint: CLOSE }),
  "unexpected )": () => ({ hint: CLOSE }),
  "invalid escape sequence": () => ({ hint: `${BACKSLASH}; ${QUOTES}` }),
  "invalid named capture": () => ({
    hint: "names have letters from a to z, digits and _; leave them out: nothing asks for them here",
  }),
  "invalid character class range": (part) => ({ hint: hintForRange(part) }),
  "invalid or unsupported Perl syntax": () => ({
    hint: "what may stand behind (? are the flags i, m and s, as in (?i), a colon, or a name: (?:…)",
  }),
  "trailing backslash at end of expression": () => ({ hint: BACKSLASH }),
  "duplicate capture group name": () => ({ hint: "leave the names out: nothing asks for them here" }),
  "expression nests too deeply": () => ({ hint: "leave out groups that group nothing" }),
};

function hintForRange(range: string): string {
  if (/^\\p/i.test(range)) return String.raw`known are \p{L} for letters, \p{N} for digits, and scripts like \p{Greek}`;
  if (range.startsWith("[:")) return "known are [:alpha:], [:digit:], [:alnum:], [:punct:], [:space:] and their like";
  return "the lower end stands first, as in [a-z]; a hyphen that is to be found stands last";
}

function isBackwards(count: string): boolean {
  const [, least, most] = /^\{(\d+),(\d+)\}$/.exec(count) ?? [];
  return Number(least) > Number(most);
}

const ONE_LINE = "a text block (| or >) ends with a line break: write the pattern on one line, in single quotes";

const controlCharacter = (character: string): Refusal => ({
  message: `the pattern holds a control character (U+${character.charCodeAt(0).toString(16).padStart(4, "0")})`,
  hint:
    character === "\n"
      ? ONE_LINE
      : "YAML's double quotes turned a backslash sequence into it (\\b is a backspace there): write the pattern in single quotes",
});
