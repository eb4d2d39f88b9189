import { readFileSync, rmSync, writeFileSync } from "node:fs";

import * as v from "valibot";
import { onInterruption } from "../../tests/support/qbittorrent/processes.ts";
import { startSimulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { tempFolder } from "../../tests/support/temp.ts";
import { environmentFor } from "../under-test/environment.ts";
import { listening } from "../under-test/listening.ts";
import { createRandom, type Random } from "../under-test/random.ts";
import { createServerProcess } from "../under-test/server.ts";
import { sizeOf } from "../under-test/size.ts";
import type { Verdict } from "../under-test/verdict.ts";
import { sendBytes, someBytes } from "./bytes.ts";
import { someRequest } from "./requests.ts";
import { createWitness } from "./witness.ts";

export interface FuzzOptions {
  /** The server, as a command. */
  readonly command: readonly string[];
  readonly seed: number;
  readonly requests: number;
  readonly progress: (line: string) => void;
}

const KEY = "a-key-for-the-fuzz-test-0123456789";
const PASSWORD = "the-password-of-the-fuzz-test";
const AT_ONCE = 16;
/** One in so many goes as bytes. */
const BYTES = 0.15;

/**
 * Every request is answered, by what was asked or by an error of the one who asked; nothing tells a secret; what was accepted
 * is there; and at the end the server is well, and no larger than it was.
 */
export async function fuzz({ command, seed, requests, progress }: FuzzOptions): Promise<Verdict> {
  using folder = tempFolder();
  writeFileSync(
    folder.file("rules.yml"),
    "rules: [{name: a, match_all: true, actions: [{type: add_tag, params: {tag: a}}]}]\n",
  );
  const qbittorrent = startSimulator({ version: "5.1.0", password: PASSWORD });
  const server = createServerProcess(
    command,
    environmentFor({ folder: folder.path, qbittorrent: qbittorrent.url, key: KEY, password: PASSWORD }),
  );
  const forget = onInterruption(() => {
    void server.kill();
    rmSync(folder.path, { recursive: true, force: true });
  });
  const random = createRandom(seed);
  const seen = createWitness([PASSWORD, "root:x:0"]);
  try {
    server.start();
    const url = await listening(server);
    if (!(await seen.isWell(url))) return { wrong: seen.wrong, counts: seen.counts() };
    const size = await inParts(requests, progress, async (count) => {
      await Promise.all(Array.from({ length: AT_ONCE }, () => sendSome(random.fork(), count / AT_ONCE)));
      return sizeOf(server.pid())?.resident ?? 0;
    });
    // One that has died tells no more than that.
    if (!(await seen.isWell(url))) return { wrong: seen.wrong, counts: seen.counts() };
    const stored = v.parse(stats, await (await fetch(`${url}/api/stats`, { headers: { "X-API-Key": KEY } })).json());
    seen.weigh(size);
    seen.count(stored.jobs.total);
    const log = readFileSync(folder.file("qbt-rules.log"), "utf8");
    for (const secret of [KEY, PASSWORD]) if (log.includes(secret)) seen.wrong.push("a secret is in the log");
    return { wrong: seen.wrong, counts: seen.counts() };

    async function sendSome(own: Random, count: number): Promise<void> {
      for (let sent = 0; sent < count; sent += 1) {
        if (own.chance(BYTES)) {
          const bytes = someBytes(own, KEY);
          seen.bytes(bytes, await sendBytes(Number(new URL(url).port), bytes, own.chance(0.7)));
        } else await seen.request(url, someRequest(own, KEY));
      }
    }
  } finally {
    await server.kill();
    await qbittorrent.stop();
    forget();
  }
}

/** Five parts; the first is for warming up. Returns how large the server was after the first and the last. */
async function inParts(
  requests: number,
  progress: FuzzOptions["progress"],
  part: (count: number) => Promise<number>,
): Promise<readonly [number, number]> {
  const first = await part(requests / 5);
  let last = first;
  for (let done = 2; done <= 5; done += 1) {
    last = await part(requests / 5);
    progress(`${Math.round((requests * done) / 5)} requests, ${last.toFixed(0)} MB`);
  }
  return [first, last];
}

const stats = v.object({ jobs: v.object({ total: v.number() }) });
