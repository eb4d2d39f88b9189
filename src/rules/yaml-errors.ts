import { type Document, type LineCounter, type YAMLError, isAlias, isScalar, visit } from "yaml";
import { misplacedLine, tooFar } from "./yaml-columns.ts";
import { type YamlPlace, explained } from "./yaml-messages.ts";
import { type Explanation, beginsBadly } from "./yaml-quotes.ts";

/** Something of the text itself that is wrong, with its place in UTF-16 units. */
export interface YamlProblem extends Explanation {
  /** What is a duplicate key can be read all the same: the last of the two counts. */
  readonly code: "yaml" | "duplicate-key" | "alias";
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
  const first = new Map<number, YamlProblem>();
  const openings = openingsIn(document, text);
  for (const error of untilOffCourse(errors, text)) {
    const place = placeToMend(error, text, { document, lines, openings });
    const { line } = lines.linePos(place.offset);
    if (first.has(line)) continue;
    const code = error.code === "DUPLICATE_KEY" ? "duplicate-key" : "yaml";
    first.set(line, { code, ...explained(error, text, place), offset: place.offset });
  }
  const problems = [...first.values(), ...(errors.length === 0 ? unmeant(document, text) : [])];
  return problems.toSorted((one, other) => one.offset - other.offset);
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

/** A text of nothing else would take long to go through. */
const MOST_UNMEANT = 100;

/**
 * Text without quotes that YAML can read: as the name of something, or as a reference to a name. Where nothing has a name, or
 * where it could be none, it was meant as text.
 */
function unmeant(document: Document.Parsed, text: string): YamlProblem[] {
  const names: YamlProblem[] = [];
  const references: YamlProblem[] = [];
  const words: YamlProblem[] = [];
  let named = 0;
  visit(document, {
    Node: (_, node) => {
      const offset = node.range?.[0] ?? 0;
      if (names.length + references.length + words.length > MOST_UNMEANT) return;
      if (isAlias(node)) {
        const isWord = /^\w[\w-]*$/.test(node.source);
        (isWord ? words : references).push({ code: "alias", ...beginsBadly(text, offset), offset });
      } else if (isScalar(node) && node.source === "" && (node.anchor ?? node.tag) !== undefined) {
        const at = text.lastIndexOf(node.anchor === undefined ? "!" : `&${node.anchor}`, offset);
        names.push({ code: "yaml", ...beginsBadly(text, at), offset: at });
      } else if (node.anchor !== undefined) named++;
    },
  });
  if (named === 0) references.push(...words);
  return named > 0 && words.length > 0 ? references : [...names, ...references];
}

/** Up to the error that threw the parser off course; what follows from one before it is none of its own. */
function untilOffCourse(errors: readonly YAMLError[], text: string): readonly YAMLError[] {
  const end = errors.findIndex((error) => isOffCourse(error, text));
  const told = end === -1 ? errors : errors.slice(0, end + 1);
  const following = told.findIndex((error, index) => index > 0 && isLeftOver(error, text));
  return following === -1 ? told : told.slice(0, following);
}

/** Tokens that belong nowhere are all that comes after it. */
const isOffCourse = (error: YAMLError, text: string): boolean =>
  error.code === "TAB_AS_INDENT" ||
  error.code === "MULTILINE_IMPLICIT_KEY" ||
  / in YAML stream|^Missing closing|^Sequence item without|^A block sequence/.test(error.message) ||
  (error.message.includes(" and end with a ") && beginsLine(error, text));

/** A line of which the parser only says that it did not expect one. */
const isLeftOver = (error: YAMLError, text: string): boolean =>
  / at node end| token$/.test(error.message) && beginsLine(error, text);

const beginsLine = ({ pos: [from] }: YAMLError, text: string): boolean =>
  text.slice(text.lastIndexOf("\n", from - 1) + 1, from).trim() === "";

interface Parsed {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** By the place where something ends that brackets or a quote open, where the innermost such thing begins. */
  readonly openings: ReadonlyMap<number, number>;
}

/**
 * That something is never closed the parser notices only where it cannot go on, at worst at the end of the file. Where it
 * begins is the place then, unless that is the same line: there, the bracket that closes the wrong thing says more.
 */
function placeToMend(error: YAMLError, text: string, { document, lines, openings }: Parsed): YamlPlace {
  const [noticed] = error.pos;
  const slip = slipOf(error, text, document.errors);
  if (slip !== undefined) return slip;
  if (!/^Missing closing|^Flow .* and end with a/.test(error.message)) return { offset: noticed };
  const offset = openings.get(noticed);
  if (offset === undefined) return { offset: noticed };
  const open = text.charAt(offset);
  const sameLine = lines.linePos(offset).line === lines.linePos(noticed).line;
  return sameLine && open !== "'" && open !== '"' ? { offset: noticed } : { offset, open };
}

/** A slip of the finger that makes the parser read what nobody wrote: it stands before the place where that was noticed, or after. */
function slipOf(
  { code, message, pos: [from, to] }: YAMLError,
  text: string,
  errors: readonly YAMLError[],
): YamlPlace | undefined {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const dash = /^\s*(?=-[A-Za-z])/.exec(text.slice(start, from))?.[0];
  if (dash !== undefined) return { offset: start + dash.length, said: dashAlone(text, start + dash.length) };
  if (/Sequence item without|must start at the same column|^A block sequence/.test(message)) {
    const { offset, ...said } = misplacedLine(text, from);
    return { offset, said };
  }
  const comma = code === "BLOCK_IN_FLOW" ? /^[^,{}[\]]*?\s(?=\w+:\s)/.exec(text.slice(from, to))?.[0] : undefined;
  if (comma !== undefined) return { offset: from + comma.length, said: COMMA };
  // Of such a line the parser says two things at once.
  const both = errors.filter(({ code: other, pos }) => INDENTATION.includes(other) && pos[0] === from);
  const end = both.find((other) => other.code === "MULTILINE_IMPLICIT_KEY")?.pos[1];
  if (both.length < 2 || end === undefined || text.charAt(from) === "-") return undefined;
  const { offset, ...said } = tooFar(text, end - 1, from);
  return { offset, said };
}

const dashAlone = (text: string, offset: number): Explanation => ({
  message: "a space is missing after this dash",
  hint: `write - ${/^-(\w+:?)/.exec(text.slice(offset, offset + 60))?.[1] ?? ""} …`,
});

const COMMA: Explanation = {
  message: "a comma is missing before this",
  hint: "write {field: …, operator: …, value: …}",
};

const INDENTATION: readonly string[] = ["BLOCK_AS_IMPLICIT_KEY", "MULTILINE_IMPLICIT_KEY"];

function openingsIn(document: Document.Parsed, text: string): ReadonlyMap<number, number> {
  const openings = new Map<number, number>();
  if (document.errors.length === 0) return openings;
  visit(document, {
    Node: (_, { range }) => {
      if (range && /^[[{'"]/.test(text.charAt(range[0]))) openings.set(range[1], range[0]);
    },
  });
  return openings;
}
