import type { BaseIssue } from "valibot";
import type { Path } from "./source.ts";

/** Where in the value that was checked the issue is, as keys and indexes. */
export const pathOf = ({ path }: BaseIssue<unknown>): Path =>
  (path ?? []).map(({ key }) => key).filter((key) => typeof key === "string" || typeof key === "number");
