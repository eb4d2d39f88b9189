import {
  type Document,
  LineCounter,
  type Node,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  parseDocument,
  visit,
} from "yaml";
import type { RulesProblem } from "./codes.ts";
import { TOO_DEEP, tooDeepAt } from "./depth.ts";
import { yamlProblems } from "./yaml-errors.ts";

export type Path = readonly (string | number)[];

/** A YAML text whose every value can say where it stands. */
export interface Source {
  /** Undefined: the text cannot be read. */
  readonly value: unknown;
  /** Of the text itself: syntax, duplicate keys, unknown tags. */
  readonly problems: readonly RulesProblem[];
  /** `file:line:column` of the key (`key`) or value at the path, or of the nearest thing around it that exists. */
  where(path: Path, part?: "key" | "value"): string;
  /** True where the value was written as `>` or `|`, YAML's block scalars. */
  isBlockScalar(path: Path): boolean;
  /** True where a comment stands in the place of the value. */
  isComment(path: Path): boolean;
  /** Once references are filled in: the variable that the whole value came from, and where it is given. */
  variable?(path: Path): Variable | undefined;
}

export interface Variable {
  /** `vars.ratio` */
  readonly name: string;
  readonly where: string;
}

export function readSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const depth = tooDeepAt(text);
  if (depth !== undefined) return unread(file, text, depth);
  const document = parseDocument(text, { ...YAML, lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const syntax = yamlProblems(document, text, lines).map(({ offset, ...problem }) => ({
    ...problem,
    where: at(offset),
  }));
  const isReadable = syntax.every(({ code }) => code === "duplicate-key");
  const read = isReadable ? toValue(document, at) : { value: undefined, problems: [] };
  return {
    value: read.value,
    problems: [...syntax, ...read.problems],
    where: (path, part = "value") => at(offsetOf(document, path, part)),
    isBlockScalar: (path) => {
      const node = document.getIn(path, true);
      return isScalar(node) && (node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL");
    },
    isComment: (path) => text.charAt(offsetOf(document, path, "value")) === "#",
  };
}

const YAML = { prettyErrors: false, version: "1.2", schema: "core", logLevel: "error" } as const;

/** Nothing of it is read, and all of it stands where it is too deep. */
function unread(file: string, text: string, offset: number): Source {
  const before = text.slice(0, offset);
  const where = `${file}:${before.split("\n").length}:${offset - before.lastIndexOf("\n")}`;
  return {
    value: undefined,
    problems: [{ ...TOO_DEEP, where }],
    where: () => where,
    isBlockScalar: () => false,
    isComment: () => false,
  };
}

/** The document as plain data, unless it cannot be: a loop, or aliases that multiply without end. */
function toValue(document: Document.Parsed, at: (offset: number) => string): Pick<Source, "value" | "problems"> {
  const problems: RulesProblem[] = [];
  let firstAlias: string | undefined;
  /** As they stand before an alias; asking the document takes a walk through all of it. */
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node, path) => {
      const where = at(node.range?.[0] ?? 0);
      if (isAlias(node)) {
        firstAlias ??= where;
        const target = anchors.get(node.source);
        if (target === undefined)
          problems.push({
            code: "alias",
            message: `no anchor &${node.source} stands before this alias`,
            where,
            hint: `text that begins with * needs quotes: '*${node.source}'`,
          });
        else if (path.includes(target))
          problems.push({ code: "alias", message: `&${node.source} contains itself`, where, hint: WITHOUT });
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  if (problems.length > 0) return { value: undefined, problems };
  try {
    return { value: document.toJS(), problems };
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    const where = firstAlias ?? at(0);
    return {
      value: undefined,
      problems: [{ code: "alias", message: "the aliases multiply without end", where, hint: WITHOUT }],
    };
  }
}

const WITHOUT = "write it out, or name it in refs";

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
    // Of a key that stands there twice, the last counts.
    const pair = node.items.findLast(({ key }) => isScalar(key) && nameOf(key.value) === String(step));
    return { ...(isNode(pair?.key) && { key: pair.key }), ...(isNode(pair?.value) && { value: pair.value }) };
  }
  const item = isCollection(node) ? node.get(step, true) : undefined;
  return isNode(item) ? { value: item } : {};
}

/** As it is in the value: `5:` and `true:` are text there too. */
const nameOf = (key: unknown): string => (typeof key === "string" ? key : JSON.stringify(key));
