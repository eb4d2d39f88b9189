import { readFileSync } from "node:fs";
import { actionsTable } from "./actions.ts";
import { codesTables } from "./codes.ts";
import { fieldsPage } from "./fields-page.ts";
import { between } from "./markdown.ts";
import { operatorsTable } from "./operators.ts";

const RULES = "docs/rules.md";

/** Pages that are made from the program, whole or in parts, by their paths, and what must be in them. */
export const docFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ["docs/fields.md", fieldsPage()],
    [RULES, withTables(readFileSync(RULES, "utf8"))],
  ]);

const withTables = (page: string): string => {
  const tables = { operators: operatorsTable(), actions: actionsTable(), codes: codesTables() };
  return Object.entries(tables).reduce((made, [name, text]) => between(made, name, text), page);
};
