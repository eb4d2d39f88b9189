import type { Problem } from "../errors.ts";
import type { Source } from "../rules/source.ts";

/** Collects what is wrong with a file of tests: its own kinds of mistakes, and those that rules can have. */
export interface Findings {
  readonly source: Source;
  readonly problems: Problem[];
  readonly warnings: Problem[];
}
