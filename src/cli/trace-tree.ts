import type { Explained, Verdict } from "../rules/evaluate/explain.ts";
import { printable } from "./printable.ts";
import { type Terminal, paint } from "./terminal.ts";

/**
 * A condition with what came of each part of it, as a tree: a mark (✓ true, ✗ false, ? unknown, · not needed), what was
 * asked, and what the torrent has or why that is not known.
 */
export function formatExplained(explained: Explained, look: Look = PLAIN): string[] {
  const line = `${mark(explained.outcome, look)} ${title(explained)}`;
  if (explained.kind === "test") return [`${line}${answer(explained, look)}`];
  if ("of" in explained) return [line, ...indented(explained.of.flatMap((part) => formatExplained(part, look)))];
  return [`${line}${emptiness(explained, look)}`, ...indented(itemLines(explained, look))];
}

type Look = Pick<Terminal, "colours">;
type Test = Extract<Explained, { readonly kind: "test" }>;
type Items = Extract<Explained, { readonly items: unknown }>;

const PLAIN: Look = { colours: false };

const marks = {
  true: ["green", "✓"],
  false: ["red", "✗"],
  unknown: ["yellow", "?"],
  "not evaluated": ["dim", "·"],
} as const satisfies Record<Verdict, readonly [string, string]>;

function mark(outcome: Verdict, look: Look): string {
  const [colour, sign] = marks[outcome];
  return paint(look, colour, sign);
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function title(explained: Explained): string {
  if (explained.kind === "test") return `${explained.field} ${explained.operator} ${shown(explained.expected)}`;
  return "of" in explained ? explained.kind : `${explained.kind} ${explained.list}`;
}

function answer({ outcome, value = null, why }: Test, look: Look): string {
  if (outcome === "not evaluated") return "";
  const has = value === null ? "not known" : shown(value);
  return paint(look, "dim", `: ${has}${why === undefined ? "" : `, ${printable(why)}`}`);
}

function emptiness({ items, outcome, why = "the list is empty" }: Items, look: Look): string {
  return items.length > 0 || outcome === "not evaluated" ? "" : paint(look, "dim", `: ${printable(why)}`);
}

/** Each item under its name. */
function itemLines({ items, items_not_shown: more }: Items, look: Look): string[] {
  const lines = items.flatMap(({ item, outcome, where }) => [
    `${mark(outcome, look)} ${printable(item)}`,
    ...indented(formatExplained(where, look)),
  ]);
  return more === 0 ? lines : [...lines, `… and ${more} more`];
}

/** As it would be written in a rule. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value !== "string") return value === undefined ? "" : printable(JSON.stringify(value));
  return isPlain(value) ? value : `'${printable(value).replaceAll("'", "''")}'`;
}

const isPlain = (text: string): boolean =>
  /^[\p{L}\p{N}](?:[\p{L}\p{N} ._/:@+-]*[\p{L}\p{N}._/])?$/u.test(text) && !isOtherKind(text);

/** Without quotes it would be a number, true, false or nothing. */
const isOtherKind = (text: string): boolean => !Number.isNaN(Number(text)) || /^(?:true|false|null)$/i.test(text);
