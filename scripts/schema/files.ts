import { configSchema } from "./config.ts";
import { print } from "./print.ts";
import { rulesSchema } from "./rules.ts";
import { testsSchema } from "./tests.ts";

/** The files that editors read, by their paths, and what must be in them. */
export const schemaFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ["config/rules.schema.json", `${print(rulesSchema())}\n`],
    ["config/tests.schema.json", `${print(testsSchema())}\n`],
    ["config/config.schema.json", `${print(configSchema())}\n`],
  ]);
