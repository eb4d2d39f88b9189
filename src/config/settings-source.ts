import { textFile } from "../lib/text-file.ts";
import type { Source } from "../lib/watch.ts";
import { type Loaded, loadSettings } from "./load.ts";
import type { SettingKey } from "./schema.ts";
import { type Texts, secretFile } from "./sources.ts";

export interface SettingsSourceOptions<K extends SettingKey, R extends K, T> {
  readonly flags: Texts;
  readonly env: Texts;
  /** Where each value came from at the start. */
  readonly origins: Readonly<Record<K, string>>;
  readonly keys: readonly K[];
  readonly required?: readonly R[];
  readonly oneOf?: readonly [K, ...K[]];
  /** What they are to their user. */
  readonly as: (settings: Loaded<K, R>) => T;
}

/** Settings that can be read again, as at the start: each from the first source that has it. Throws AppError `settings`. */
export function settingsSource<const K extends SettingKey, T, const R extends K = never>(
  options: SettingsSourceOptions<K, R, T>,
): Source<T> {
  const { env, origins, keys, as } = options;
  // A file that a flag outdoes is of no account.
  const looked = keys.filter((key) => !origins[key].startsWith("flag "));
  const files = looked.flatMap((key) => secretFile(env, key) ?? []).map((path) => textFile(path));
  const text = async () => (await Promise.all(files.map((file) => file.read()))).join("\0");
  return {
    read: async () => as((await loadSettings<K, R>(options)).settings),
    text: files.length === 0 ? undefined : text,
  };
}
