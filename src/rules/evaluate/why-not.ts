import { isNearCategory, isNearTag } from "../near-miss.ts";
import type { Leaf } from "../rule.ts";
import { DOES_NOT_SAY } from "./why-missing.ts";

/** Why a value that is there leaves a test open: a near miss, or a setting of another kind. */
export function whyNot(leaf: Leaf, found: unknown): string {
  const written: readonly unknown[] = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  if (leaf.field.type === "any") return `it is ${kindOf(found)}, not ${[...new Set(written.map(kindOf))].join(" or ")}`;
  const isNear = nearness(leaf);
  const names = written.filter((name) => typeof name === "string").map(tidy);
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  for (const has of values.filter((value) => typeof value === "string")) {
    const named = names.find((name) => isNear(has, name));
    if (named !== undefined) return describeMiss(has, named, leaf);
  }
  return DOES_NOT_SAY;
}

/** As it is compared: without spaces around a tag, and without a slash behind what something is under. */
const tidy = (name: string): string => name.trim().replace(/\/+$/, "");

type IsNear = (has: string, named: string) => boolean;

/** What makes the operator hesitate. */
function nearness({ field: { type }, operator }: Leaf): IsNear {
  const part = Object.hasOwn(parts, operator) ? parts[operator] : undefined;
  if (part !== undefined) return (has, named) => part(has.toLowerCase(), named.toLowerCase());
  if (type === "tags") return isNearTag;
  return operator.endsWith("contains") ? ignoringCase : isNearCategory;
}

const ignoringCase: IsNear = (has, named) => has.toLowerCase().includes(named.toLowerCase());

const parts: Readonly<Record<string, IsNear>> = {
  starts_with: (has, named) => has.startsWith(named),
  ends_with: (has, named) => has.endsWith(named),
};

function describeMiss(has: string, named: string, { field: { type } }: Leaf): string {
  if (has.toLowerCase() === named.toLowerCase()) return `"${has}" differs from "${named}" in letter case only`;
  const isBelow = type === "category" && isNearCategory(has, named);
  const relation = isBelow ? `"${has}" lies below "${named}"` : `"${has}" has "${named}" in it`;
  if (!has.includes(named)) return `${relation}, but for letter case`;
  return `${relation}: name it, or use ${isBelow ? "under" : "matches"}`;
}

function kindOf(value: unknown): string {
  if (typeof value === "boolean") return "true or false";
  return typeof value === "number" ? "a number" : "a text";
}
