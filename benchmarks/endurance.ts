import * as v from "valibot";

import { events } from "../scripts/load/rules.ts";
import { type Stage, type StageOptions, setStage } from "../scripts/load/stage.ts";
import { sizeOf } from "../scripts/under-test/size.ts";
import { type Point, trendOf } from "../scripts/under-test/trend.ts";
import { EXECUTABLE } from "../tests/support/program.ts";
import type { Answer } from "./finding.ts";
import { figure } from "./print.ts";
import { inRounds, median } from "./statistics.ts";
import { withoutRedis } from "./tools.ts";

const JOBS = 1_000_000;
/** For each backend. */
const WITHIN_MS = 40 * 60_000;
/** After each part the server has nothing to do, and is looked at. */
const PART = 10_000;
const DRAINED_WITHIN_MS = 120_000;
const AT_ONCE = 200;
/** So many of one event in a row: they may share a pass. */
const BURST = 50;
const TORRENTS = 500;
/** Memory goes up and down from one part to the next: a point of the line is the median of some parts in a row. */
const POINTS = 12;
/** Points that are left out: it warms up. */
const WARM_UP = 2;
const PER = 100_000;

/** Both backends, and what they take to start and end. */
export const ENDURANCE_WITHIN_MS = 2 * (WITHIN_MS + 5 * 60_000);

/** Whether memory stays where it is while jobs come and go: as many as there is time for, on each backend. */
export async function answerEndurance(): Promise<Answer> {
  if (process.platform !== "linux") return { tables: [], ratios: [], notes: [], leftOut: ["all: not Linux"] };
  const missing = await withoutRedis();
  const backends = missing === undefined ? (["sqlite", "redis"] as const) : (["sqlite"] as const);
  const rows = await inRounds(backends.length, async (at) => await row(backends[at] ?? "sqlite"));
  return {
    tables: [
      {
        title: `Megabytes resident, and their slope by ${PER.toLocaleString("en")} jobs`,
        header: ["", "jobs", "jobs/s", "at first", "at last", "most", "slope", "twice its error", "flat"],
        rows,
      },
    ],
    ratios: [],
    leftOut: missing === undefined ? [] : [missing],
    notes: [
      `a line through ${POINTS - WARM_UP} points, each the median of a twelfth of the run, the first ${WARM_UP} twelfths left out; flat: the slope is not larger than twice its standard error`,
      `jobs of ${TORRENTS} torrents, ${BURST} of one event in a row, over ${AT_ONCE} connections; ended ones are deleted after a minute, so that this is part of it`,
    ],
  };
}

async function row(backend: StageOptions["backend"]): Promise<string[]> {
  const stage = await setStage({
    command: [EXECUTABLE, "--serve"],
    backend,
    torrents: TORRENTS,
    env: { QBT_RULES_QUEUE_CLEANUP_AFTER: "1m" },
  });
  try {
    const start = performance.now();
    const sizes = await work(stage, backend, start + WITHIN_MS);
    const perSecond = (sizes.length * PART * 1_000) / (performance.now() - start);
    const points = pointsOf(sizes);
    const { slope, error } = trendOf(points);
    const jobs = (sizes.length * PART).toLocaleString("en");
    const [first, last, most] = [points.at(0)?.y, points.at(-1)?.y, Math.max(...sizes)].map((size = NaN) =>
      figure(size),
    );
    const isFlat = slope <= error ? "yes" : "NO";
    return [
      backend,
      jobs,
      figure(perSecond),
      first ?? "",
      last ?? "",
      most ?? "",
      figure(slope),
      figure(error),
      isFlat,
    ];
  } finally {
    await stage.close();
  }
}

/** Megabytes after each part. */
async function work(stage: Stage, name: string, end: number): Promise<number[]> {
  const sizes: number[] = [];
  while (sizes.length * PART < JOBS && performance.now() < end) {
    await enqueue(stage);
    await drained(stage);
    sizes.push(sizeOf(stage.server.pid())?.resident ?? Number.NaN);
    console.log(`${name}: ${sizes.length * PART} jobs, ${figure(sizes.at(-1) ?? Number.NaN)} MB`);
  }
  return sizes;
}

function pointsOf(sizes: readonly number[]): Point[] {
  const parts = Math.floor(sizes.length / POINTS);
  const points = Array.from({ length: POINTS }, (_, at) => ({
    x: ((at + 1) * parts * PART) / PER,
    y: median(sizes.slice(at * parts, (at + 1) * parts)),
  }));
  return points.slice(WARM_UP);
}

async function enqueue({ url, key, hashes }: Stage): Promise<void> {
  let sent = 0;
  const lane = async () => {
    while (sent < PART) {
      const number = sent++;
      const context = events[Math.floor(number / BURST) % events.length] ?? "";
      const query = `context=${context}&hash=${hashes[number % hashes.length]}`;
      const { status } = await request(`${url}/api/execute?${query}`, key, "POST");
      if (status !== 202) throw new Error(`a job was refused: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function drained({ url, key }: Stage): Promise<void> {
  for (const end = performance.now() + DRAINED_WITHIN_MS; performance.now() < end;) {
    const { jobs } = v.parse(stats, (await request(`${url}/api/stats`, key)).body);
    if (jobs.failed > 0) throw new Error(`${jobs.failed} jobs failed`);
    if (jobs.pending + jobs.processing === 0) return;
    await Bun.sleep(20);
  }
  throw new Error(`jobs did not end within ${DRAINED_WITHIN_MS / 1_000} s`);
}

async function request(url: string, key: string, method = "GET") {
  const response = await fetch(url, { method, headers: { "X-API-Key": key } });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

const stats = v.object({ jobs: v.object({ pending: v.number(), processing: v.number(), failed: v.number() }) });
