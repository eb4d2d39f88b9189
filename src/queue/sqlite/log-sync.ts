import { closeSync, fdatasync, openSync } from "node:fs";

export interface LogSync {
  /** Resolves when all that was written to the file before is on disk; rejects as the system does. */
  synced(): Promise<void>;
  close(): void;
}

/**
 * Waits for the disk in another thread, while this one goes on. Who asks meanwhile shares the next sync, since the one under
 * way may have begun before his bytes were written; and its failure, if it fails.
 */
export function createLogSync(path: () => string): LogSync {
  let descriptor: number | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function start(): Promise<void> {
    next = undefined;
    running = sync();
    try {
      await running;
    } catch (error) {
      // They asked before it failed: their bytes may be among those that it was about, and no later one would tell.
      next = undefined;
      throw error;
    } finally {
      running = undefined;
    }
  }

  async function sync(): Promise<void> {
    const open = (descriptor ??= openSync(path(), "r+"));
    await new Promise<void>((resolve, reject) => {
      fdatasync(open, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  return {
    synced: async () => {
      if (running === undefined) return await start();
      next ??= running.then(start);
      await next;
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
