import { closeSync, fdatasync, openSync } from "node:fs";

export interface LogSync {
  /** Resolves when all that was written to the file before is on disk; rejects as the system does. */
  synced(): Promise<void>;
  close(): void;
}

/**
 * Waits for the disk in another thread: a rotating one takes as long as hundreds of requests do, and while it does this thread
 * goes on. Who asks meanwhile shares the next sync, since the one under way may have begun before his bytes were written.
 */
export function createLogSync(path: string): LogSync {
  let descriptor: number | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function start(): Promise<void> {
    next = undefined;
    running = sync();
    try {
      await running;
    } finally {
      running = undefined;
    }
  }

  function sync(): Promise<void> {
    const open = (descriptor ??= openSync(path, "r+"));
    return new Promise((resolve, reject) => {
      fdatasync(open, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  return {
    synced: async () => {
      if (running === undefined) return await start();
      next ??= running.then(start, start);
      await next;
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
