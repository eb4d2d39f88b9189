import { textFile } from "../lib/text-file.ts";
import { loadSettings } from "./load.ts";
import type { Keys } from "./kinds.ts";
import { type Texts, secretFile } from "./sources.ts";

/** Where the server's keys come from, to read them again. */
export interface KeySource {
  /** As at the start: from the first source that has them. Throws AppError `settings`. */
  readonly read: () => Promise<Keys>;
  /** The file to watch, if they come from one of their own; rejects when it cannot be read. */
  readonly text: (() => Promise<string>) | undefined;
}

const KEY = "server.api_key";

export function keySource(from: { readonly flags: Texts; readonly env: Texts }, origin: string): KeySource {
  const path = secretFile(from.env, KEY);
  return {
    read: async () => (await loadSettings({ ...from, keys: [KEY], required: [KEY] })).settings[KEY],
    text: path === undefined || origin.startsWith("flag ") ? undefined : textFile(path).read,
  };
}
