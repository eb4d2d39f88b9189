import type { Problem } from "../errors.ts";
import { compilePattern } from "../lib/pattern.ts";
import type { FieldType } from "./fields.ts";

type Doubt = Pick<Problem, "message" | "hint">;

/** What may be written and was hardly meant: a warning, or undefined. */
export function doubtAbout(operator: string, value: unknown, type: FieldType): Doubt | undefined {
  if (operator === "matches") return emptyPattern(value);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (type === "limit") return values.map(unlimited).find((doubt) => doubt !== undefined);
  return type === "seconds" ? values.map(shortTime).find((doubt) => doubt !== undefined) : undefined;
}

/** For a limit, whether compared with or set. */
export function unlimited(value: unknown): Doubt | undefined {
  if (!["0", "-1"].includes(String(value))) return undefined;
  return { message: `${String(value)} means unlimited, as in qBittorrent`, hint: "write unlimited" };
}

function emptyPattern(value: unknown): Doubt | undefined {
  const pattern = typeof value === "string" ? compilePattern(value) : undefined;
  if (pattern?.ok !== true || !pattern.matchesEmpty) return undefined;
  return { message: "this pattern matches the empty text, and therefore every text", hint: "leave the condition out" };
}

function shortTime(value: unknown): Doubt | undefined {
  if (typeof value !== "number" || value <= 0 || value >= 3600) return undefined;
  return { message: `${value} is in seconds`, hint: `if days were meant, write "${value} days"` };
}
