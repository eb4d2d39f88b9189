import type { Rule } from "./rule.ts";

/** A rule in a few words, as the API and --list-rules show it. */
export const summarize = ({ name, enabled, contexts, stopOnMatch, actions, where }: Rule) => ({
  name,
  enabled,
  /** Null: it runs for every job. */
  context: contexts ?? null,
  stop_on_match: stopOnMatch,
  actions: actions.map(({ type }) => type),
  where,
});
