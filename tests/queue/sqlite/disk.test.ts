import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { type TempFolder, tempFolder } from "../../support/temp.ts";
import { drain, request } from "../jobs.ts";
import { queueOnDriver, refusalOf } from "./support.ts";

test.skipIf(!mayMount())(
  "a disk that really fills up: what was acknowledged is stored, and space is all it takes",
  async () => {
    using disk = smallDisk();
    const stored: string[] = [];
    {
      await using opened = queueOnDriver(disk.file("queue.db"));
      const fill = async () => {
        for (;;) stored.push((await opened.queue.enqueue(request({ context: "x".repeat(3000) }))).id);
      };
      expect((await refusalOf(fill())).message).toEndWith("cannot grow: no space is left");
      expect((await opened.queue.stats()).counts.pending).toBe(stored.length);
      mount("-o", "remount,size=16m", disk.path);
      stored.push((await opened.queue.enqueue(request())).id);
    }
    await using again = queueOnDriver(disk.file("queue.db"));
    expect((await drain(again.queue)).map(({ job }) => job.id)).toEqual(stored);
  },
);

function smallDisk(): TempFolder {
  const folder = tempFolder();
  const dispose = () => {
    run("umount", folder.path);
    folder[Symbol.dispose]();
  };
  try {
    mount("-t", "tmpfs", "-o", "size=512k", "tmpfs", folder.path);
  } catch (error) {
    dispose();
    throw error;
  }
  return { ...folder, [Symbol.dispose]: dispose };
}

function mount(...options: string[]): void {
  const { status, error, stderr } = run("mount", ...options);
  if (status !== 0) throw new Error(`mount: ${stderr}`, { cause: error });
}

function run(command: "mount" | "umount", ...options: string[]) {
  return spawnSync(command, options, { encoding: "utf8" });
}

/** Only root may, and not in every container. */
function mayMount(): boolean {
  try {
    smallDisk()[Symbol.dispose]();
    return true;
  } catch {
    return false;
  }
}
