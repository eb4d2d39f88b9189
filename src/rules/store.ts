import { AppError, type Problem, describe, messageOf, systemCode } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import { loadRules } from "./load.ts";
import type { Rulebook } from "./rule.ts";

/** The rules file, wherever it is. */
export interface RulesFile {
  readonly path: string;
  /** Changes whenever the file does. */
  stamp(): Promise<string>;
  read(): Promise<string>;
}

export interface CurrentRules {
  readonly book: Rulebook;
  /** Set while the file is broken and the last good rules go on: why nothing may be destroyed. */
  readonly withhold?: string;
}

export interface RulesStore {
  /** Reads the file for the first time. Throws AppError `rules` with every problem. */
  load(): Promise<readonly Problem[]>;
  /** The rules as they are now: read again if the file has changed, the last good ones if it is broken. */
  current(): Promise<CurrentRules>;
  /** For the health report. */
  state(): { readonly count: number; readonly error: string | null };
}

/** Keeps the last good rules: someone in the middle of an edit must not stop the program, nor make it delete. */
export function createRulesStore(file: RulesFile, log: Log): RulesStore {
  let book: Rulebook = { rules: [], protect: undefined, maxDeletions: undefined };
  let stamp: string | undefined;
  let broken: Broken | undefined;

  async function reload(): Promise<readonly Problem[]> {
    const seen = await file.stamp();
    const loaded = loadRules(file.path, await file.read());
    stamp = seen;
    if (!loaded.ok) throw new AppError("rules", `${file.path} has mistakes`, { problems: loaded.problems });
    book = loaded.book;
    broken = undefined;
    return loaded.warnings;
  }

  async function refresh(): Promise<void> {
    if ((await file.stamp()) === stamp) return;
    const warnings = await reload();
    log.info("Rules read again", { file: file.path, rules: book.rules.length });
    for (const { message, where } of warnings) log.warn("Rules", { warning: message, where });
  }

  return {
    load: async () => {
      try {
        return await reload();
      } catch (thrown) {
        throw thrown instanceof AppError ? thrown : unreadable(file.path, thrown);
      }
    },
    current: async () => {
      try {
        await refresh();
      } catch (thrown) {
        // A file that comes back as it was must be read again too.
        if (!(thrown instanceof AppError)) stamp = undefined;
        const now = brokenBy(thrown, file.path);
        if (now.problem !== broken?.problem)
          log.error("The last good rules go on, without deleting or moving", { problem: now.problem });
        broken = now;
      }
      return broken === undefined ? { book } : { book, withhold: broken.withhold };
    },
    state: () => ({ count: book.rules.length, error: broken?.problem ?? null }),
  };
}

interface Broken {
  readonly problem: string;
  readonly withhold: string;
}

function brokenBy(thrown: unknown, path: string): Broken {
  if (thrown instanceof AppError) {
    const withhold = `the rules file has mistakes, which --validate shows: ${GOES_ON}`;
    return { problem: describe(thrown), withhold };
  }
  const missing = systemCode(thrown) === "ENOENT";
  const withhold = missing ? `the rules file is missing: ${GOES_ON}` : `the rules file cannot be read: ${GOES_ON}`;
  return { problem: unreadable(path, thrown).message, withhold };
}

const GOES_ON = "until that is mended the rules run as they were before, and nothing is deleted or moved";

const unreadable = (path: string, thrown: unknown): AppError =>
  new AppError("rules", `Cannot read the rules file ${path}: ${messageOf(thrown)}`, {
    hint: "set rules.file (--rules-file, QBT_RULES_RULES_FILE) to your rules, or start from config/rules.example.yml",
    cause: thrown,
  });
