import type { Problem } from "../errors.ts";
import type { Disk } from "./disk.ts";
import type { Judged, Kind } from "./kinds.ts";
import { schema, type Setting, type SettingKey, type Settings } from "./schema.ts";
import type { Found, Source } from "./sources.ts";

export type Resolved<T> =
  | { readonly problems: readonly Problem[] }
  | { readonly value: T | undefined; readonly origin: string; readonly warnings: readonly string[] };

interface Surroundings {
  /** Where default files live. */
  readonly folder: string;
  readonly readFile: Disk["readFile"];
}

/** The setting's value from the first source that has it, else its default. */
export async function resolveSetting<K extends SettingKey>(
  key: K,
  sources: readonly Source[],
  { folder, readFile }: Surroundings,
): Promise<Resolved<NonNullable<Settings[K]>>> {
  const setting: Setting<NonNullable<Settings[K]>> = schema[key];
  const found = firstOf(key, sources) ?? defaultOf(setting, folder);
  if (found === undefined) return { value: undefined, origin: "not set", warnings: [] };
  if ("problem" in found) return { problems: [found.problem] };
  const parsed = await valueOf(setting, found, readFile);
  if (parsed.ok) {
    const warnings = [found.warning, setting.caution?.(parsed.value)].filter((warning) => warning !== undefined);
    return { value: parsed.value, origin: found.origin, warnings };
  }
  // Where parts could be told apart it was no password, also in a file.
  if (parsed.problems !== undefined) return { problems: parsed.problems };
  const where = found.origin;
  if (setting.secret === true || found.hidden === true) {
    const message = `${key} cannot be used (its value is not shown)`;
    return { problems: [{ message, where, hint: `it must be ${setting.kind.expects}` }] };
  }
  return { problems: [{ message: `${key}: ${parsed.message}`, where, hint: parsed.hint }] };
}

async function valueOf<T>(setting: Setting<T>, found: Found, readFile: Disk["readFile"]): Promise<Judged<T>> {
  const written = (await kindFor(setting, found)).parse(found.text, found.at ?? (() => found.origin));
  return written.ok && setting.read !== undefined ? await setting.read(written.value, readFile) : written;
}

const kindFor = async <T>({ kind, thorough }: Setting<T>, { origin }: Found): Promise<Kind<T>> =>
  origin === DEFAULT ? kind : ((await thorough?.()) ?? kind);

function firstOf(key: SettingKey, sources: readonly Source[]): ReturnType<Source> {
  for (const source of sources) {
    const found = source(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function defaultOf(setting: Pick<Setting<unknown>, "default" | "defaultFile">, folder: string): Found | undefined {
  const text =
    setting.defaultFile === undefined ? setting.default : `${folder.replace(/\/+$/, "")}/${setting.defaultFile}`;
  return text === undefined ? undefined : { text, origin: DEFAULT };
}

export const DEFAULT = "default";
