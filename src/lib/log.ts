import { configureSync, getLogger, resetSync, type Logger, type LogRecord } from "@logtape/logtape";
import { AppError, messageOf } from "../errors.ts";
import { gatherLines } from "./gather.ts";
import { openLogFile, type LogFile } from "./log-file.ts";
import { createLineFormat } from "./log-line.ts";
import { createRedactor } from "./redact.ts";

export type Log = Logger;

export interface LoggingOptions {
  /** The least severe level that is logged. */
  readonly level: "DEBUG" | "INFO" | "WARNING" | "ERROR";
  readonly file?: string | undefined;
  /** Somebody asked for this very file: then not being able to write it is an error, not a warning. */
  readonly fileIsExplicit: boolean;
  readonly secrets: readonly string[];
  /** Takes a line without its line break, or several with line breaks between them. */
  readonly console: (lines: string) => void;
  /**
   * When to write what is no warning: a server under load writes many lines in one turn of the event loop, and each write
   * is a system call. Warnings and errors are written at once, and with them all before them. Default: at once, too.
   */
  readonly later?: (flush: () => void) => void;
  /** Bytes after which the file is renamed. */
  readonly maxBytes?: number;
}

export interface Logging {
  readonly log: Log;
  /** Strikes these out too, from now on. */
  readonly hide: (secrets: readonly string[]) => void;
  /** Back to silence; the file is closed. */
  readonly close: () => void;
}

/** Messages are constant and values go into properties: `log.info("Job completed", { job: id })`. */
export const rootLog = (): Log => getLogger(ROOT);

/** Turns logging on, which is silent before. There is one log in a process: a second call replaces the first. */
export function configureLogging({
  level,
  file,
  fileIsExplicit,
  secrets,
  console,
  later = (flush) => flush(),
  maxBytes = 10_000_000,
}: LoggingOptions): Logging {
  const aboutLog = rootLog().getChild("log");
  const hidden = new Set(secrets);
  let redact = createRedactor(secrets);
  const format = createLineFormat((text) => redact(text));
  const report = (problem: string, error: unknown) => aboutLog.warn(problem, { file, why: messageOf(error) });
  const { logFile, failure } = tryOpen(file, (path) => openLogFile(path, { maxBytes, maxFiles: 3, report }));
  if (failure !== undefined && fileIsExplicit) throw unwritable(file, failure);
  const onConsole = gatherLines(console, later);
  const inFile = gatherLines((lines) => logFile?.write(lines), later);
  const toConsole = (record: LogRecord) => onConsole.add(format(record), momentOf(record));
  const toBoth = (record: LogRecord) => {
    const line = format(record);
    for (const lines of [onConsole, inFile]) lines.add(line, momentOf(record));
  };
  const end = () => {
    for (const lines of [inFile, onConsole]) lines.flush();
    logFile?.close();
  };
  configureSync({
    reset: true,
    sinks: { console: toConsole, both: Object.assign(toBoth, { [Symbol.dispose]: end }) },
    loggers: [
      { category: ROOT, sinks: ["both"], lowestLevel: LEVELS[level] },
      // What goes wrong with the log itself cannot go to the file.
      { category: [ROOT, "log"], sinks: ["console"], parentSinks: "override", lowestLevel: "warning" },
      { category: ["logtape", "meta"], sinks: ["console"], lowestLevel: "warning" },
    ],
  });
  if (failure !== undefined) report("There is no log file", failure);
  const hide = (more: readonly string[]): void => {
    for (const secret of more) hidden.add(secret);
    redact = createRedactor([...hidden]);
  };
  return { log: rootLog(), hide, close: resetSync };
}

const ROOT = "qbt-rules";

const momentOf = ({ level }: LogRecord) => (level === "info" || level === "debug" ? "later" : "at once");

const LEVELS = { DEBUG: "debug", INFO: "info", WARNING: "warning", ERROR: "error" } as const;

function tryOpen(file: string | undefined, open: (path: string) => LogFile): { logFile?: LogFile; failure?: unknown } {
  try {
    return file === undefined ? {} : { logFile: open(file) };
  } catch (failure) {
    return { failure };
  }
}

function unwritable(file: string | undefined, failure: unknown): AppError {
  const hint = "name a file in a folder that exists and that this user may write to";
  const problem = { message: `logging.file: ${messageOf(failure)}`, where: file ?? ROOT, hint };
  return new AppError("settings", "The log file cannot be written", { problems: [problem], cause: failure });
}
