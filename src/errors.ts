/** One problem among several: what was expected, what was found, where, and what to do. */
export interface Problem {
  /** For programs: what kind of mistake it is. */
  readonly code?: string;
  readonly message: string;
  /** `file:line:column`, or the name of a setting and its source. */
  readonly where?: string;
  readonly hint?: string;
  /** The lines around the place, with a caret under it: for a person at a terminal, not for logs. */
  readonly frame?: readonly string[];
}

interface Edge {
  /** Status of the HTTP answer. */
  readonly http: 400 | 401 | 404 | 413 | 414 | 429 | 431 | 500 | 503;
  /** Exit status of the command. */
  readonly exit: 1 | 2;
}

const codes = {
  usage: { http: 400, exit: 2 },
  settings: { http: 500, exit: 1 },
  rules: { http: 500, exit: 1 },
  invalid_request: { http: 400, exit: 1 },
  cannot_cancel: { http: 400, exit: 1 },
  too_large: { http: 413, exit: 1 },
  url_too_long: { http: 414, exit: 1 },
  headers_too_large: { http: 431, exit: 1 },
  unauthorized: { http: 401, exit: 1 },
  too_many_failures: { http: 429, exit: 1 },
  not_found: { http: 404, exit: 1 },
  queue_unavailable: { http: 503, exit: 1 },
  port_unavailable: { http: 500, exit: 1 },
  server_unreachable: { http: 500, exit: 1 },
  server_unavailable: { http: 500, exit: 1 },
  server_refused: { http: 500, exit: 1 },
  too_many_deletions: { http: 500, exit: 1 },
  hook: { http: 500, exit: 1 },
  job_unsuccessful: { http: 500, exit: 1 },
  qbittorrent_unreachable: { http: 503, exit: 1 },
  qbittorrent_credentials: { http: 503, exit: 1 },
  qbittorrent_banned: { http: 503, exit: 1 },
  qbittorrent_unusable: { http: 503, exit: 1 },
  qbittorrent_answer: { http: 503, exit: 1 },
  interrupted: { http: 503, exit: 1 },
  internal: { http: 500, exit: 1 },
} as const satisfies Record<string, Edge>;

export type ErrorCode = keyof typeof codes;

export interface ErrorDetails {
  /** What to do about it. */
  readonly hint?: string | undefined;
  readonly problems?: readonly Problem[];
  /** The message for who has shown no key: it names no address and no file. Undefined: there is none. */
  readonly publicly?: string | undefined;
  readonly cause?: unknown;
}

/** An error that was foreseen: its message is for the person who has to act, never a stack. Anything else is a bug. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];
  readonly publicly: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
    this.publicly = details.publicly;
  }
}

/** Anything thrown, as an AppError: what is not one already is a bug, code `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return new AppError("internal", messageOf(thrown), { cause: thrown });
}

/** What went wrong, as the system or a library calls it, such as ENOENT; "" where neither has a name for it. */
export const systemCode = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

export const httpStatus = (error: AppError): Edge["http"] => codes[error.code].http;

export const exitStatus = (error: AppError): Edge["exit"] => codes[error.code].exit;

/** The error as lines for a terminal or a log: the message, then every problem, then the hint. */
export function describe(error: AppError): string {
  const hint = error.hint === undefined ? [] : [`  -> ${error.hint}`];
  return [error.message, ...error.problems.flatMap(describeProblem), ...hint].join("\n");
}

/** The same for where there is room for one: the message, and what to do about it. */
export const inOneLine = ({ message, hint }: Pick<AppError, "message" | "hint">): string =>
  hint === undefined ? message : `${message}; ${hint}`;

export function describeProblem({ message, where, hint }: Problem): string[] {
  const line = where === undefined ? `  ${message}` : `  ${where}: ${message}`;
  return hint === undefined ? [line] : [line, `      -> ${hint}`];
}
