import { parseDuration } from "../../lib/units.ts";
import { NOW, OTHER, covering, exactly, like, limited } from "./cell.ts";
import type { Cut } from "./dimension.ts";
import { age, equality, named, order, written } from "./named.ts";

/** A span of numbers, both ends included. */
type Span = readonly [from: number, to: number];

/** By the numbers named, in a span that the field's values never leave. */
const inSpan =
  (span: Span): Cut =>
  (leaves) => {
    const never = leaves.flatMap(({ field }) => sentinels[field.name] ?? []);
    const changes = [...named(leaves, [...equality, ...order]), ...never].filter((value) => typeof value === "number");
    return [
      covering(
        samples(span, changes)
          .filter((number) => !never.includes(number))
          .map(exactly),
      ),
    ];
  };

/** What is read as infinite wherever qBittorrent says it. */
const sentinels: Readonly<Record<string, number>> = {
  "info.eta": 8_640_000,
  "properties.eta": 8_640_000,
  "info.ratio": 9999,
  "properties.share_ratio": 9999,
};

export const amounts = inSpan([0, Infinity]);

const fractions = inSpan([0, 1]);

/** A part of a whole; what a peer contributes may be more, since data is also lost. */
export const parts: Cut = (leaves) =>
  (leaves.every(({ field }) => field.name.endsWith("progress")) ? fractions : amounts)(leaves);

const seconds = inSpan([0, 2 ** 32 - 1]);

/** Apart from ages, since nobody knows when a job starts. */
export const moments: Cut = (leaves) =>
  seconds(leaves).map((cells) => cells.map((cell) => limited(cell, [...equality, ...order])));

export const ages: Cut = (leaves) => {
  const changes = written(leaves, age).flatMap(([, text]) => {
    const duration = parseDuration(String(text));
    return duration.ok ? [NOW - duration.value] : [];
  });
  const latest = leaves.every(({ field }) => past.has(field.name)) ? NOW - 1 : Infinity;
  return [covering(samples([-Infinity, latest], changes).map((at) => limited(exactly(at), age)))];
};

/** Times at which something has happened: before now, all of them. */
const past: ReadonlySet<string> = new Set([
  "info.added_on",
  "info.completion_on",
  "info.last_activity",
  "info.seen_complete",
  "properties.addition_date",
  "properties.completion_date",
  "properties.creation_date",
  "properties.last_seen",
]);

const numbers = inSpan([-Infinity, Infinity]);

/** A setting may be no number at all. */
export const settings: Cut = (leaves) => numbers(leaves).map((cells) => [...cells, like(OTHER, order)]);

/** The numbers at which something changes, the ends of the span, and one number between any two of them. */
function samples([from, to]: Span, changes: readonly number[]): readonly number[] {
  const inside = changes.filter((at) => at > from && at < to);
  const points = [...new Set([from, ...inside, to])].toSorted((a, b) => a - b);
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    return next === undefined ? [point] : [point, between(point, next)];
  });
}

function between(a: number, b: number): number {
  if (a === -Infinity) return b === Infinity ? 0 : -2 * Math.abs(b) - 1;
  return b === Infinity ? 2 * Math.abs(a) + 1 : (a + b) / 2;
}
