import { OTHER, covering, exactly, like, otherwise, withTag, withTags } from "./cell.ts";
import type { Cut } from "./dimension.ts";
import { equality, named, written } from "./named.ts";

/** By the texts named; the others are none of them. */
export const equal: Cut = (leaves) => {
  const empty = leaves.some(({ operator }) => operator === "is_empty") ? [""] : [];
  const texts = new Set([...named(leaves, equality), ...empty]);
  return [covering([...[...texts].map(exactly), like(OTHER, [...equality, "is_empty"])])];
};

/** By the longest of the texts named that it begins (or ends) with, if any. */
export const affixed =
  (operator: "starts_with" | "ends_with"): Cut =>
  (leaves) => {
    const texts = written(leaves, [operator]).map(([, text]) =>
      operator === "starts_with" ? `${String(text)}${OTHER}` : `${OTHER}${String(text)}`,
    );
    return [covering([...texts, OTHER].map((text) => like(text, [operator])))];
  };

/** By the innermost of the folders named that it is or lies in, if any. */
export const below: Cut = (leaves) => {
  const tops = written(leaves, ["under"]).map(([, top]) => String(top).replace(/\/+$/, ""));
  const texts = tops.flatMap((top) => [top || "/", `${top}/${OTHER}`]);
  return [covering([...texts, OTHER].map((text) => like(text, ["under"])))];
};

/** By whether there are any, and by each of those named: a set has it, or not. */
export const membership: Cut = (leaves) => {
  const tags = new Set(named(leaves, [...equality, "contains", "not_contains"]).map(String));
  return [covering([exactly([]), withTags]), ...[...tags].map((tag) => [withTag(tag), otherwise(tag)])];
};
