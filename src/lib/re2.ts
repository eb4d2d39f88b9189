import type * as Re2 from "re2js";

/**
 * RE2, there when the first pattern needs it: its tables of Unicode take 5 ms, a twentieth of a server's start, and are for
 * nothing where no rule has a pattern. By `require`, since who checks a rule cannot wait; the types are
 * the package's own.
 */
export const re2 = (): typeof Re2 => require("re2js");
