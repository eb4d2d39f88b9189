import { describe, toAppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { createLoop } from "../lib/loop.ts";
import type { KeyRing } from "./key-ring.ts";

export interface KeyWatchOptions {
  readonly ring: KeyRing;
  /** The keys as they are set now. */
  readonly read: () => Promise<readonly string[]>;
  /** The text of the file they come from; undefined: there is none to watch. */
  readonly text: (() => Promise<string>) | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export interface KeyWatch {
  start(): void;
  stop(): Promise<void>;
  /** Reads the keys again. What cannot be read or used is said in the log, and the keys stay as they were. */
  reread(): Promise<void>;
}

const REST_MS = 1_000;

/** Lets keys change while the server runs: whenever it is asked to read them again, or their file changes. */
export function createKeyWatch({ ring, read, text, clock, log }: KeyWatchOptions): KeyWatch {
  /** Undefined: nothing yet. Also the first text is read again, since it may have changed since the start. */
  let used: string | undefined;
  let seen: string | undefined;

  /** One after the other: of two readings the later one counts, however long the earlier takes. */
  let reading: Promise<boolean> = Promise.resolve(true);
  const reread = (): Promise<boolean> => (reading = reading.then(readOnce));

  /** False: the keys stay as they were. */
  async function readOnce(): Promise<boolean> {
    try {
      const keys = await read();
      if (ring.replace(keys)) log.info("API keys have changed", { count: keys.length });
      else log.debug("API keys are the same as before");
      return true;
    } catch (thrown) {
      log.error("API keys cannot be read again and stay as they were", { problem: describe(toAppError(thrown)) });
      return false;
    }
  }

  /** A text counts once it is there twice in a row: whoever writes the file may be in the middle of it. */
  async function look(): Promise<void> {
    const now = (await text?.().catch(() => UNREADABLE)) ?? "";
    const isSettled = now === seen;
    seen = now;
    if (!isSettled || now === used) return;
    used = now;
    await reread();
  }

  const loop = createLoop({
    clock,
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
    reread: async () => void (await reread()),
  };
}

/** No file of keys has this in it. */
const UNREADABLE = "\0";
