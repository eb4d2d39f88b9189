import { readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";

import { capture } from "../scripts/test/command.ts";
import { type Program, startProgram } from "../tests/support/program.ts";
import type { Suite } from "../tests/support/qbittorrent/cache.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { submit } from "./idle-program.ts";
import { TORRENTS, withLibrary } from "./library.ts";
import { type Exchange, type Proxy, isWrite, startProxy } from "../tests/support/qbittorrent/proxy.ts";
import { inRounds, median } from "./statistics.ts";

export interface Pass {
  /** What the job itself says: completed_at - started_at. */
  readonly passMs: number;
  /** From the POST to the look that found the job completed. */
  readonly seenMs: number;
  readonly exchanges: readonly Exchange[];
  readonly rules: readonly { readonly name: string; readonly matched: number; readonly executed: number }[];
}

export interface PassRound {
  readonly first: Pass & { readonly bareMs: number };
  readonly second: Pass & { readonly bareMs: number };
}

/** Passes on one fresh server, then their requests on another one like it. */
export async function measurePasses(suite: Suite): Promise<PassRound> {
  const [first, second] = await withLibrary(suite, (server) => throughProxy(server.url, runPasses));
  const [firstBare, secondBare] = await withLibrary(suite, (server) =>
    throughProxy(server.url, async (proxy) => {
      const bare = await replay(proxy.url, first.exchanges);
      await Bun.sleep(SETTLES_MS);
      return [bare, median(await inRounds(SECONDS, () => replay(proxy.url, second.exchanges)))] as const;
    }),
  );
  return { first: { ...first, bareMs: firstBare }, second: { ...second, bareMs: secondBare } };
}

const RULES = readFileSync(new URL("./five-rules.yml", import.meta.url), "utf8");
const REPLAYER = new URL("./bare-replay.ts", import.meta.url);
/** qBittorrent shows what was written after its next refresh. */
const SETTLES_MS = 4_000;
/** The second pass changes nothing, so that it can be had again and again: the medians of so many. */
const SECONDS = 5;
const LOOKS_EVERY_MS = 100;
const DONE_WITHIN_MS = 120_000;

async function throughProxy<T>(target: string, use: (proxy: Proxy) => Promise<T>): Promise<T> {
  const proxy = startProxy(target);
  try {
    return await use(proxy);
  } finally {
    await proxy.stop();
  }
}

async function runPasses(proxy: Proxy): Promise<readonly [Pass, Pass]> {
  const program = await startProgram({ qbittorrent: proxy.url, rules: RULES });
  try {
    // The monitor logs in, and then looks again every half minute.
    await Bun.sleep(SETTLES_MS);
    const first = await runPass(program, proxy);
    await Bun.sleep(SETTLES_MS);
    const seconds = await inRounds(SECONDS, () => runPass(program, proxy));
    if (first.rules.some(({ executed }) => executed === 0)) throw new Error("a rule of the first pass did nothing");
    if (seconds.some(({ exchanges }) => exchanges.some(isWrite)))
      throw new Error("the second pass found something to do");
    return [first, medianPass(seconds)];
  } finally {
    await program.stop();
  }
}

/** The requests are those of the last one. */
function medianPass(passes: readonly Pass[]): Pass {
  const [last] = passes.slice(-1);
  if (last === undefined) throw new Error("there was no pass");
  const of = (what: "passMs" | "seenMs") => median(passes.map((pass) => pass[what]));
  return { ...last, passMs: of("passMs"), seenMs: of("seenMs") };
}

async function runPass(program: Program, proxy: Proxy): Promise<Pass> {
  proxy.take();
  const start = performance.now();
  const id = await submit(program, "scheduled");
  const job = await completed(program, id);
  const seenMs = performance.now() - start;
  const { torrents_processed: processed, errors, rules } = job.result;
  if (processed !== TORRENTS || errors > 0) throw new Error(`${processed} torrents, ${errors} errors`);
  return { passMs: Date.parse(job.completed_at) - Date.parse(job.started_at), seenMs, exchanges: proxy.take(), rules };
}

const Job = v.object({
  started_at: v.string(),
  completed_at: v.string(),
  result: v.object({
    torrents_processed: v.number(),
    errors: v.number(),
    rules: v.array(v.object({ name: v.string(), matched: v.number(), executed: v.number() })),
  }),
});

async function completed(program: Program, id: string): Promise<v.InferOutput<typeof Job>> {
  const deadline = Date.now() + DONE_WITHIN_MS;
  for (;;) {
    const { body } = await program.api(`/api/jobs/${id}`);
    const job = v.safeParse(Job, body);
    if (job.success) return job.output;
    if (Date.now() > deadline) throw new Error(`the job did not complete: ${JSON.stringify(body).slice(0, 500)}`);
    await Bun.sleep(LOOKS_EVERY_MS);
  }
}

/** Milliseconds. */
async function replay(url: string, exchanges: readonly Exchange[]): Promise<number> {
  using folder = tempFolder();
  const file = folder.file("requests.json");
  writeFileSync(file, JSON.stringify(exchanges));
  return Number(await capture([process.execPath, REPLAYER.pathname, url, file], { withinMs: DONE_WITHIN_MS }));
}
