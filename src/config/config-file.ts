import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Node,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { Problem } from "../errors.ts";
import type { PlaceOf } from "./kinds.ts";
import { isSettingKey, type SettingKey } from "./schema.ts";
import { correction, keysIn } from "./unknown.ts";
import { syntaxProblem, unquotedCron, writtenTwice } from "./yaml-words.ts";

interface Entry {
  /** Of a list its items; undefined where a mapping stands, also as an item. */
  readonly value: unknown;
  /** `file:line:column` */
  readonly where: string;
  /** A comment stands where the value would. */
  readonly isComment: boolean;
  /** As JSON, where it is a list. */
  readonly list?: undefined | { readonly text: string; readonly at: PlaceOf };
}

export interface ConfigFile {
  readonly entries: ReadonlyMap<SettingKey, Entry>;
  readonly problems: readonly Problem[];
  /** False: the file could not be understood, so that what is not in `entries` may well be set. */
  readonly understood: boolean;
}

/** What config.yml sets and where, and everything that is wrong with its shape. Values are judged by who needs them. */
export function parseConfigFile(path: string, text: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const entries = new Map<SettingKey, Entry>();
  // What is missing at the end is missed after the last line, where nobody would look for it.
  const end = text.trimEnd().length;
  const faults = [...document.errors, ...document.warnings];
  const problems = firstOfEachLine(faults).map(problemAt);
  const understood = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
  const root = resolve(document.contents);
  if (!understood || isEmpty(root)) return { entries, problems, understood };
  if (isMap(root)) {
    for (const pair of pairsOf(root)) readSection(pair);
  } else {
    const hint = 'write sections with settings in them, like "server:" and below it "  port: 5000"';
    problems.push({ message: "expected a mapping of sections", where: placeOf(root), hint });
  }
  return { entries, problems, understood };

  /** What threw the parser off course is at fault for what it says of the rest of the line. */
  function firstOfEachLine(all: readonly YAMLError[]): readonly YAMLError[] {
    const seen = all.map(({ pos }) => lines.linePos(Math.min(pos[0], end)).line);
    return all.filter((_, index) => seen.indexOf(seen[index] ?? 0) === index);
  }

  function problemAt(fault: YAMLError): Problem {
    const offset = Math.min(fault.pos[0], end);
    const { line } = lines.linePos(offset);
    const cron = unquotedCron(text.split(/\r?\n/)[line - 1] ?? "");
    if (cron !== undefined) {
      const { message, hint, column } = cron;
      return { message, where: `${path}:${line}:${column + 1}`, hint };
    }
    const twice = fault.code === "DUPLICATE_KEY" ? duplicateFrom(offset) : undefined;
    return twice ?? syntaxProblem(fault, place(offset));
  }

  /** The parser names the end of what stands before the key. */
  function duplicateFrom(offset: number): Problem | undefined {
    const found: { readonly at: number; readonly problem: Problem }[] = [];
    visit(document, {
      Map(_, { items }) {
        const keys = items.map(({ key }) => key).filter((key) => isScalar(key));
        for (const key of keys) {
          const at = key.range?.[0] ?? 0;
          const first = keys.find(({ value }) => value === key.value)?.range?.[0] ?? at;
          const problem = writtenTwice(String(key.value), lines.linePos(first).line);
          if (first < at && at >= offset) found.push({ at, problem: { ...problem, where: place(at) } });
        }
      },
    });
    return found.toSorted((one, other) => one.at - other.at)[0]?.problem;
  }

  function readSection(pair: Pair): void {
    const { name, node, where } = pair;
    const settings = keysIn(name);
    const isSetting = isSettingKey(name) && !name.includes(".");
    if (settings.length === 0 && !isSetting) return unknown(name, where);
    if (isEmpty(node)) return;
    if (isSetting) return readEntry(name, pair);
    if (isMap(node)) {
      for (const setting of pairsOf(node)) readEntry(`${name}.${setting.name}`, setting);
      return;
    }
    const hint = `write its settings below it, indented and each on its own line: ${settings.join(", ")}`;
    problems.push({ message: `expected a mapping of settings in "${name}"`, where, hint });
  }

  function readEntry(key: string, { node, where }: Pair): void {
    if (!isSettingKey(key)) return unknown(key, where);
    const list = isSeq(node) ? listIn(node) : undefined;
    entries.set(key, {
      value: valueOf(node),
      where: isEmpty(node) ? where : placeOf(node),
      isComment: isComment(node),
      list,
    });
  }

  function isComment(node: Node | null): boolean {
    return isScalar(node) && node.value === null && text.slice(node.range?.[0]).startsWith("#");
  }

  function valueOf(node: Node | null): unknown {
    if (isEmpty(node)) return null;
    if (isSeq(node)) return node.items.map((item) => scalarOf(resolve(item)));
    return scalarOf(node);
  }

  function unknown(key: string, where: string): void {
    problems.push({ message: `unknown setting "${key}"`, where, hint: correction(key) });
  }

  function pairsOf(map: YAMLMap): Pair[] {
    return map.items.map(({ key, value }) => ({
      name: isScalar(key) ? String(key.value) : "?",
      node: resolve(value),
      where: isNode(key) ? placeOf(key) : path,
    }));
  }

  /** Undefined: it holds itself, or grows without end. */
  function listIn(node: Node): Entry["list"] {
    try {
      return { text: JSON.stringify(node.toJS(document)), at: (steps, part) => whereIs(node, steps, part) };
    } catch {
      return undefined;
    }
  }

  /** Of what is not there, the place of what it would be in. */
  function whereIs(node: Node, [step, ...rest]: Parameters<PlaceOf>[0], part?: "key"): string {
    if (step === undefined) return placeOf(node);
    if (isSeq(node)) {
      const item = resolve(node.items[Number(step)]);
      return item === null ? placeOf(node) : whereIs(item, rest, part);
    }
    const pair = isMap(node) ? pairsOf(node).find(({ name }) => name === step) : undefined;
    if (pair === undefined) return placeOf(node);
    return isEmpty(pair.node) || (rest.length === 0 && part === "key") ? pair.where : whereIs(pair.node, rest, part);
  }

  function resolve(value: unknown): Node | null {
    if (isAlias(value)) return value.resolve(document) ?? null;
    return isNode(value) ? value : null;
  }

  function placeOf(node: Node): string {
    return place(node.range?.[0] ?? 0);
  }

  function place(offset: number): string {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  }
}

interface Pair {
  readonly name: string;
  readonly node: Node | null;
  readonly where: string;
}

const scalarOf = (node: Node | null): unknown => (isScalar(node) ? node.value : undefined);

function isEmpty(node: Node | null): node is null {
  return node === null || (isScalar(node) && node.value === null);
}
