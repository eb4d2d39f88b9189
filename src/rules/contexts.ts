import type { Problem } from "../errors.ts";
import type { Rulebook } from "./rule.ts";

/** What to say of a context that no rule names, since it is hardly meant: misspelt more often than not. */
export function unnamedContext(context: string | null, { rules }: Pick<Rulebook, "rules">): string | undefined {
  const known = [...new Set(rules.flatMap(({ contexts = [] }) => contexts))];
  if (context === null || known.includes(context)) return undefined;
  return `no rule names the context "${context}"; known are: ${known.join(", ") || "none"}`;
}

/** The same of what runs on a schedule, with the places where it is written. */
export function unnamedContexts(
  scheduled: readonly { readonly context: string | null; readonly where: string }[],
  book: Pick<Rulebook, "rules">,
): Problem[] {
  return scheduled.flatMap(({ context, where }) => {
    const message = unnamedContext(context, book);
    return message === undefined ? [] : [{ message: `schedule: ${message}`, where }];
  });
}
