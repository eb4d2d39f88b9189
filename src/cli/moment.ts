/** `2026-11-22T17:14:33.120Z` to the second. */
export const moment = (iso: string): string => iso.replace("T", " ").replace(/\.\d+Z$/, "Z");
