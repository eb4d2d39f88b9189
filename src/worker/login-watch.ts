import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { type Source, type Watch, createWatch } from "../lib/watch.ts";

export interface LoginWatchOptions<T> {
  /** User and password of qBittorrent, or its API key. */
  readonly source: Source<T>;
  /** Logs in with these from now on, also where those before were refused. False: they are the same. */
  readonly replace: (login: T) => boolean;
  /** Lets a login that was refused be tried again, once. */
  readonly tryAgain: () => void;
  /** Called when a login may succeed that did not before. */
  readonly hopeful: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Lets the login change while the server runs. What was refused is tried again only when it is another, or when somebody
 * asks for it: qBittorrent bans an address after five failures.
 */
export function createLoginWatch<T>(options: LoginWatchOptions<T>): Watch {
  const { source, replace, tryAgain, hopeful, clock, log } = options;
  const use = (login: T, isAsked: boolean): void => {
    const isNew = replace(login);
    if (!isNew && !isAsked) return log.debug(`${WHAT} are the same as before`);
    if (isNew) log.info(`${WHAT} have changed, and are used from now on`);
    else log.info(`${WHAT} are the same as before: if they were refused, they are tried once more`);
    if (!isNew) tryAgain();
    hopeful();
  };
  return createWatch({ what: WHAT, source, use, clock, log });
}

/** Whichever: a config.yml that is read again may name the one kind instead of the other. */
const WHAT = "The credentials of qBittorrent";
