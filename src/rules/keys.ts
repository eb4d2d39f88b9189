/** Keys of a rules file that stand in one mapping. */
export const families: readonly (readonly string[])[] = [
  ["refs", "protect", "safety", "rules"],
  ["name", "enabled", "context", "stop_on_match", "match_all", "conditions", "actions"],
  ["field", "operator", "value"],
  ["type", "params"],
];

const others = ["vars", "max_deletions", "all", "any", "none", "any_of", "all_of", "none_of", "where"];

/** Every key that a rules file may have, parameters and names of one's own aside. */
export const isKey = (word: string): boolean => keys.has(word);

const keys: ReadonlySet<string> = new Set([...families.flat(), ...others]);
