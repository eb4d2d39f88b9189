import { messageOf, type Problem, systemCode } from "../errors.ts";
import type { ConfigFile } from "./config-file.ts";
import type { Disk } from "./disk.ts";
import type { Kind, PlaceOf } from "./kinds.ts";
import { envName, flagName, schema, type SettingKey } from "./schema.ts";

export interface Found {
  readonly text: string;
  /** In words: `flag --server-port`, `/config/config.yml:3:9`. */
  readonly origin: string;
  /** The text must not be repeated: a file may hold a secret even where a port was asked for. */
  readonly hidden?: true;
  readonly warning?: string;
  /** Where its parts are, in a source that tells them apart. */
  readonly at?: PlaceOf;
}

/** One place to look a setting up; undefined when it says nothing about it. */
export type Source = (key: SettingKey) => Found | { readonly problem: Problem } | undefined;

export type Texts = Readonly<Record<string, string | undefined>>;

export function fromFlags(flags: Texts): Source {
  return (key) => {
    const text = flags[flagName(key)];
    if (text === undefined) return undefined;
    const origin = `flag --${flagName(key)}`;
    if (text.trim() === "")
      return { problem: { message: `${key} is empty`, where: origin, hint: "give a value, or leave the flag out" } };
    return { text, origin };
  };
}

/** `NAME_FILE`: the value is the content of the file, without white space around it. */
export async function fromSecretFiles(
  env: Texts,
  keys: Iterable<SettingKey>,
  readFile: Disk["readFile"],
): Promise<Source> {
  const found = new Map<SettingKey, ReturnType<Source>>();
  for (const key of keys) found.set(key, await readSecret(env, key, readFile));
  return (key) => found.get(key);
}

/** The path that `NAME_FILE` gives. */
export function secretFile(env: Texts, key: SettingKey): string | undefined {
  const path = env[`${envName(key)}_FILE`];
  return isBlank(path) ? undefined : path;
}

async function readSecret(env: Texts, key: SettingKey, readFile: Disk["readFile"]): Promise<ReturnType<Source>> {
  const name = `${envName(key)}_FILE`;
  const path = secretFile(env, key);
  if (path === undefined) return undefined;
  const origin = `file ${path} (${name})`;
  try {
    const text = (await readFile(path)).trim();
    if (text === "")
      return {
        problem: { message: `${key}: the file is empty`, where: origin, hint: "write the value into the file" },
      };
    return {
      text,
      origin,
      hidden: true,
      ...(isBlank(env[envName(key)]) ? {} : { warning: `${name} and ${envName(key)} are both set: ${name} is used` }),
    };
  } catch (error) {
    const hint = `${readRemedy(error)}, correct the path, or remove ${name}`;
    return { problem: { message: `${key}: ${readFailure(error)}`, where: origin, hint } };
  }
}

/** An empty variable counts as not set: compose files pass on what the shell does not have. */
export function fromEnvironment(env: Texts): Source {
  return (key) => {
    const text = env[envName(key)];
    return isBlank(text) ? undefined : { text, origin: `environment ${envName(key)}` };
  };
}

export function fromConfigFile(file: ConfigFile): Source {
  return (key) => {
    const entry = file.entries.get(key);
    if (entry === undefined) return undefined;
    const { value, where, isComment, list } = entry;
    if (schema[key].kind.isList) {
      if (list !== undefined) return { text: list.text, origin: where, at: list.at };
      const message = `${key} is not a list, expected ${schema[key].kind.expects}`;
      return {
        problem: { message, where, hint: `write every entry on a line of its own below it, like "- cron: ..."` },
      };
    }
    const text = singleValue(value, schema[key].kind);
    if (text !== undefined) return { text, origin: where };
    const items: readonly unknown[] = schema[key].kind.lists && Array.isArray(value) ? value : [];
    if (items.length > 0 && items.every(isText)) return { text: items.join("\n"), origin: where };
    return {
      problem: {
        message: `${key} ${typeFault(value, items)}, expected ${schema[key].kind.expects}`,
        where,
        hint: `${typeHint(items.find((item) => !isText(item)) ?? value)}${isComment ? COMMENT : ""}`,
      },
    };
  };
}

/** Why a file could not be read, without the system's words for it where they are known. */
export function readFailure(error: unknown): string {
  const known: Readonly<Record<string, string>> = {
    ENOENT: "the file does not exist",
    ENOTDIR: "the file does not exist",
    EACCES: "the file may not be read by this user",
    EPERM: "the file may not be read by this user",
    EISDIR: "that is a folder, not a file",
  };
  return known[systemCode(error)] ?? `the file cannot be read: ${messageOf(error)}`;
}

/** The first thing to do about that; the path may be wrong as well. */
export function readRemedy(error: unknown): string {
  if (isMissing(error)) return "create it";
  return systemCode(error) === "EISDIR" ? "name a file" : "give this user read access to the file";
}

export const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(systemCode(error));

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

function singleValue(value: unknown, { numbers, booleans }: Kind<unknown>): string | undefined {
  if (isText(value)) return value;
  const isTaken = (typeof value === "number" && numbers) || (typeof value === "boolean" && booleans);
  return isTaken ? String(value) : undefined;
}

function typeFault(value: unknown, items: readonly unknown[] = []): string {
  const index = items.findIndex((item) => !isText(item));
  if (index >= 0) return `${typeFault(items[index])} (item ${index + 1})`;
  if (value === null || value === "") return "has no value";
  if (typeof value === "string") return "is blank";
  if (typeof value === "number") return "is a number";
  if (typeof value === "boolean") return "is true or false";
  return "is not a single value";
}

const COMMENT = " (# begins a comment: put a value that begins with # in quotes)";

function typeHint(value: unknown): string {
  if (value === null || value === "") return "give it a value, or remove the line";
  return typeof value === "number" || typeof value === "boolean"
    ? "put the value in quotes"
    : "write one value on the line";
}

function isBlank(text: string | undefined): text is undefined {
  return text === undefined || text.trim() === "";
}
