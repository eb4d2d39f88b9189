import { guessesOfRate, guessesOfSize, guessesOfTime, meantBy } from "./units-meant.ts";

/** The outcome of reading what a person wrote: the value, or what is wrong with it and what to write instead. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
  month: 2_592_000,
  months: 2_592_000,
  year: 31_536_000,
  years: 31_536_000,
};

export const unitsOfTime: readonly string[] = Object.keys(SECONDS);

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  PB: 1e15,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  PiB: 2 ** 50,
};

export const unitsOfSize: readonly string[] = Object.keys(BYTES);

/** `30 days`, `7d`, `1h30m`, `2 weeks`: seconds. A bare number is an error, since nobody can tell its unit. */
export function parseDuration(text: string): Parsed<number> {
  const read = readDuration(text);
  if (typeof read === "number") return { ok: true, value: read };
  const like = 'write a number with a unit, like "30 days", "12 hours", "7d" or "1h30m"';
  const meant = meantBy(text.trim(), guessesOfTime(unitsOfTime), (guess) => typeof readDuration(guess) === "number");
  return { ok: false, message: read, hint: meant === undefined ? like : `did you mean "${meant}"? ${like}` };
}

/** The seconds, or what is wrong. */
function readDuration(text: string): number | string {
  const input = text.trim();
  if (/^\d+(\.\d+)?$/.test(input)) return `"${text}" has no unit`;
  const parts = partsOf(input);
  if (parts === undefined) return `"${text}" is not a duration`;
  let seconds = 0;
  for (const [, amount = "", unit = ""] of parts) {
    if (unit === "M") return `"M" in "${text}" may be minutes or months`;
    const factor = lookUp(SECONDS, unit.toLowerCase());
    if (factor === undefined) return `"${unit}" in "${text}" is not a unit of time`;
    seconds += Number(amount) * factor;
  }
  return seconds > Number.MAX_SAFE_INTEGER ? "the duration is too long" : seconds;
}

/**
 * Amounts with their units; undefined: there is anything else, or nothing. Without `matchAll`, whose first use takes a webhook
 * call half a millisecond.
 */
function partsOf(input: string): readonly RegExpExecArray[] | undefined {
  const part = /(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*/y;
  const parts: RegExpExecArray[] = [];
  let end = 0;
  for (let found = part.exec(input); found !== null; found = part.exec(input)) {
    parts.push(found);
    end = part.lastIndex;
  }
  return end > 0 && end === input.length ? parts : undefined;
}

/** `50 GB` (decimal), `4.5 GiB` (binary), `1024` (bytes): bytes. */
export function parseSize(text: string): Parsed<number> {
  const read = readSize(text);
  if (typeof read === "number") return { ok: true, value: read };
  const meant = meantBy(text.trim(), guessesOfSize(unitsOfSize), (guess) => typeof readSize(guess) === "number");
  const like = 'write bytes as a number, or a size like "50 GB" (decimal) or "4.5 GiB" (binary)';
  return { ok: false, message: read, hint: meant === undefined ? like : `did you mean "${meant}"?` };
}

/** The bytes, or what is wrong. */
function readSize(text: string): number | string {
  const [, amount, unit = "B"] = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]+)?$/.exec(text.trim()) ?? [];
  if (amount === undefined) return `"${text}" is not a size`;
  const factor = lookUp(BYTES, unit);
  const bytes = Math.round(Number(amount) * (factor ?? 1));
  if (!Number.isFinite(bytes)) return "the size is too large";
  return factor === undefined ? `"${unit}" in "${text}" is not a unit of size` : bytes;
}

/** Bytes a second: a number, or `500 KiB/s`. */
export const parseSpeed = (text: string): Parsed<number> =>
  readSpeed(text, 'write bytes per second as a number, or a rate like "500 KiB/s"');

/** The same, or `unlimited` (Infinity; 0 and -1 mean the same to qBittorrent). */
export function parseRate(text: string): Parsed<number> {
  const hint = 'write bytes per second, "500 KiB/s" or "unlimited"';
  const input = text.trim();
  if (input === "unlimited" || input === "-1") return { ok: true, value: Infinity };
  const speed = readSpeed(input, hint);
  if (!speed.ok || speed.value > 0) return speed;
  const isZero = !/[1-9]/.test(input);
  // Rounding 0.3 bytes down to 0 would turn the tightest limit into none at all.
  return isZero
    ? { ok: true, value: Infinity }
    : { ok: false, message: `"${text}" is less than a byte per second`, hint };
}

function readSpeed(text: string, like: string): Parsed<number> {
  const read = readBytesPerSecond(text);
  if (typeof read === "number") return { ok: true, value: read };
  const meant = meantBy(
    text.trim(),
    guessesOfRate(unitsOfSize),
    (guess) => typeof readBytesPerSecond(guess) === "number",
  );
  const hint = meant === undefined ? like : `did you mean "${meant}"?`;
  return { ok: false, message: read.replace("a size", "a rate"), hint };
}

const readBytesPerSecond = (text: string): number | string => readSize(text.replace(/\s*\/s$/, ""));

/** So many of something, or such a part (0 to 1) of all there is. */
export type Quota = { readonly count: number } | { readonly part: number };

/** `25`, or `5%`. */
export function parseQuota(text: string): Parsed<Quota> {
  const hint = 'write a whole number, or a percentage like "5%"';
  const [, amount = "", percent] = /^(\d+(?:\.\d+)?)\s*(%)?$/.exec(text.trim()) ?? [];
  const value = Number(amount);
  if (amount === "") return { ok: false, message: `"${text}" is neither a number nor a percentage`, hint };
  if (percent === undefined) {
    return Number.isSafeInteger(value)
      ? { ok: true, value: { count: value } }
      : { ok: false, message: `"${text}" is not a whole number`, hint };
  }
  return value <= 100
    ? { ok: true, value: { part: value / 100 } }
    : { ok: false, message: `"${text}" is more than everything`, hint };
}

/** Seconds as a person says them: `5d 12h 30m`, `42s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
  ] as const;
  const shown = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount}${unit}`);
  return shown.length === 0 ? `${whole}s` : shown.join(" ");
}

/** An own property only: "constructor" is no unit. */
function lookUp(table: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
