import { loadSettings } from "../config/load.ts";
import { type Settings, envName, flagName } from "../config/schema.ts";
import type { Texts } from "../config/sources.ts";
import { type AppError, messageOf } from "../errors.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { openLogFile } from "../lib/log-file.ts";
import { createLineFormat } from "../lib/log-line.ts";
import { flagNamed } from "./flags.ts";
import type { Terminal } from "./terminal.ts";
import { splitWords } from "./words.ts";

interface Place {
  readonly terminal: Pick<Terminal, "err" | "env">;
  readonly clock: Clock | undefined;
}

type LogSettings = Pick<Settings, "logging.file" | "logging.level">;

interface Queued {
  readonly job_id: string;
  readonly context: string | null;
  readonly hash: string | null;
}

/**
 * To the log file, where somebody asked for one: qBittorrent, which calls us, throws away what we print. A file that cannot be
 * written is no reason not to submit a job.
 */
export function logQueued(settings: LogSettings, { job_id: job, context, hash }: Queued, place: Place): void {
  if (!["DEBUG", "INFO"].includes(settings["logging.level"])) return;
  append(settings["logging.file"], { level: "info", text: "Job queued", properties: { job, context, hash } }, place);
}

/** Of calls that were to submit a job; also of a command line that was not understood, as far as it can be read. */
export async function logFailure(args: readonly string[], error: AppError, place: Place): Promise<void> {
  const options = splitWords(args, (name) => flagNamed(name)?.type === "string").filter(
    (word) => word.kind === "option",
  );
  if (options.some(({ name }) => flagNamed(name)?.mode === true)) return;
  const given = Object.fromEntries(options.map(({ name, value }) => [name, value]));
  const path = await askedFor(given, place.terminal.env);
  if (path !== undefined) append(path, { level: "error", text: "Call failed", properties: { error } }, place);
}

/** The log file that somebody named. Where config.yml is what the call failed for, a flag or the environment still names it. */
async function askedFor(given: Texts, env: Texts): Promise<string | undefined> {
  try {
    const { settings, origins } = await loadSettings({ flags: given, env, keys: [KEY] });
    return origins[KEY] === "default" ? undefined : settings[KEY];
  } catch {
    return given[flagName(KEY)] || env[envName(KEY)] || undefined;
  }
}

const KEY = "logging.file";

interface Entry {
  readonly level: "info" | "error";
  readonly text: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function append(path: string, { level, text, properties }: Entry, { terminal, clock = systemClock }: Place): void {
  const report = (problem: string, thrown: unknown) => terminal.err(`warning: ${problem}: ${messageOf(thrown)}`);
  const line = createLineFormat((unchanged) => unchanged)({
    timestamp: clock.now(),
    level,
    category: ["qbt-rules", "client"],
    message: [text],
    rawMessage: text,
    properties,
  });
  try {
    // Never renamed by us: several calls at once would do so one after the other, and the server may write to it too.
    const file = openLogFile(path, { maxBytes: Infinity, maxFiles: 1, report });
    file.write(line);
    file.close();
  } catch (thrown) {
    report("The log file cannot be written", thrown);
  }
}
