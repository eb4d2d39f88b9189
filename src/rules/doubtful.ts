import type { Problem } from "../errors.ts";
import { compilePattern } from "../lib/pattern.ts";
import type { FieldType } from "./fields/field.ts";

type Doubt = Pick<Problem, "message" | "hint">;

/** What may be written and was hardly meant: a warning, or undefined. */
export function doubtAbout(operator: string, value: unknown, type: FieldType): Doubt | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const ofText = values.map(curlyQuotes).find((found) => found !== undefined);
  if (ofText !== undefined) return ofText;
  if (operator === "matches" || operator === "not_matches")
    return slashes(value) ?? emptyMatch(value, { operator, type });
  const doubt = doubts[type];
  return doubt && values.map(doubt).find((found) => found !== undefined);
}

/** A word processor's quotes, which are letters to YAML. */
function curlyQuotes(value: unknown): Doubt | undefined {
  if (typeof value !== "string" || !/^[“”„‘’«].*[“”‘’»]$/su.test(value)) return undefined;
  return { message: `the quotes are part of the text ${value}`, hint: `write straight ones: "${value.slice(1, -1)}"` };
}

/** As patterns are written in other languages. */
function slashes(value: unknown): Doubt | undefined {
  const [, pattern = "", flags = ""] = /^\/(.+)\/([gimsux]*)$/su.exec(String(value)) ?? [];
  if (pattern === "") return undefined;
  const plain = flags.includes("i") ? `(?i)${pattern}` : pattern;
  return { message: "the slashes around the pattern are part of it", hint: `write '${plain}'` };
}

const doubts: Readonly<Partial<Record<FieldType, (value: unknown) => Doubt | undefined>>> = {
  limit: doubtfulLimit,
  count_limit: noLimit,
  seconds: shortTime,
  time_limit: shortLimit,
  bytes: fewBytes,
};

/** For a limit, whether compared with or set. */
export function doubtfulLimit(value: unknown): Doubt | undefined {
  if (!isBareAndSmall(value)) return noLimit(value);
  return { message: `${value} is ${value} bytes per second`, hint: `if more was meant, write "${value} KiB/s"` };
}

function noLimit(value: unknown): Doubt | undefined {
  if (!["0", "-1"].includes(String(value))) return undefined;
  return { message: `${String(value)} means unlimited, as in qBittorrent`, hint: "write unlimited" };
}

function fewBytes(value: unknown): Doubt | undefined {
  if (!isBareAndSmall(value)) return undefined;
  return { message: `${value} is ${value} bytes`, hint: `if more was meant, write "${value} GB"` };
}

const isBareAndSmall = (value: unknown): value is number => typeof value === "number" && value > 0 && value < 10_000;

const EMPTY_TEXT = "this pattern matches the empty text";

interface Use {
  readonly operator: "matches" | "not_matches";
  readonly type: FieldType;
}

function emptyMatch(value: unknown, use: Use): Doubt | undefined {
  const pattern = typeof value === "string" ? compilePattern(value) : undefined;
  if (pattern?.ok !== true || !pattern.matchesEmpty) return undefined;
  if (!samples.every(pattern.test)) return { message: EMPTY_TEXT, hint: hintForEmpty(use) };
  const message = `${EMPTY_TEXT}, and therefore every text`;
  return use.operator === "matches"
    ? { message, hint: "correct the pattern: as it is, the condition says nothing" }
    : { message: `${message}: none is without it`, hint: "correct the pattern" };
}

/**
 * An anchored pattern, like `^$` or `^.{0,99}$`, does not match all of these: without the condition the rule would act on
 * what it does not match, too.
 */
const samples: readonly string[] = ["a", "0", " x ", "É.z-9_[B]", "a line and another\n".repeat(200)];

const neverEmpty: readonly FieldType[] = ["state", "hash", "hash_v1", "hash_v2"];

function hintForEmpty({ operator, type }: Use): string {
  const isPositive = operator === "matches";
  if (neverEmpty.includes(type)) return "correct the pattern";
  // An empty text is no tag and no path.
  const meant =
    type === "tags" || type === "path"
      ? `operator: is_empty, value: ${isPositive}`
      : `operator: "${isPositive ? "==" : "!="}", value: ""`;
  return `if only that is meant, write ${meant}; otherwise correct the pattern`;
}

function shortTime(value: unknown): Doubt | undefined {
  if (typeof value !== "number" || value <= 0 || value >= 3600) return undefined;
  return { message: `${value} is in seconds`, hint: `if days were meant, write "${value} days"` };
}

/** qBittorrent counts these in minutes. */
function shortLimit(value: unknown): Doubt | undefined {
  if (typeof value !== "number" || value <= 0 || value >= 86_400) return undefined;
  return { message: `${value} is in seconds`, hint: `if minutes were meant, write "${value} minutes"` };
}
