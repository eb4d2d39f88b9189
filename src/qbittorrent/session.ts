import { AppError } from "../errors.ts";
import { type Credentials, addressRefused, logIn } from "./login.ts";
import { type Answer, type HttpOptions, type HttpRequest, exchange, isWrite } from "./request.ts";

export interface SessionOptions extends HttpOptions, Credentials {
  /** Called after each login: the server may have been restarted, as another version. */
  readonly loggedIn?: () => void;
  /** Asked before each write is sent, repetitions included: aborted when it must not be, or not go on. */
  readonly mayWrite?: () => AbortSignal | undefined;
}

export interface Session {
  /**
   * The answer to a request made while logged in: logs in first if needed, and once more when the server has forgotten the
   * session (403). A 403 after that is the answer to a write: a folder may be one that the server cannot write to. Throws `qbittorrent_unreachable`, `_credentials`, `_banned` or `_answer`.
   */
  send(request: Omit<HttpRequest, "cookie">): Promise<Answer>;
  readonly login: Login;
}

/** How the session is begun from now on; one that there is goes on. */
export interface Login {
  /** With these, also where those before were refused. False: they are the same. */
  readonly replace: (credentials: Credentials) => boolean;
  /** What was refused may be sent once more. */
  readonly tryAgain: () => void;
}

/**
 * Cookie login for every version. The cookie is kept as the server named it: `SID` up to 5.1, `QBT_SID_<port>` since 5.2.
 * Refused credentials are remembered and not sent again: five failures make qBittorrent ban the address for an hour.
 */
export function createSession(options: SessionOptions): Session {
  let credentials: Credentials = options;
  let cookie: string | undefined;
  let loggingIn: Promise<void> | undefined;
  let refused: AppError | undefined;

  async function enter(): Promise<void> {
    if (refused !== undefined) throw refused;
    const used = credentials;
    try {
      cookie = await logIn({ ...options, ...used });
    } catch (thrown) {
      // Those that have taken their place meanwhile have not been refused.
      if (isRefusal(thrown) && used === credentials) refused = thrown;
      throw thrown;
    }
    options.loggedIn?.();
  }

  /** Concurrent requests share one login, which goes on when one of them is interrupted. */
  const ensureLoggedIn = async (signal: AbortSignal | undefined): Promise<void> => {
    if (cookie !== undefined) return;
    loggingIn ??= enter().finally(() => {
      loggingIn = undefined;
    });
    await unlessAborted(loggingIn, signal);
  };

  async function attempt(request: HttpRequest): Promise<Answer> {
    await ensureLoggedIn(request.signal);
    const used = cookie;
    const signal = isWrite(request) ? together(request.signal, options.mayWrite?.()) : request.signal;
    const answer = await exchange(options, { ...request, cookie: used === "" ? undefined : used, signal });
    // Another request may have logged in again meanwhile: only forget the cookie that was refused.
    if (answer.status === 403 && cookie === used) cookie = undefined;
    return answer;
  }

  return {
    send: async (request) => {
      const first = await attempt(request);
      const answer = first.status === 403 ? await attempt(request) : first;
      if (answer.status === 401) throw addressRefused(options.host);
      if (answer.status === 403 && !isWrite(request)) throw sessionRefused(options);
      return answer;
    },
    login: {
      replace: ({ username, password }) => {
        if (username === credentials.username && password === credentials.password) return false;
        credentials = { username, password };
        refused = undefined;
        return true;
      },
      tryAgain: () => {
        refused = undefined;
      },
    },
  };
}

const together = (one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined =>
  one === undefined || other === undefined ? (one ?? other) : AbortSignal.any([one, other]);

const isRefusal = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === "qbittorrent_credentials";

async function unlessAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return await promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new AppError("interrupted", "Interrupted"));
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  await Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener("abort", abort));
}

const sessionRefused = ({ host }: SessionOptions): AppError =>
  new AppError("qbittorrent_answer", `qBittorrent at ${host} forbids requests right after a successful login (403)`, {
    hint: "a proxy in front of it may drop cookies",
  });
