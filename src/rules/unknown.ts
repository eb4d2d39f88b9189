import type { Torrent } from "../qbittorrent/torrent.ts";
import { compile } from "./compile.ts";
import type { Condition } from "./rule.ts";
import { UNKNOWN } from "./truth.ts";

/** The fields whose missing values left the condition undecided. */
export function unknownFields(condition: Condition, torrent: Torrent, now: number): string[] {
  if (compile(condition)(torrent, now) !== UNKNOWN) return [];
  if (condition.kind === "test") return [condition.fieldName];
  return [...new Set(condition.of.flatMap((child) => unknownFields(child, torrent, now)))];
}
