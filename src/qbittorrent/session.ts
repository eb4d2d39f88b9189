import { AppError } from "../errors.ts";
import { type Answer, type HttpOptions, type HttpRequest, exchange } from "./request.ts";

export interface SessionOptions extends HttpOptions {
  readonly username: string;
  readonly password: string;
}

export interface Session {
  /**
   * The answer to a request made while logged in: logs in first if needed, and once more when the server has forgotten the
   * session (403). Throws `qbittorrent_unreachable`, `_credentials`, `_banned` or `_answer`.
   */
  send(request: Omit<HttpRequest, "cookie">): Promise<Answer>;
}

/**
 * Cookie login for every version. The cookie is kept as the server named it: `SID` up to 5.1, `QBT_SID_<port>` since 5.2.
 * Refused credentials are remembered and not sent again: five failures make qBittorrent ban the address for an hour.
 */
export function createSession(options: SessionOptions): Session {
  let cookie: string | undefined;
  let loggingIn: Promise<void> | undefined;
  let refused: AppError | undefined;

  async function logIn(): Promise<void> {
    if (refused !== undefined) throw refused;
    const { username, password } = options;
    const answer = await exchange(options, { path: "auth/login", form: { username, password } });
    const failure = loginFailure(answer, options);
    if (failure?.code === "qbittorrent_credentials") refused = failure;
    if (failure !== undefined) throw failure;
    cookie = answer.cookie ?? "";
  }

  /** Concurrent requests share one login, which goes on when one of them is interrupted. */
  const ensureLoggedIn = async (signal: AbortSignal | undefined): Promise<void> => {
    if (cookie !== undefined) return;
    loggingIn ??= logIn().finally(() => {
      loggingIn = undefined;
    });
    await unlessAborted(loggingIn, signal);
  };

  async function attempt(request: HttpRequest): Promise<Answer> {
    await ensureLoggedIn(request.signal);
    const used = cookie;
    const answer = await exchange(options, { ...request, cookie: used === "" ? undefined : used });
    // Another request may have logged in again meanwhile: only forget the cookie that was refused.
    if (answer.status === 403 && cookie === used) cookie = undefined;
    return answer;
  }

  return {
    send: async (request) => {
      const first = await attempt(request);
      const answer = first.status === 403 ? await attempt(request) : first;
      if (answer.status === 401) throw addressRefused(options);
      if (answer.status === 403) throw sessionRefused(options);
      return answer;
    },
  };
}

async function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return await promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new AppError("interrupted", "Interrupted"));
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  await Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener("abort", abort));
}

/** 200 `Ok.` or 204: in. 200 `Fails.` (up to 5.1) or 401 (since 5.2): wrong. 403: this address is banned. */
function loginFailure({ status, body }: Answer, { host, username }: SessionOptions): AppError | undefined {
  if (status === 204 || (status === 200 && body.trim() === "Ok.")) return undefined;
  if (status === 401 || (status === 200 && body.trim() === "Fails.")) {
    return new AppError("qbittorrent_credentials", `qBittorrent at ${host} refused the login of user "${username}"`, {
      hint: "check qbittorrent.username and qbittorrent.password, then restart; the login is not tried again, since qBittorrent bans an address after five failures",
    });
  }
  if (status === 403) {
    return new AppError(
      "qbittorrent_banned",
      `qBittorrent at ${host} has banned this address after too many failed logins`,
      {
        hint: "wait until the ban ends (an hour by default) or restart qBittorrent; correct the password first",
      },
    );
  }
  return new AppError("qbittorrent_answer", `${host} did not answer a login as qBittorrent does (status ${status})`, {
    hint: "is qbittorrent.host the address of the Web UI, with its base path if a proxy adds one?",
  });
}

const addressRefused = ({ host }: SessionOptions): AppError =>
  new AppError("qbittorrent_answer", `qBittorrent at ${host} refused the request as coming from elsewhere (401)`, {
    hint: "its Host header validation does not know this address: add it under Web UI > Server domains, or use the port qBittorrent itself listens on",
  });

const sessionRefused = ({ host }: SessionOptions): AppError =>
  new AppError("qbittorrent_answer", `qBittorrent at ${host} forbids requests right after a successful login (403)`, {
    hint: "a proxy in front of it may drop cookies",
  });
