import { describe, toAppError } from "../errors.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { createLoop, logBug } from "./loop.ts";

/** Something that can be read anew. */
export interface Source<T> {
  /** As it is now; rejects where that cannot be used. */
  readonly read: () => Promise<T>;
  /** The text of the files it comes from; undefined: there are none to watch. */
  readonly text: (() => Promise<string>) | undefined;
}

export const unchanging = <T>(value: T): Source<T> => ({ read: async () => value, text: undefined });

export interface WatchOptions<T> {
  /** For the log, in the plural: `API keys`. */
  readonly what: string;
  readonly source: Source<T>;
  /** Takes what was read. Asked: somebody wants it, and no file has changed. */
  readonly use: (value: T, isAsked: boolean) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Watch {
  start(): void;
  stop(): Promise<void>;
  /** Reads again, now. What cannot be read or used is said in the log, and all stays as it was. */
  reread(): Promise<void>;
}

const REST_MS = 1_000;

/** Lets something change while the program runs: whenever it is asked to read it again, or the files of it change. */
export function createWatch<T>({ what, source: { read, text }, use, clock, log }: WatchOptions<T>): Watch {
  /** Undefined: nothing yet. Also the first text is read again, since it may have changed since the start. */
  let used: string | undefined;
  let seen: string | undefined;

  /** One after the other: of two readings the later one counts, however long the earlier takes. */
  let reading: Promise<void> = Promise.resolve();
  const reread = (isAsked: boolean): Promise<void> => (reading = reading.then(() => readOnce(isAsked)));

  async function readOnce(isAsked: boolean): Promise<void> {
    try {
      use(await read(), isAsked);
    } catch (thrown) {
      log.error(`${what} cannot be read again and stay as they were`, { problem: describe(toAppError(thrown)) });
    }
  }

  /** A text counts once it is there twice in a row: whoever writes the file may be in the middle of it. */
  async function look(): Promise<void> {
    const now = (await text?.().catch(() => UNREADABLE)) ?? "";
    const isSettled = now === seen;
    seen = now;
    if (!isSettled || now === used) return;
    used = now;
    await reread(false);
  }

  const loop = createLoop({
    clock,
    failed: logBug(log),
    turn: async () => {
      await look();
      return REST_MS;
    },
  });
  return {
    start: () => {
      if (text !== undefined) loop.start();
    },
    stop: () => loop.stop(),
    reread: () => reread(true),
  };
}

/** No text of a file, nor of several. */
const UNREADABLE = "\0\0";
