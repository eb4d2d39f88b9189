import { compilePattern } from "../../lib/pattern.ts";
import type { Parsed } from "../../lib/units.ts";
import { describeValue, unexpected } from "../expected.ts";
import type { FieldType } from "../fields/field.ts";
import { meantText } from "../meant.ts";
import { isHash, readHashPart } from "../names.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN, decided } from "../truth.ts";
import { readValue, withoutSlash } from "../values.ts";
import { hasTag } from "./equality.ts";
import { type Bind, type Test, onText, onValue } from "./operator.ts";
import { comparable, mayBeOnWindows } from "./paths.ts";

export const containing: Bind = (written, type) =>
  type === "tags" ? hasTag(written, type) : part((text, wanted) => text.includes(wanted))(written, type);

export const starting: Bind = part((text, wanted) => text.startsWith(wanted));

export const ending: Bind = part((text, wanted) => text.endsWith(wanted));

/** Equal to a category or path, or below it. */
export const under: Bind = (written, type) => {
  const what = type === "category" ? "a category" : "a path";
  if (typeof written !== "string" || written === "") {
    const problem = unexpected(`${what} as text (in quotes)`, written);
    return { ...problem, hint: severalTexts(written) ?? problem.hint };
  }
  const path = readValue.path(written);
  if (!path.ok && type === "path") return path;
  if (type === "path") return underPath(withoutSlash(written));
  const top = withoutSlash(written);
  const nearly = (text: string) => isUnder(text.toLowerCase(), top.toLowerCase());
  return onValue((actual) => {
    if (typeof actual !== "string") return UNKNOWN;
    if (isUnder(actual, top)) return TRUE;
    return nearly(actual) ? UNKNOWN : FALSE;
  });
};

function underPath(written: string): ReturnType<Bind> {
  const top = comparable(written);
  return onText(mayBeOnWindows(written) ? (path) => isUnder(comparable(path), top) : (path) => isUnder(path, top));
}

const isUnder = (text: string, folder: string): boolean =>
  text.startsWith(folder) && (text.length === folder.length || folder.endsWith("/") || text[folder.length] === "/");

export const matching: Bind = (written, type) => {
  if (typeof written !== "string" || written === "") {
    return {
      ok: false,
      message: `expected a pattern, found ${describeValue(written)}`,
      hint: alternatives(written) ?? meantText(written) ?? "write a regular expression in single quotes",
    };
  }
  const pattern = compilePattern(isHash(type) ? `(?i)${written}` : written);
  if (!pattern.ok) return pattern;
  return plain(type) ? onText(pattern.test) : onValue(textTest(type, pattern.test));
};

/** A plain text within another. Of tags and categories, one that differs in letter case only is a near miss. */
function part(holds: (text: string, wanted: string) => boolean): Bind {
  return (written, type) => {
    if (typeof written !== "string" || written === "") {
      return {
        ok: false,
        message: `expected text, found ${describeValue(written)}`,
        hint: severalTexts(written) ?? meantText(written) ?? "write the text to look for, in quotes",
      };
    }
    const wanted: Parsed<string> = isHash(type) ? readHashPart(written, type) : { ok: true, value: written };
    if (!wanted.ok) return wanted;
    const found = (text: string) => holds(text, wanted.value);
    if (plain(type)) return onText(found);
    const exact = textTest(type, found);
    if (type !== "tags" && type !== "category") return onValue(exact);
    const lower = wanted.value.toLowerCase();
    const nearly = textTest(type, (text) => holds(text.toLowerCase(), lower));
    return onValue((actual) => orNear(exact(actual), nearly, actual));
  };
}

/** One pattern for what was written as a list. */
function alternatives(written: unknown): string | undefined {
  if (!Array.isArray(written) || written.length === 0) return undefined;
  return `write one pattern: '${written.join("|").slice(0, 60)}'`;
}

const severalTexts = (written: unknown): string | undefined =>
  Array.isArray(written) ? "write a condition for each, in an any: group" : undefined;

const orNear = (outcome: Outcome, nearly: Test, actual: Parameters<Test>[0]): Outcome =>
  outcome === TRUE || nearly(actual) !== TRUE ? outcome : UNKNOWN;

/** Whether the value is one text, with one name. */
const plain = (type: FieldType): boolean => type !== "tags" && type !== "state" && type !== "category";

/** A stopped state has two names, and a text test may mean either. Of tags, any may pass. */
function textTest(type: FieldType, test: (text: string) => boolean): Test {
  if (type === "tags") return (actual) => (Array.isArray(actual) ? decided(actual.some(test)) : UNKNOWN);
  if (type !== "state") return (actual) => (typeof actual === "string" ? decided(test(actual)) : UNKNOWN);
  return (actual) => {
    if (typeof actual !== "string") return UNKNOWN;
    return decided(test(actual) || (actual.startsWith("stopped") && test(actual.replace("stopped", "paused"))));
  };
}
