import { type Document, type LineCounter, type YAMLError, visit } from "yaml";
import { type YamlPlace, explained } from "./yaml-messages.ts";

/** Something of the text itself that is wrong, with its place in UTF-16 units. */
export interface YamlProblem {
  /** What is a duplicate key can be read all the same: the last of the two counts. */
  readonly code: "yaml" | "duplicate-key";
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}

/**
 * What a person must mend, out of all that the parser says: one quote that is missing may cost it every line that follows.
 * Of each line only the first error counts, and after one that threw the parser off course none.
 */
export function yamlProblems(document: Document.Parsed, text: string, lines: LineCounter): YamlProblem[] {
  const spaces = oddSpaces(text);
  if (spaces.length > 0) return spaces;
  const errors = [...document.errors, ...document.warnings];
  const end = errors.findIndex(isOffCourse);
  const first = new Map<number, YamlProblem>();
  for (const error of end === -1 ? errors : errors.slice(0, end + 1)) {
    const place = placeToMend(error, text, { document, lines });
    const { line } = lines.linePos(place.offset);
    const code = error.code === "DUPLICATE_KEY" ? "duplicate-key" : "yaml";
    if (!first.has(line)) first.set(line, { code, ...explained(error, text, place), offset: place.offset });
  }
  return [...first.values()].toSorted((one, other) => one.offset - other.offset);
}

/** Of a web page: they look like an indentation, and are text to YAML. Lines one after another are told once. */
function oddSpaces(text: string): YamlProblem[] {
  const blocks = text.matchAll(
    /(?<=^ *)[\u00a0\u2000-\u200b\u202f\u3000].*(?:\n *[\u00a0\u2000-\u200b\u202f\u3000].*)*/gmu,
  );
  return [...blocks].map(({ 0: block, index }) => ({
    code: "yaml",
    message: `this is no plain space, but U+${block.charCodeAt(0).toString(16).padStart(4, "0")}`,
    hint: "type the spaces at the beginning of the line anew: copying from a page may change them",
    offset: index,
  }));
}

/** Tokens that belong nowhere are all that comes after it. */
const isOffCourse = ({ code, message }: YAMLError): boolean =>
  code === "TAB_AS_INDENT" ||
  code === "MULTILINE_IMPLICIT_KEY" ||
  / in YAML stream|^Missing closing|^Sequence item without/.test(message);

interface Parsed {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/**
 * That something is never closed the parser notices only where it cannot go on, at worst at the end of the file. Where it
 * begins is the place then, unless that is the same line: there, the bracket that closes the wrong thing says more.
 */
function placeToMend(error: YAMLError, text: string, { document, lines }: Parsed): YamlPlace {
  const [noticed] = error.pos;
  const slip = slipOf(error, text, document.errors);
  if (slip !== undefined) return slip;
  if (!/^Missing closing|^Flow .* and end with a/.test(error.message)) return { offset: noticed };
  const offset = openingOf(document, text, noticed);
  if (offset === undefined) return { offset: noticed };
  const open = text.charAt(offset);
  const sameLine = lines.linePos(offset).line === lines.linePos(noticed).line;
  return sameLine && open !== "'" && open !== '"' ? { offset: noticed } : { offset, open };
}

/** A slip of the finger that makes the parser read what nobody wrote: it stands before the place where that was noticed, or after. */
function slipOf(
  { code, pos: [from, to] }: YAMLError,
  text: string,
  errors: readonly YAMLError[],
): YamlPlace | undefined {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const dash = /^\s*(?=-[A-Za-z])/.exec(text.slice(start, from))?.[0];
  if (dash !== undefined) return { offset: start + dash.length, slip: "dash" };
  const comma = code === "BLOCK_IN_FLOW" ? /^[^,{}[\]]*?\s(?=\w+:\s)/.exec(text.slice(from, to))?.[0] : undefined;
  if (comma !== undefined) return { offset: from + comma.length, slip: "comma" };
  // Of such a line the parser says two things at once.
  const both = errors.filter(({ code: other, pos }) => INDENTATION.includes(other) && pos[0] === from);
  const end = both.find((other) => other.code === "MULTILINE_IMPLICIT_KEY")?.pos[1];
  if (both.length < 2 || end === undefined) return undefined;
  const line = text.lastIndexOf("\n", end - 1) + 1;
  return { offset: line + text.slice(line).search(/\S/), slip: "indentation" };
}

const INDENTATION: readonly string[] = ["BLOCK_AS_IMPLICIT_KEY", "MULTILINE_IMPLICIT_KEY"];

/** The innermost thing that ends where that was noticed. */
function openingOf(document: Document.Parsed, text: string, noticed: number): number | undefined {
  let innermost: number | undefined;
  visit(document, {
    Node: (_, { range }) => {
      if (range?.[1] === noticed && /^[[{'"]/.test(text.charAt(range[0]))) innermost = range[0];
    },
  });
  return innermost;
}
