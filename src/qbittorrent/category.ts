import { isRecord } from "../lib/json.ts";
import type { Category } from "./facts.ts";
import { textOrNone } from "./readers.ts";
import type { Row } from "./table.ts";

/** The answer of `torrents/categories`, by name. */
export function toCategories(answer: unknown): ReadonlyMap<string, Category> {
  const rows = new Map<string, Row>();
  if (isRecord(answer)) for (const [name, row] of Object.entries(answer)) rows.set(name, isRecord(row) ? row : {});
  return new Map([...rows.keys()].map((name) => [name, toCategory(name, rows)]));
}

/** A subcategory inherits what it leaves open. */
function toCategory(name: string, rows: ReadonlyMap<string, Row>): Category {
  const line = [name, ...parentsOf(name)].map((ancestor) => rows.get(ancestor)).filter((row) => row !== undefined);
  const nearest = (key: string) => {
    const said = line.map((row) => textOrNone(row[key])).filter((word) => word !== undefined);
    return said.find((word) => word !== BY_DEFAULT) ?? said[0];
  };
  const inForce = limits.map((limit) => line.map((row) => row[limit]).find((value) => value !== OPEN));
  return {
    name,
    shareLimitAction: nearest("share_limit_action"),
    shareLimitsMode: nearest("share_limits_mode"),
    hasShareLimits: inForce.some(isReachable),
    ...(inForce.includes(NONE) && { liftsShareLimits: true as const }),
  };
}

/** As an action or a mode: that of the parent or of the server. */
const BY_DEFAULT = "Default";

/** As a limit: the one of the parent or of the server. */
const OPEN = -2;
const NONE = -1;

const limits = ["ratio_limit", "seeding_time_limit", "inactive_seeding_time_limit"] as const;

/** -1 is never reached; what is no number may be. */
const isReachable = (limit: unknown): boolean => limit !== undefined && limit !== NONE;

/** Nearest first: of `a/b/c`, `a/b` and `a`. */
function parentsOf(name: string): string[] {
  const end = name.lastIndexOf("/");
  if (end === -1) return [];
  const parent = name.slice(0, end);
  return [parent, ...parentsOf(parent)];
}
