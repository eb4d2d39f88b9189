import type { ExpectedAction } from "./case.ts";

/** Expected and found in words, alike, so that they can be laid side by side. */

export const showList = (items: readonly string[]): string => (items.length === 0 ? "nothing" : items.join(", "));

/** A comma within a name is told from one between two. */
export const showNames = (names: readonly string[]): string =>
  showList(names.map((name) => (name.includes(",") ? JSON.stringify(name) : name)));

export function showAction({ type, params = {} }: ExpectedAction): string {
  return [type, ...Object.entries(params).map(([name, value]) => `${name}=${showParam(value)}`)].join(" ");
}

const showParam = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

export function showValue(value: unknown): string {
  if (value === undefined) return "not known";
  if (value === Infinity) return "unlimited";
  if (value === "") return '""';
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return typeof value === "string" ? value : JSON.stringify(value);
}
