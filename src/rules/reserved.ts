/** What the language will say one day. Until then it is refused by name, so that nobody believes it is heeded. */

const keys =
  "protect safety all_of any_of none_of where for at_least order_by until keep limit_to once instances siblings";

const operators = "not_matches starts_with ends_with under known is_empty";

const actions =
  "set_share_limits set_location set_auto_management set_super_seeding set_sequential_download increase_priority " +
  "decrease_priority set_top_priority set_bottom_priority notify webhook arr_blocklist quarantine";

const params = "even_if_shared";

const isOneOf = (words: string) => {
  const known = new Set(words.split(" "));
  return (name: string): boolean => known.has(name);
};

export const isReserved = {
  key: isOneOf(keys),
  operator: isOneOf(operators),
  action: isOneOf(actions),
  param: isOneOf(params),
  field: (name: string): boolean => /^(?:properties|peers|webseeds|transfer|app|now|siblings)\./.test(name),
} as const;

export const notYet = (name: string): string => `"${name}" is not available in this version`;
