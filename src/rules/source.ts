import {
  type Document,
  LineCounter,
  type Node,
  type YAMLError,
  isCollection,
  isMap,
  isNode,
  isScalar,
  parseDocument,
} from "yaml";
import type { Problem } from "../errors.ts";

export type Path = readonly (string | number)[];

/** A YAML text whose every value can say where it stands. */
export interface Source {
  readonly value: unknown;
  /** Of the text itself: syntax, duplicate keys, unknown tags. */
  readonly problems: readonly Problem[];
  /** `file:line:column` of the key (`key`) or value at the path, or of the nearest thing around it that exists. */
  where(path: Path, part?: "key" | "value"): string;
  /** True where the value was written as `>` or `|`, YAML's block scalars. */
  isBlockScalar(path: Path): boolean;
}

export function readSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2", schema: "core" });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    message: error.message,
    where: at(error.pos[0]),
    ...hintFor(error, text),
  }));
  return {
    value: problems.length > 0 ? undefined : document.toJS(),
    problems,
    where: (path, part = "value") => at(offsetOf(document, path, part)),
    isBlockScalar: (path) => {
      const node = document.getIn(path, true);
      return isScalar(node) && (node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL");
    },
  };
}

function offsetOf(document: Document.Parsed, path: Path, part: "key" | "value"): number {
  let nearest: Node | null = document.contents;
  let node: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    const { key, value } = child(node, step);
    const wantsKey = part === "key" && index === path.length - 1;
    nearest = (wantsKey ? key : (value ?? key)) ?? nearest;
    node = value;
  }
  return nearest?.range?.[0] ?? 0;
}

function child(node: unknown, step: string | number): { key?: Node; value?: Node } {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
    return { ...(isNode(pair?.key) && { key: pair.key }), ...(isNode(pair?.value) && { value: pair.value }) };
  }
  const item = isCollection(node) ? node.get(step, true) : undefined;
  return isNode(item) ? { value: item } : {};
}

/** The two traps that everybody falls into once. */
function hintFor(error: YAMLError, text: string): { hint?: string } {
  const from = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  const to = text.indexOf("\n", error.pos[0]);
  const line = text.slice(from, to === -1 ? undefined : to);
  const operator = /operator:\s*([<>!]=?)/.exec(line)?.[1];
  if (operator !== undefined) return { hint: `in YAML this operator needs quotes: operator: "${operator}"` };
  if (error.code === "BAD_DQ_ESCAPE")
    return { hint: "write patterns in single quotes: YAML reads backslashes in double quotes" };
  return {};
}
