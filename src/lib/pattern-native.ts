import { type Node, type Piece, type Repeat, parsePattern } from "./pattern-parse.ts";

/**
 * The same pattern for the native engine, which tries one way after another; undefined where there may be many ways, or
 * where the two engines may read it differently.
 */
export function toNative(pattern: string): RegExp | undefined {
  const parsed = parsePattern(pattern);
  if (parsed === undefined) return undefined;
  const node = trimmed(trimmed(parsed.node, "start"), "end");
  if (fold(node, effort).steps > MOST_STEPS) return undefined;
  return new RegExp(fold(node, source), parsed.fold ? "iu" : fold(node, wide) ? "u" : "");
}

/** From one place of the text: a thousand are some 2 ms for a text of 4,000 characters, and nothing for a name. */
const MOST_STEPS = 1000;

/** What to make of each kind of node, given what was made of its parts. */
interface Folder<T> {
  readonly piece: (piece: Piece) => T;
  readonly sequence: (items: readonly T[]) => T;
  readonly choice: (options: readonly T[]) => T;
  readonly repeat: (item: T, node: Repeat) => T;
}

function fold<T>(node: Node, folder: Folder<T>): T {
  if (node.kind === "sequence") return folder.sequence(node.items.map((item) => fold(item, folder)));
  if (node.kind === "choice") return folder.choice(node.options.map((option) => fold(option, folder)));
  if (node.kind === "repeat") return folder.repeat(fold(node.item, folder), node);
  return folder.piece(node);
}

/** The worst that can happen when everything from one place on is tried. */
interface Effort {
  /** In how many ways it may match: what follows is tried after each. */
  readonly ways: number;
  /** Characters and places looked at until all of them are tried. */
  readonly steps: number;
}

const effort: Folder<Effort> = {
  piece: () => ({ ways: 1, steps: 1 }),
  sequence: (items) => items.reduce(then, { ways: 1, steps: 1 }),
  choice: (options) => ({ ways: sum(options.map(({ ways }) => ways)), steps: sum(options.map(({ steps }) => steps)) }),
  repeat: (item, { least, most }) => {
    let sofar: Effort = { ways: 1, steps: 1 };
    let ways = 0;
    for (let times = 0; times <= most; times++) {
      if (sofar.steps > MOST_STEPS) return { ways: Infinity, steps: Infinity };
      if (times >= least) ways += sofar.ways;
      if (times < most) sofar = then(sofar, item);
    }
    return { ways, steps: sofar.steps };
  },
};

const then = (first: Effort, second: Effort): Effort => ({
  ways: first.ways * second.ways,
  steps: first.steps + first.ways * second.steps,
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const wide: Folder<boolean> = {
  piece: (piece) => piece.wide,
  sequence: (items) => items.includes(true),
  choice: (options) => options.includes(true),
  repeat: (item) => item,
};

const source: Folder<string> = {
  piece: (piece) => piece.source,
  sequence: (items) => items.join(""),
  choice: (options) => `(?:${options.join("|")})`,
  repeat: (item, { item: { kind }, least, most }) => {
    if (most === 0) return "";
    return `${kind === "character" ? item : `(?:${item})`}{${least},${most}}`;
  },
};

/**
 * At either end of a search that may begin and end anywhere, more repetitions than the least decide nothing: `.*x`, `x+`
 * and `(y*)x{1,9}` are all found exactly where x is.
 */
function trimmed(node: Node, end: End): Node {
  if (node.kind === "sequence") return { kind: "sequence", items: trimmedItems(node.items, end) };
  if (node.kind === "choice") return { kind: "choice", options: node.options.map((option) => trimmed(option, end)) };
  if (node.kind === "repeat") return node.least === 1 ? trimmed(node.item, end) : { ...node, most: node.least };
  return node;
}

type End = "start" | "end";

function trimmedItems(items: readonly Node[], end: End): readonly Node[] {
  const outermost = end === "start" ? items[0] : items.at(-1);
  if (outermost === undefined) return items;
  const others = end === "start" ? items.slice(1) : items.slice(0, -1);
  const rest = trimmed(outermost, end);
  if (isNothing(rest)) return trimmedItems(others, end);
  return end === "start" ? [rest, ...others] : [...others, rest];
}

const isNothing = (node: Node): boolean =>
  (node.kind === "repeat" && node.most === 0) || (node.kind === "sequence" && node.items.length === 0);
