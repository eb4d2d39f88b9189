import { type Problem, systemCode } from "../errors.ts";
import type { ConfigFile } from "./config-file.ts";
import type { Disk } from "./disk.ts";
import { DEFAULT, resolveSetting } from "./resolve.ts";
import { fromConfigFile, isMissing, readFailure, type Source } from "./sources.ts";

export interface ConfigFolder {
  /** `config.dir`: where files live whose path is not set. */
  readonly folder: string;
  readonly origin: string;
  readonly configFile: string;
  /** Whether there is such a file. */
  readonly hasFile: boolean;
  /** `configFile` as a place to write a setting, with what is to be known of it. */
  readonly placeToWrite: string;
  readonly file: ConfigFile;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/**
 * Finds the folder and reads config.yml in it, if there is one. A `config.dir` in config.yml itself cannot say where
 * config.yml is; it moves the default files only.
 */
export async function openConfigFolder(outside: readonly Source[], disk: Disk): Promise<ConfigFolder> {
  const first = await locate(outside, disk);
  const configFile = `${first.folder.replace(/\/+$/, "")}/config.yml`;
  // Meanwhile, since a client waits for the disk most of all.
  const looksAround = misnamed(configFile, disk);
  const file = first.problems.length > 0 ? NO_FILE : await readConfigFile(configFile, disk);
  const last = file.entries.has("config.dir") ? await locate([...outside, fromConfigFile(file)], disk) : first;
  const hasFile = file !== NO_FILE;
  const other = hasFile ? undefined : await looksAround;
  const unread = other === undefined ? [] : [`there is no ${configFile}; ${other} is not read: rename it`];
  return {
    ...last,
    configFile,
    hasFile,
    placeToWrite: hasFile ? configFile : `${configFile} (which does not exist${orRather(last.origin, other)})`,
    file,
    problems: [...last.problems, ...file.problems],
    warnings: [...last.warnings, ...unread],
  };
}

/** What may have been meant instead; a folder that nobody named is forgotten more often than not. */
function orRather(origin: string, other: string | undefined): string {
  if (other !== undefined) return `; rename ${other}`;
  return origin === DEFAULT ? "; --config-dir names another folder" : "";
}

/** A file that somebody took for config.yml. */
async function misnamed(configFile: string, { readFile }: Disk): Promise<string | undefined> {
  for (const ending of ["yaml", "json"]) {
    const path = configFile.replace(/yml$/, ending);
    try {
      await readFile(path);
      return path;
    } catch (error) {
      if (!isMissing(error)) return path;
    }
  }
  return undefined;
}

async function locate(sources: readonly Source[], { isFolder, readFile }: Disk) {
  const found = await resolveSetting("config.dir", sources, { folder: "", readFile });
  if ("problems" in found) return { folder: FALLBACK, origin: DEFAULT, problems: found.problems, warnings: [] };
  const { value: folder = FALLBACK, origin, warnings } = found;
  if (origin === DEFAULT || (await isFolder(folder))) return { folder, origin, problems: [], warnings };
  const problem: Problem = {
    message: `config.dir: there is no folder "${folder}"`,
    where: origin,
    hint: /\.ya?ml$/.test(folder)
      ? "name the folder that the file is in: it is read there as config.yml"
      : "create the folder, mount it, or correct the path",
  };
  return { folder, origin, problems: [problem], warnings };
}

/** Loads the YAML parser only when there is something to parse: a client in a container usually has no file. */
async function readConfigFile(path: string, { readFile }: Disk): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return NO_FILE;
    const problem: Problem = {
      message: readFailure(error),
      where: path,
      hint:
        systemCode(error) === "EISDIR"
          ? "move the folder away, and write a file of that name"
          : "give this user read access to it, or run as the user that may read it",
    };
    return { entries: new Map(), problems: [problem], understood: false };
  }
  const { parseConfigFile } = await import("./config-file.ts");
  return parseConfigFile(path, text);
}

const FALLBACK = "/config";

const NO_FILE: ConfigFile = { entries: new Map(), problems: [], understood: true };
