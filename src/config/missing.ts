import type { Problem } from "../errors.ts";
import { envName, flagName, schema, type SettingKey, type Settings } from "./schema.ts";

/** A setting without a value that needs one, with every way to give it; for secrets the safest way first. */
export function missingSetting(key: SettingKey, configFile: string): Problem {
  const { secret, obtain } = schema[key];
  const env = envName(key);
  const inFile = `${env}_FILE (the path of a file that holds it)`;
  const ways = [`${key} in ${configFile}`, `environment ${env}`];
  const all =
    secret === true ? [inFile, ...ways, `flag --${flagName(key)}`] : [`flag --${flagName(key)}`, ...ways, inFile];
  const how = `set one of: ${all.join(", ")}`;
  return { message: `${key} is not set`, hint: obtain === undefined ? how : `${how}; ${obtain}` };
}

/** What needs a value because of the value of another. */
export const neededWith = (values: { readonly [K in SettingKey]?: Settings[K] | undefined }): readonly SettingKey[] =>
  values["queue.backend"] === "redis" ? ["queue.redis_url"] : [];
