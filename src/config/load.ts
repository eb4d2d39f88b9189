import { AppError } from "../errors.ts";
import { type Disk, realDisk } from "./disk.ts";
import { openConfigFolder, type ConfigFolder } from "./folder.ts";
import { type Alternatives, missingSetting, needed } from "./missing.ts";
import { resolveSetting, type Resolved } from "./resolve.ts";
import type { SettingKey, Settings } from "./schema.ts";
import { fromConfigFile, fromEnvironment, fromFlags, fromSecretFiles, type Texts } from "./sources.ts";
import { timeZoneProblems } from "./time-zone.ts";
import { unknownVariables } from "./unknown.ts";
import { unusedSettings } from "./unused.ts";

export interface LoadRequest<K extends SettingKey, R extends K> {
  /** By name without the dashes in front, as written; names that are no setting's flag are not looked at. */
  readonly flags: Texts;
  readonly env: Texts;
  /** Only these are looked up and checked: a client must not fail on a secret of the server. */
  readonly keys: readonly K[];
  /** Those of `keys` that must have a value. */
  readonly required?: readonly R[];
  /** Those of `keys` of which one must have a value; the first that has one is used. */
  readonly oneOf?: readonly [K, ...K[]];
  readonly readFile?: Disk["readFile"];
  readonly isFolder?: Disk["isFolder"];
}

export type Loaded<K extends SettingKey, R extends K = never> = {
  readonly [P in K]: P extends R ? NonNullable<Settings[P]> : Settings[P];
};

export interface LoadedSettings<K extends SettingKey, R extends K> {
  readonly settings: Loaded<K, R>;
  /** Where each value comes from, in words: `default`, `flag --server-port`. Never a value. */
  readonly origins: Readonly<Record<K, string>>;
  readonly warnings: readonly string[];
  /** The path of config.yml; undefined: there is none. */
  readonly configFile: string | undefined;
}

/**
 * Each setting from the first source that has it: flag, NAME_FILE, NAME, config.yml, default. Throws one AppError
 * `settings` that lists every problem there is.
 */
export async function loadSettings<const K extends SettingKey, const R extends K = never>(
  request: LoadRequest<K, R>,
): Promise<LoadedSettings<K, R>> {
  const { flags, env, keys, required = [] } = request;
  const disk = { readFile: request.readFile ?? realDisk.readFile, isFolder: request.isFolder ?? realDisk.isFolder };
  const secretFiles = await fromSecretFiles(env, new Set(["config.dir", ...keys]), disk.readFile);
  const outside = [fromFlags(flags), secretFiles, fromEnvironment(env)];
  const home = await openConfigFolder(outside, disk);
  const sources = [...outside, fromConfigFile(home.file)];
  const found = collect(home);
  for (const key of keys)
    if (key !== "config.dir")
      found.take(key, await resolveSetting(key, sources, { folder: home.folder, readFile: disk.readFile }));
  const missing = home.file.understood ? needed(request, found.values).filter(found.lacks) : [];
  const zone = keys.some((key) => key === "schedule") ? timeZoneProblems(found.values, env) : [];
  const problems = [
    ...found.problems,
    ...zone,
    ...missing.map((lacking) => missingSetting(lacking, home.placeToWrite)),
  ];
  if (problems.length > 0) throw new AppError("settings", headline(problems.length), { problems });
  if (!isComplete<K, R>(found, keys, required)) throw new Error("a setting was not looked up");
  const warnings = [...unknownVariables(env), ...found.warnings, ...unusedSettings(found.values, request.oneOf)];
  const configFile = home.hasFile ? home.configFile : undefined;
  return { settings: found.values, origins: found.origins, warnings, configFile };
}

type Values = { -readonly [P in SettingKey]?: Settings[P] | undefined };

interface Collected {
  readonly values: Values;
  readonly origins: { [P in SettingKey]?: string };
}

function collect(home: ConfigFolder) {
  const values: Values = { "config.dir": home.folder };
  const origins: Collected["origins"] = { "config.dir": home.origin };
  const problems = [...home.problems];
  const warnings = [...home.warnings];

  function take<P extends SettingKey>(key: P, resolved: Resolved<Settings[P]>): void {
    if ("problems" in resolved) {
      problems.push(...resolved.problems);
      return;
    }
    values[key] = resolved.value;
    origins[key] = resolved.origin;
    warnings.push(...resolved.warnings);
  }

  /** Whether they were looked up and none was found; a setting with a problem was. */
  const lacks = (alternatives: Alternatives) => alternatives.every((key) => key in values && values[key] === undefined);

  return { values, origins, problems, warnings, take, lacks };
}

function isComplete<K extends SettingKey, R extends K>(
  found: Collected,
  keys: readonly K[],
  required: readonly R[],
): found is Collected & { readonly values: Loaded<K, R>; readonly origins: Record<K, string> } {
  const { values, origins } = found;
  return keys.every((key) => key in values && key in origins) && required.every((key) => values[key] !== undefined);
}

function headline(count: number): string {
  return count === 1 ? "There is a problem with the settings" : `There are ${count} problems with the settings`;
}
