import { AppError } from "../errors.ts";
import { firstOf } from "../lib/signals.ts";
import { isLostConnection, unreachable } from "./unreachable.ts";

export type Fetch = (url: string, init: BunFetchRequestInit) => Promise<Response>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** `name=value` of each cookie that came with it, verbatim. */
  readonly cookies: readonly string[];
  /** Where it sends the asker instead; null: nowhere. */
  readonly location: string | null;
}

/** How the certificate of an https address is judged. */
export interface Tls {
  /** False: not at all. */
  readonly rejectUnauthorized: boolean;
  /** PEM, instead of the authorities that the runtime knows. */
  readonly ca?: string;
}

export interface HttpOptions {
  /** With the base path, if there is a proxy; without a trailing slash. */
  readonly host: string;
  readonly fetch: Fetch;
  /** For one request. */
  readonly timeoutMs: number;
  /** What to do where that was too short, if it is not the time of qbittorrent.timeout. */
  readonly ifTooShort?: string;
  readonly tls?: Tls | undefined;
}

export interface HttpRequest {
  /** Below `/api/v2/`; with a slash in front, below the base path. */
  readonly path: string;
  /** Present: a POST of this form; qBittorrent reads a POST's parameters from the body only. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** The form only asks: it is one because a URL would be too long for a proxy. */
  readonly asks?: true;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const isWrite = ({ form, asks }: HttpRequest): boolean => form !== undefined && asks !== true;

/**
 * One HTTP exchange with the WebUI. Any status is an answer but for those by which a proxy says that it has none; that, and
 * silence, throw `qbittorrent_unreachable`.
 *
 * qBittorrent closes connections that were idle for some seconds, maybe just when they are used again. A read whose
 * connection is lost is therefore repeated once, on a new one. A write may have been carried out by then, and is never
 * repeated: it has a connection of its own from the start, which cannot be dead.
 */
export async function exchange(options: HttpOptions, request: HttpRequest): Promise<Answer> {
  try {
    request.signal?.throwIfAborted();
    if (isWrite(request)) return await attempt(options, request, "new");
    try {
      return await attempt(options, request, "pooled");
    } catch (thrown) {
      if (!isLostConnection(thrown)) throw thrown;
      return await attempt(options, request, "new");
    }
  } catch (thrown) {
    if (request.signal?.aborted === true) throw interruption(request.signal.reason);
    throw unreachable(options, thrown);
  }
}

/** Whoever has asked for it may have said why. */
const interruption = (reason: unknown): AppError =>
  reason instanceof AppError ? reason : new AppError("interrupted", "Interrupted", { cause: reason });

async function attempt(options: HttpOptions, request: HttpRequest, connection: "pooled" | "new"): Promise<Answer> {
  const { path } = request;
  const url = path.startsWith("/") ? options.host + path : `${options.host}/api/v2/${path}`;
  const response = await options.fetch(url, { ...toInit(options, request), keepalive: connection === "pooled" });
  const { status, headers } = response;
  if (NOBODY_BEHIND.includes(status)) throw new Error(`a proxy answers ${status} for it`);
  return {
    status,
    body: await response.text(),
    cookies: headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? ""),
    location: headers.get("Location"),
  };
}

const NOBODY_BEHIND: readonly number[] = [502, 503, 504];

function toInit({ timeoutMs, tls }: HttpOptions, request: HttpRequest): BunFetchRequestInit {
  const { form, signal } = request;
  const common = {
    signal: firstOf(AbortSignal.timeout(timeoutMs), signal) ?? null,
    redirect: "manual" as const,
    // The runtime's own limit is shorter than ours may be.
    timeout: false,
    ...(tls && { tls }),
  };
  // Neither Origin nor Referer: qBittorrent compares them with its own idea of its address (CSRF protection).
  const headers = { ...request.headers };
  if (form === undefined) return { ...common, headers };
  headers["Content-Type"] = "application/x-www-form-urlencoded";
  // A text, so that its length is sent: qBittorrent does not read bodies in chunks.
  return { ...common, method: "POST", headers, body: encodeForm(form) };
}

/** Spaces as %20: servers before 4.1.9 do not decode a plus. */
const encodeForm = (form: Readonly<Record<string, string>>): string =>
  Object.entries(form)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
