import { writeFileSync } from "node:fs";

import { capture } from "../scripts/test/command.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { quantile } from "./statistics.ts";
import { obtainProgram } from "./tools.ts";

export interface Target {
  readonly url: string;
  readonly key: string;
}

/** What became of POSTs over a number of connections kept open, each sending its next one when it has its answer. */
export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answered with anything but a 2xx. */
  readonly refused: number;
}

export interface Loader {
  readonly name: string;
  readonly load: (target: Target) => Promise<Load>;
}

export const CONNECTIONS = 32;
export const SECONDS = 3;

export async function obtainLoader(): Promise<Loader> {
  const wrk = await obtainProgram("wrk");
  return wrk === undefined ? { name: "a loader of our own", load: loadByFetch } : { name: "wrk", load: byWrk(wrk) };
}

const byWrk =
  (wrk: string) =>
  async (target: Target): Promise<Load> => {
    using folder = tempFolder();
    const script = folder.file("post.lua");
    writeFileSync(script, `wrk.method = "POST"\nwrk.headers["X-API-Key"] = "${target.key}"\n`);
    const options = ["-t1", `-c${CONNECTIONS}`, `-d${SECONDS}s`, "--latency", "-s", script];
    const said = await capture([wrk, ...options, target.url], { withinMs: (SECONDS + 20) * 1000 });
    return {
      perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]),
      p50Ms: milliseconds(/50%\s+(\S+)/.exec(said)?.[1]),
      p99Ms: milliseconds(/99%\s+(\S+)/.exec(said)?.[1]),
      refused: Number(/Non-2xx or 3xx responses: (\d+)/.exec(said)?.[1] ?? 0),
    };
  };

/** `870.00us`, `1.20ms`, `2.00s` */
function milliseconds(text = ""): number {
  const [, amount, unit = ""] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(amount) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
}

async function loadByFetch({ url, key }: Target): Promise<Load> {
  const times: number[] = [];
  let refused = 0;
  const start = performance.now();
  const end = start + SECONDS * 1000;
  const lane = async () => {
    while (performance.now() < end) {
      const sent = performance.now();
      const response = await fetch(url, { method: "POST", headers: { "X-API-Key": key } });
      await response.arrayBuffer();
      if (!response.ok) refused++;
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: times.length / seconds, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99), refused };
}
