import { readFileSync } from "node:fs";

import * as v from "valibot";
import { parse } from "yaml";

const ComposeFile = v.object({
  services: v.object({ "qbt-rules": v.object({ environment: v.record(v.string(), v.string()) }) }),
});

/** The environment that a compose file gives to qbt-rules, with the values of its `.env` file. */
export function environmentOf(file: string, dotEnv: Readonly<Record<string, string>>): Record<string, string> {
  const { services } = v.parse(ComposeFile, parse(readFileSync(file, "utf8")));
  const entries = Object.entries(services["qbt-rules"].environment);
  return Object.fromEntries(entries.map(([name, value]) => [name, substitute(value, dotEnv)]));
}

function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The compose file wants ${name}`);
    return value;
  });
}
