import { readFile, rm, writeFile } from "node:fs/promises";

import { isAlive } from "../qbittorrent/processes.ts";

/** Holds a lock file with our pid while `task` runs; waits for another live holder, takes over from a dead one. */
export async function withFileLock<T>(path: string, waitMs: number, task: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + waitMs;
  while (!(await take(path))) {
    if (Date.now() > deadline) throw new Error(`${path} is still held`);
    await Bun.sleep(200);
  }
  try {
    return await task();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    await removeIfAbandoned(path);
    return false;
  }
}

async function removeIfAbandoned(path: string): Promise<void> {
  const holder = Number(await readFile(path, "utf8").catch(() => ""));
  // 0 is a lock whose holder has not written its pid yet
  if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
}
