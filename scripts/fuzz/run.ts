import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as v from "valibot";
import { onInterruption } from "../../tests/support/qbittorrent/processes.ts";
import { startSimulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { environmentFor } from "../under-test/environment.ts";
import { listening } from "../under-test/listening.ts";
import { createRandom, type Random } from "../under-test/random.ts";
import { createServerProcess } from "../under-test/server.ts";
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

export interface Verdict {
  readonly wrong: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
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
  const folder = mkdtempSync(join(tmpdir(), "qbt-rules-fuzz-"));
  writeFileSync(
    join(folder, "rules.yml"),
    "rules: [{name: a, match_all: true, actions: [{type: add_tag, params: {tag: a}}]}]\n",
  );
  const qbittorrent = startSimulator({ version: "5.1.0", password: PASSWORD });
  const server = createServerProcess(
    command,
    environmentFor({ folder, qbittorrent: qbittorrent.url, key: KEY, password: PASSWORD }),
  );
  const forget = onInterruption(() => void server.kill());
  const random = createRandom(seed);
  const seen = createWitness([PASSWORD, "root:x:0"]);
  try {
    server.start();
    const url = await listening(server);
    await seen.well(url);
    const size = await inParts(requests, progress, async (count) => {
      await Promise.all(Array.from({ length: AT_ONCE }, () => sendSome(random.fork(), count / AT_ONCE)));
      return residentMb(server.pid());
    });
    await seen.well(url);
    const stored = v.parse(stats, await (await fetch(`${url}/api/stats`, { headers: { "X-API-Key": KEY } })).json());
    seen.weigh(size);
    seen.count(stored.jobs.total);
    const log = readFileSync(join(folder, "qbt-rules.log"), "utf8");
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
    rmSync(folder, { recursive: true, force: true });
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

/** Linux only: elsewhere nothing is known of it. */
function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}

const stats = v.object({ jobs: v.object({ total: v.number() }) });
