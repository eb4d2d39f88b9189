/** What the language will say one day. Until then it is refused by name, so that nobody believes it is heeded. */

const keys = "for at_least order_by until keep limit_to once instances siblings";

const actions = "notify webhook arr_blocklist quarantine";

const isOneOf = (words: string) => {
  const known = new Set(words.split(" "));
  return (name: string): boolean => known.has(name);
};

export const isReserved = {
  key: isOneOf(keys),
  action: isOneOf(actions),
  field: (name: string): boolean => /^(?:now|siblings|stats)\./.test(name),
} as const;

/** What to do about it. */
export const LATER = "leave it out: it is kept for a later version";

export const notYet = (name: string): string => `"${name}" is not available in this version`;
