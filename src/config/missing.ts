import type { Problem } from "../errors.ts";
import { envName, flagName, schema, type SettingKey, type Settings } from "./schema.ts";

/** A setting without a value that needs one, or several of which one does, with every way to give it. */
export function missingSetting([first, ...others]: Alternatives, configFile: string): Problem {
  const nor = others.map((key) => `, nor is ${key}`).join("");
  const hints = [first, ...others].map((key) => waysToSet(key, configFile));
  return { message: `${first} is not set${nor}`, hint: hints.join("; or ") };
}

export type Alternatives = readonly [SettingKey, ...SettingKey[]];

/** For secrets the safest way first. */
function waysToSet(key: SettingKey, configFile: string): string {
  const { secret, obtain } = schema[key];
  const env = envName(key);
  const inFile = `${env}_FILE (the path of a file that holds it)`;
  const ways = [`${key} in ${configFile}`, `environment ${env}`];
  const all =
    secret === true ? [inFile, ...ways, `flag --${flagName(key)}`] : [`flag --${flagName(key)}`, ...ways, inFile];
  const how = `set one of: ${all.join(", ")}`;
  return obtain === undefined ? how : `${how}; ${obtain}`;
}

interface Needs {
  readonly required?: readonly SettingKey[];
  readonly oneOf?: Alternatives;
}

/** What has to have a value, some of it because of the value of another. */
export const needed = (
  { required = [], oneOf }: Needs,
  values: { readonly [K in SettingKey]?: Settings[K] | undefined },
): readonly Alternatives[] => [
  ...required.map((key): Alternatives => [key]),
  ...(values["queue.backend"] === "redis" ? [["queue.redis_url"] as const] : []),
  ...(oneOf === undefined ? [] : [oneOf]),
];
