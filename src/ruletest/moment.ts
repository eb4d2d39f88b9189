import { type Parsed, parseDuration } from "../lib/units.ts";
import { unexpected } from "../rules/expected.ts";
import { readValue } from "../rules/values.ts";

/** 2026-01-01T00:00:00Z: the moment of every test that names none, so that tests say the same on every day. */
export const DEFAULT_NOW = 1_767_225_600;

/** An instant in ISO 8601 with its zone, or seconds since 1970: seconds since 1970. */
export function readInstant(written: unknown): Parsed<number> {
  if (typeof written === "number") return seconds(written);
  if (typeof written !== "string") return unexpected(INSTANT, written);
  const [, year, month, day] = ISO.exec(written) ?? [];
  const at = Date.parse(written) / 1000;
  // 30 February would be a day in March.
  const exists = Number(day) <= daysIn(Number(year), Number(month));
  return exists && Number.isFinite(at) ? { ok: true, value: Math.floor(at) } : unexpected(INSTANT, written);
}

/** The same, or how long ago: `40 days ago`. */
export function readMoment(written: unknown, now: number): Parsed<number> {
  const ago = typeof written === "string" ? /^(.+?)\s+ago$/.exec(written.trim())?.[1] : undefined;
  if (ago !== undefined) {
    const age = parseDuration(ago);
    return age.ok ? { ok: true, value: now - age.value } : age;
  }
  const instant = readInstant(written);
  return instant.ok || typeof written === "number" ? instant : unexpected(`${INSTANT}, or "40 days ago"`, written);
}

const INSTANT = "an instant like 2026-01-01T00:00:00Z";

const ISO = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** By the same rule as in conditions: a small number was not meant as a moment. */
function seconds(written: number): Parsed<number> {
  const read = readValue.timestamp(written);
  return read.ok ? { ok: true, value: Math.floor(written) } : { ...read, hint: `write ${INSTANT}, or "40 days ago"` };
}
