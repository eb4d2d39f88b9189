import { type Document, type LineCounter, type YAMLError, visit } from "yaml";
import { type YamlPlace, explained } from "./yaml-messages.ts";

/** Something of the text itself that is wrong, with its place in UTF-16 units. */
export interface YamlProblem {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}

/**
 * What a person must mend, out of all that the parser says: one quote that is missing may cost it every line that follows.
 * Of each line only the first error counts, and after one that threw the parser off course none.
 */
export function yamlProblems(document: Document.Parsed, text: string, lines: LineCounter): YamlProblem[] {
  const errors = [...document.errors, ...document.warnings];
  const end = errors.findIndex(isOffCourse);
  const first = new Map<number, YamlProblem>();
  for (const error of end === -1 ? errors : errors.slice(0, end + 1)) {
    const place = placeToMend(error, text, { document, lines });
    const { line } = lines.linePos(place.offset);
    if (!first.has(line)) first.set(line, { ...explained(error, text, place), offset: place.offset });
  }
  return [...first.values()].toSorted((one, other) => one.offset - other.offset);
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
  if (!/^Missing closing|^Flow .* and end with a/.test(error.message)) return { offset: noticed };
  const offset = openingOf(document, text, noticed);
  if (offset === undefined) return { offset: noticed };
  const open = text.charAt(offset);
  const sameLine = lines.linePos(offset).line === lines.linePos(noticed).line;
  return sameLine && open !== "'" && open !== '"' ? { offset: noticed } : { offset, open };
}

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
