import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { AppError, messageOf, systemCode } from "../../errors.ts";

const setting = "queue.sqlite_path";

/** What SQLite said while jobs were read or written; undefined if only a mistake in our own statements can cause it. */
export function storeFailure(path: string, code: string, cause: unknown): AppError | undefined {
  const known = reasons.find(([prefix]) => code.startsWith(prefix));
  return known && failed(path, known, cause);
}

/** What the system said when jobs were to be brought to the disk. */
export const syncFailure = (path: string, cause: unknown): AppError =>
  failed(path, ["ENOSPC", "EDQUOT"].includes(systemCode(cause)) ? FULL : FAULTY, cause);

function failed(path: string, [, reason, hint]: Reason, cause: unknown): AppError {
  const publicly = `The job queue ${reason}`;
  return new AppError("queue_unavailable", `The job queue ${path} ${reason}`, { hint, publicly, cause });
}

/** What SQLite said while the file was opened; where it only says that it could not, the reason is looked for. */
export function openFailure(path: string, code: string, cause: unknown): AppError {
  const unclear = /^SQLITE_(CANTOPEN|READONLY|IOERR)/.test(code);
  const reason = unclear ? accessFault(path) : undefined;
  const known = reason === undefined ? storeFailure(path, code, cause) : undefined;
  return known ?? cannotOpen(path, reason ?? messageOf(cause), cause);
}

/** What forbids to open the file for writing, or to create it, as far as that can be seen without doing so. */
export function whyNotWritable(path: string): AppError | undefined {
  const reason = accessFault(path);
  return reason === undefined ? undefined : cannotOpen(path, reason);
}

function cannotOpen(path: string, reason: string, cause?: unknown): AppError {
  const elsewhere = `set ${setting} to a file in a folder that this program may write`;
  const isMissing = !existsSync(path) && accessProblem(`${dirname(path)}/.`) === "ENOENT";
  const hint = isMissing ? `create the folder, or ${elsewhere}` : elsewhere;
  return new AppError("queue_unavailable", `The job queue ${path} cannot be opened: ${reason}`, { hint, cause });
}

/** For a file that is left alone: opening it would harm it, or what somebody else keeps in it. */
export function refusal(path: string, reason: string, hint: string): AppError {
  return new AppError("queue_unavailable", `The job queue ${path} was not opened: ${reason}`, { hint });
}

type Reason = readonly [code: string, reason: string, hint: string];

const FULL: Reason = [
  "SQLITE_FULL",
  "cannot grow: no space is left",
  "free space on its disk; nothing needs a restart",
];
const FAULTY: Reason = [
  "SQLITE_IOERR",
  "cannot be read or written",
  "check its disk or mount; the system log says more",
];

const reasons: readonly Reason[] = [
  ["SQLITE_BUSY", "is in use by another server", `stop that one, or give this one a file of its own (${setting})`],
  FULL,
  FAULTY,
  ["SQLITE_READONLY", "cannot be written", "check its permissions, and that its disk is not mounted read-only"],
  ["SQLITE_CANTOPEN", "cannot be written", `check the permissions of its folder, or name another file (${setting})`],
  ["SQLITE_NOTADB", "is not an SQLite database", `name another file (${setting}), or move this one away`],
  ["SQLITE_CORRUPT", "is damaged", "stop the server; restore a backup, or move the file away to begin without jobs"],
];

const accessFault = (path: string): string | undefined => fileProblem(path) ?? folderProblem(dirname(path));

function fileProblem(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (statSync(path).isDirectory()) return "it is a folder, not a file";
  return accessProblem(path) === undefined ? undefined : "this program may not read and write it";
}

function folderProblem(folder: string): string | undefined {
  // With the dot, a file in place of the folder is told apart.
  const problem = accessProblem(`${folder}/.`);
  return problem === undefined ? undefined : `${folder} ${folderProblems.get(problem) ?? "may not be written"}`;
}

const folderProblems: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "does not exist"],
  ["ENOTDIR", "is not a folder"],
  ["EROFS", "is on a disk that is mounted read-only"],
]);

/** The system's name for what forbids to write, or undefined. */
function accessProblem(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return systemCode(error) || "unknown";
  }
}
