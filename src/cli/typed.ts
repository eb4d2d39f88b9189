import { shellWord } from "../lib/shell.ts";
import type { Invocation } from "./parse.ts";

/**
 * A command line to type next, with those flags of this one that lead to the same place; for a shell. `kept` has none whose
 * value is a secret.
 */
export function typed(
  { values }: Pick<Invocation, "values">,
  kept: readonly string[],
  words: readonly string[],
): string {
  const flags = kept.flatMap((flag) => {
    const value = values[flag];
    return value === undefined ? [] : [`--${flag}`, value];
  });
  return ["qbt-rules", ...[...flags, ...words].map(shellWord)].join(" ");
}
