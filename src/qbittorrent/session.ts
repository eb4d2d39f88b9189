import { AppError } from "../errors.ts";
import { firstOf } from "../lib/signals.ts";
import { addressRefused } from "./answers.ts";
import { type Credentials, areSame, enter } from "./credentials.ts";
import { needed } from "./needed.ts";
import { throwIfPage } from "./page.ts";
import type { Pass } from "./pass.ts";
import type { EntryOptions } from "./refusal.ts";
import { type Answer, type HttpRequest, exchange, isWrite } from "./request.ts";

export interface SessionOptions extends EntryOptions {
  readonly credentials: Credentials;
  /** Called after each login: the server may have been restarted, as another version. */
  readonly loggedIn?: () => void;
  /** Asked before each write is sent, repetitions included: aborted when it must not be, or not go on. */
  readonly mayWrite?: () => AbortSignal | undefined;
}

export interface Session {
  /**
   * The answer to a request made while logged in: logs in first if needed, and once more when the server has forgotten the
   * session (403, by which it also says that it has done nothing). A 403 after that is the answer to a write: a folder may be
   * one that the server cannot write to. Throws `qbittorrent_unreachable`, `_credentials`, `_banned`, or `_unusable` where
   * nobody is let in; of a write that is answered in a way of its own `_answer`.
   */
  send(request: Omit<HttpRequest, "headers">): Promise<Answer>;
  readonly login: Login;
}

/** How the session is begun from now on; one that there is goes on. */
export interface Login {
  /** With these, also where those before were refused. False: they are the same. */
  readonly replace: (credentials: Credentials) => boolean;
  /** What was refused may be sent once more. */
  readonly tryAgain: () => void;
}

/** A refused password is remembered and not sent again: five failures make qBittorrent ban the address for an hour. */
export function createSession(options: SessionOptions): Session {
  const { host } = options;
  let { credentials } = options;
  let pass: Pass | undefined;
  let entering: Promise<Pass> | undefined;
  let refused: AppError | undefined;

  async function logIn(): Promise<Pass> {
    if (refused !== undefined) throw refused;
    const used = credentials;
    try {
      pass = await needed(enter(options, used));
    } catch (thrown) {
      // Those that have taken their place meanwhile have not been refused.
      if (isRefusal(thrown) && used.kind === "password" && used === credentials) refused = thrown;
      throw thrown;
    }
    options.loggedIn?.();
    return pass;
  }

  /** Concurrent requests share one login, which goes on when one of them is interrupted. */
  async function loggedIn(signal: AbortSignal | undefined): Promise<Pass> {
    if (pass !== undefined) return pass;
    entering ??= logIn().finally(() => {
      entering = undefined;
    });
    return await unlessAborted(entering, signal);
  }

  async function attempt(request: HttpRequest): Promise<Answer> {
    const used = await loggedIn(request.signal);
    const signal = isWrite(request) ? firstOf(request.signal, options.mayWrite?.()) : request.signal;
    const answer = await exchange(options, { ...request, headers: used.headers(), signal });
    throwIfPage(host, answer);
    if (answer.status !== 403) used.keep(answer.cookies);
    // Another request may have logged in again meanwhile: only forget the pass that was refused.
    else if (pass === used) pass = undefined;
    return answer;
  }

  async function admitted(request: HttpRequest): Promise<Answer> {
    const first = await attempt(request);
    const answer = first.status === 403 ? await attempt(request) : first;
    if (answer.status === 401) throw addressRefused(host);
    if (answer.status === 403 && !isWrite(request)) throw sessionRefused(host);
    return answer;
  }

  return {
    // Who is not let in to read is not let in for anything; what is wrong with a write may be wrong with that one.
    send: async (request) => await (isWrite(request) ? admitted(request) : needed(admitted(request))),
    login: {
      replace: (others) => {
        if (areSame(credentials, others)) return false;
        credentials = others;
        refused = undefined;
        return true;
      },
      tryAgain: () => {
        refused = undefined;
      },
    },
  };
}

const isRefusal = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError && thrown.code === "qbittorrent_credentials";

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(new AppError("interrupted", "Interrupted"));
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  return await Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener("abort", abort));
}

const sessionRefused = (host: string): AppError =>
  new AppError("qbittorrent_answer", `qBittorrent at ${host} forbids requests right after a successful login (403)`, {
    hint: "a proxy in front of it may drop cookies or the Authorization header",
  });
