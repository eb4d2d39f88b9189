/** A regular expression of the plain kind, that of both engines; every source is as the native engine wants it. */
export type Node =
  | Piece
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | Repeat;

export interface Repeat {
  readonly kind: "repeat";
  readonly item: Node;
  readonly least: number;
  /** May be Infinity. */
  readonly most: number;
}

export interface Piece {
  /** Exactly one character, or none: a place between two. */
  readonly kind: "character" | "place";
  readonly source: string;
  /** Needs the `u` flag to mean the same: without it, what is beyond the basic plane counts as two characters. */
  readonly wide: boolean;
}

export interface Parsed {
  readonly node: Node;
  /** Regardless of letter case. */
  readonly fold: boolean;
}

/** Reads a pattern that RE2 accepts; undefined if it holds anything whose meaning the native engine may not share. */
export function parsePattern(pattern: string): Parsed | undefined {
  const [flagGroups = ""] = /^(?:\(\?[ims]+\))*/.exec(pattern) ?? [];
  const flags = new Set(flagGroups);
  const body = pattern.slice(flagGroups.length);
  const tokens = [...body.matchAll(TOKEN)];
  if (tokens.map(([text]) => text).join("") !== body) return undefined;
  const node = assemble(tokens, flags);
  return node === undefined ? undefined : { node, fold: flags.has("i") };
}

const TOKEN =
  /(?<open>\((?:\?:|\?P?<\w+>)?)|(?<close>\))|(?<bar>\|)|(?<repeat>[*+?]|\{\d+(?:,\d*)?\})\??|(?<set>\[(?!\^?\])\^?(?:[^\\[\]]|\\.)+\])|\\(?<escape>.)|(?<plain>[^\\[\]{}()*+?|])/gsu;

type Flags = ReadonlySet<string>;

/** A group that is not closed yet: its options so far, the last of them still growing. */
type Group = Node[][];

/** With a stack of its own: how deep groups nest is for the writer of the pattern to say. */
function assemble(tokens: readonly RegExpExecArray[], flags: Flags): Node | undefined {
  const open: Group[] = [[[]]];
  for (const { groups: token = {} } of tokens) {
    if (token["open"] !== undefined) open.push([[]]);
    else if (token["bar"] !== undefined) open.at(-1)?.push([]);
    else {
      const node = nodeOf(token, open, flags);
      if (node === undefined) return undefined;
      open.at(-1)?.at(-1)?.push(node);
    }
  }
  return open.length === 1 ? closed(open.pop()) : undefined;
}

type Token = Readonly<Record<string, string | undefined>>;

function nodeOf(token: Token, open: Group[], flags: Flags): Node | undefined {
  if (token["close"] !== undefined) return closed(open.pop());
  if (token["repeat"] !== undefined) return repeated(open.at(-1)?.at(-1)?.pop(), token["repeat"]);
  return pieceOf(token, flags);
}

function closed(group: Group = []): Node {
  const options = group.map((items): Node => ({ kind: "sequence", items }));
  return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options };
}

/** Greedy or not: it decides which text is found first, never whether there is one. */
function repeated(item: Node | undefined, operator: string): Node | undefined {
  if (item === undefined) return undefined;
  const [least = "0", most = least] = ranges[operator] ?? operator.slice(1, -1).split(",");
  return { kind: "repeat", item, least: Number(least), most: most === "" ? Infinity : Number(most) };
}

const ranges: Readonly<Record<string, readonly string[]>> = { "*": ["0", ""], "+": ["1", ""], "?": ["0", "1"] };

function pieceOf({ set, escape, plain = "" }: Token, flags: Flags): Node | undefined {
  if (set !== undefined) return setOf(set);
  if (escape !== undefined) return escapes[escape]?.(flags) ?? (isPunctuation(escape) ? literal(escape) : undefined);
  return special[plain]?.(flags) ?? literal(plain);
}

const character = (source: string, wide: boolean): Piece => ({ kind: "character", source, wide });

const place = (source: string, wide = false): Piece => ({ kind: "place", source, wide });

const literal = (text: string): Piece => character(text.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"), !isAscii(text));

const isPunctuation = (text: string): boolean => /^[!-/:-@[-`{-~]$/.test(text);

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

/** JavaScript's \s knows every space of Unicode. */
const SPACES = String.raw`\t\n\f\r `;

/** A dot of JavaScript stops at more than a newline, and with its `m` flag a line ends at more than that too. */
const special: Readonly<Record<string, (flags: Flags) => Piece>> = {
  ".": (flags) => character(flags.has("s") ? "[^]" : String.raw`[^\n]`, true),
  "^": (flags) => (flags.has("m") ? place(String.raw`(?<![^\n])`, true) : place("^")),
  $: (flags) => (flags.has("m") ? place(String.raw`(?![^\n])`, true) : place("$")),
};

const escapes: Readonly<Record<string, (flags: Flags) => Piece>> = {
  d: () => character(String.raw`\d`, false),
  D: () => character(String.raw`\D`, true),
  w: () => character(String.raw`\w`, false),
  W: () => character(String.raw`\W`, true),
  s: () => character(`[${SPACES}]`, false),
  S: () => character(`[^${SPACES}]`, true),
  // Regardless of letter case, JavaScript takes two letters beyond ASCII (ſ and the Kelvin sign) for word characters.
  b: (flags) => place(flags.has("i") ? String.raw`(?-i:\b)` : String.raw`\b`),
  B: (flags) => place(flags.has("i") ? String.raw`(?-i:\B)` : String.raw`\B`, true),
  A: () => place("^"),
  z: () => place("$"),
  Z: () => place("$"),
};

/** Ranges, classes and characters; nothing else may stand in a set. */
const MEMBER =
  /(?<from>\\[!-/:-@[-`{-~]|[^\\])-(?<to>\\[!-/:-@[-`{-~]|[^\\])|(?<kind>\\[dws])|(?<one>\\[!-/:-@[-`{-~]|[^\\])/gsu;

function setOf(set: string): Piece | undefined {
  const [, not = "", body = ""] = /^\[(\^?)(.*)\]$/s.exec(set) ?? [];
  const members = [...body.matchAll(MEMBER)];
  if (members.map(([text]) => text).join("") !== body) return undefined;
  const source = members.map(({ groups = {} }) => memberOf(groups)).join("");
  return character(`[${not}${source}]`, not !== "" || !isAscii(body));
}

function memberOf({ from, to, kind, one = "" }: Token): string {
  if (from !== undefined && to !== undefined) return `${member(from)}-${member(to)}`;
  return kind === undefined ? member(one) : kind.replace(String.raw`\s`, SPACES);
}

const member = (written: string): string => written.replace(/^\\(?=.)/s, "").replace(/[\\\]^-]/, "\\$&");
