import { expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../../src/lib/clock.ts";
import { openQueue } from "../../../src/queue/open.ts";
import { tempFolder } from "../../support/temp.ts";
import { drain } from "../jobs.ts";
import { refusalOf } from "./support.ts";

const open = (sqlitePath: string) => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

test("while another process has the queue it cannot be opened; when that is killed it can, and no job is lost", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  const script = fileURLToPath(import.meta.resolve("./processes/busy.ts"));
  await using busy = Bun.spawn([process.execPath, script, path], { stdout: "pipe" });

  const reader = lines(busy.stdout);
  const promised = await reader.take(200);
  expect((await refusalOf(open(path))).message).toEndWith("is in use by another server");
  busy.kill("SIGKILL");
  await busy.exited;
  promised.push(...(await reader.take(Infinity)));

  const queue = await open(path);
  const { jobs } = await queue.list({ limit: 1_000_000, offset: 0 });
  const stored = jobs.map(({ id }) => id).toReversed();
  // The last group may have been stored, but not yet printed.
  expect(stored.slice(0, promised.length)).toEqual(promised);
  expect(stored.length - promised.length).toBeLessThanOrEqual(8);

  const completed = new Set(jobs.filter(({ status }) => status === "completed").map(({ id }) => id));
  const running = jobs.filter(({ status }) => status === "processing").length;
  expect(running).toBeGreaterThan(20);
  expect(await queue.rescue()).toEqual({ again: running, failed: [] });
  const claims = await drain(queue);
  expect(claims.map(({ job }) => job.id)).toEqual(stored.filter((id) => !completed.has(id)));
  await queue.close();
}, 60_000);

/** Reads lines from a stream, as many as are asked for or as there are; a line cut short at the end is none. */
function lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const chunks = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    take: async (count: number): Promise<string[]> => {
      while (text.split("\n").length <= count) {
        const { done, value } = await chunks.read();
        if (done) break;
        text += value;
      }
      const whole = text.split("\n").slice(0, -1).slice(0, count);
      text = text.slice(whole.join("\n").length + Math.sign(whole.length));
      return whole;
    },
  };
}
