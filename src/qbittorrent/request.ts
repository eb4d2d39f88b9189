import { AppError } from "../errors.ts";
import { networkReason } from "../lib/network.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** `name=value` of the cookies that came with it, verbatim: a proxy may add its own. */
  readonly cookie: string | undefined;
}

export interface HttpOptions {
  /** With the base path, if there is a proxy; without a trailing slash. */
  readonly host: string;
  readonly fetch: Fetch;
  /** For one request. */
  readonly timeoutMs: number;
}

export interface HttpRequest {
  /** Below `/api/v2/`. */
  readonly path: string;
  /** Present: a POST of this form; qBittorrent reads a POST's parameters from the body only. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** The form only asks: it is one because a URL would be too long for a proxy. */
  readonly asks?: true;
  readonly cookie?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const isWrite = ({ form, asks }: HttpRequest): boolean => form !== undefined && asks !== true;

/**
 * One HTTP exchange with the WebUI. Any status is an answer but for those by which a proxy says that it has none; that, and
 * silence, throw `qbittorrent_unreachable`.
 */
export async function exchange(options: HttpOptions, request: HttpRequest): Promise<Answer> {
  const url = `${options.host}/api/v2/${request.path}`;
  try {
    request.signal?.throwIfAborted();
    const response = await options.fetch(url, toInit(request, options.timeoutMs));
    const { status } = response;
    if (NOBODY_BEHIND.includes(status)) throw new Error(`a proxy answers ${status} for it`);
    return { status, body: await response.text(), cookie: cookiesOf(response) };
  } catch (thrown) {
    if (request.signal?.aborted === true) throw interruption(request.signal.reason);
    throw unreachable(options, thrown);
  }
}

const NOBODY_BEHIND: readonly number[] = [502, 503, 504];

function cookiesOf(response: Response): string | undefined {
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return cookies.length === 0 ? undefined : cookies.join("; ");
}

function toInit({ form, cookie, signal }: HttpRequest, timeoutMs: number): RequestInit {
  const signals = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
  // Neither Origin nor Referer: qBittorrent compares them with its own idea of its address (CSRF protection).
  const headers: Record<string, string> = cookie === undefined ? {} : { Cookie: cookie };
  const common = { signal: AbortSignal.any(signals), redirect: "manual" as const };
  if (form === undefined) return { ...common, headers };
  headers["Content-Type"] = "application/x-www-form-urlencoded";
  return { ...common, method: "POST", headers, body: encodeForm(form) };
}

/** Spaces as %20: servers before 4.1.9 do not decode a plus. */
const encodeForm = (form: Readonly<Record<string, string>>): string =>
  Object.entries(form)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");

/** Whoever has asked for it may have said why. */
const interruption = (reason: unknown): AppError =>
  reason instanceof AppError ? reason : new AppError("interrupted", "Interrupted", { cause: reason });

function unreachable({ host, timeoutMs }: HttpOptions, thrown: unknown): AppError {
  const timedOut = thrown instanceof Error && thrown.name === "TimeoutError";
  const why = timedOut ? `no answer within ${timeoutMs / 1000} s` : networkReason(thrown);
  return new AppError("qbittorrent_unreachable", `Cannot reach qBittorrent at ${host}: ${why}`, {
    hint: timedOut
      ? "a large library may need a longer qbittorrent.timeout"
      : "is qBittorrent running, its Web UI enabled, and qbittorrent.host right as seen from this machine?",
    cause: thrown,
  });
}
