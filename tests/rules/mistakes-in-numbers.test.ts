import { condition, itRefuses, type Mistake } from "./mistakes.ts";

/** A condition on one line: the field, the operator, the value. */
const asks = (field: string, operator: string, value: string) =>
  condition(`{field: ${field}, operator: "${operator}", value: ${value}}`);

/** Numbers that mean something else than their writer thought; a rule that deletes must not take them at their word. */
const cases: readonly Mistake[] = [
  ["days compared with a moment", asks("info.added_on", ">", "▸30"), "no moment in a torrent's life", "older_than"],
  ["no moment at all", asks("info.completion_on", "!=", "▸-1"), "no moment in a torrent's life"],
  ["a moment among days", asks("info.added_on", "in", "[1700000000, ▸7]"), "7 seconds since 1970"],
  ["per cent for a fraction", asks("info.progress", "<", "▸90"), "expected a number from 0 to 1", "write 0.9 for 90 %"],
  ["less than nothing", asks("info.progress", "==", "▸-1"), "expected a number from 0 to 1, found -1"],
  ["more than all", asks("files.progress", ">=", "▸250"), "expected a number from 0 to 1, found 250"],
];

for (const mistake of cases) itRefuses(mistake);
