import { readFileSync } from "node:fs";

import { startSimulator } from "../tests/support/qbittorrent/simulator/main.ts";
import { withBareServer } from "./bare.ts";
import { type Answer, compare } from "./finding.ts";
import { executeUrl, submit, waitUntilCompleted, withProgram } from "./idle-program.ts";
import { figure } from "./print.ts";
import { withBare } from "./programs.ts";
import { inRounds, median } from "./statistics.ts";

const ROUNDS = 3;
const SETTLES_WITHIN_MS = 20_000;
const JOBS = 1_000;
const TORRENTS = 100;
const DONE_WITHIN_MS = 120_000;

/** Megabytes of memory that a process keeps from others. */
export async function answerMemory(): Promise<Answer> {
  if (process.platform !== "linux") return { tables: [], ratios: [], notes: [], leftOut: ["all: not Linux"] };
  const rounds = await inRounds(ROUNDS, async () => ({ bare: await measureBare(), ours: await measureOurs() }));
  const of = (moment: keyof Moments, what: keyof Memory) =>
    rounds.map(({ ours, bare }) => ({ ours: ours[moment][what], bare: bare[moment][what] }));
  return {
    tables: [
      {
        title: "Megabytes, the medians",
        header: ["", "idle", "of it private", `after ${JOBS}`, "of it private"],
        rows: [
          row(
            "ours",
            rounds.map(({ ours }) => ours),
          ),
          row(
            "bare",
            rounds.map(({ bare }) => bare),
          ),
        ],
      },
    ],
    ratios: [
      compare({ what: "idle, resident", unit: "MB", limit: 1.5 }, of("idle", "resident")),
      compare({ what: `after ${JOBS} jobs, resident`, unit: "MB" }, of("worked", "resident")),
    ],
    notes: [
      `ours: idle ${SETTLES_WITHIN_MS / 1000} s after its start, then after ${JOBS} jobs that each read a list of ${TORRENTS} torrents (simulated qBittorrent)`,
      "ours gives back what is in memory of the program's own file when nothing was done for a second, and every ten from then on",
      `bare: the same moments, after ${JOBS} requests answered 202`,
    ],
  };
}

interface Memory {
  readonly resident: number;
  readonly private: number;
}

interface Moments {
  readonly idle: Memory;
  readonly worked: Memory;
}

async function measureBare(): Promise<Moments> {
  return await withBare("server", (executable) =>
    withBareServer(executable, async ({ url, pid }) => {
      await Bun.sleep(SETTLES_WITHIN_MS);
      const idle = memoryOf(pid);
      await inRounds(JOBS, async () => (await fetch(executeUrl(url), { method: "POST" })).arrayBuffer());
      await Bun.sleep(SETTLES_WITHIN_MS);
      return { idle, worked: memoryOf(pid) };
    }),
  );
}

async function measureOurs(): Promise<Moments> {
  const simulator = startSimulator({ version: "5.1.0" });
  for (let torrent = 0; torrent < TORRENTS; torrent++) simulator.addTorrent();
  try {
    return await withProgram(async (program) => {
      await Bun.sleep(SETTLES_WITHIN_MS);
      const idle = memoryOf(program.pid);
      await inRounds(JOBS, () => submit(program, "hold"));
      await waitUntilCompleted(program, JOBS, DONE_WITHIN_MS);
      await Bun.sleep(SETTLES_WITHIN_MS);
      return { idle, worked: memoryOf(program.pid) };
    }, simulator.url);
  } finally {
    await simulator.stop();
  }
}

function memoryOf(pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1]) / 1024;
  return { resident: megabytes("Rss"), private: megabytes("Private_Clean") + megabytes("Private_Dirty") };
}

const row = (name: string, rounds: readonly Moments[]): string[] => {
  const shown = (read: (moments: Moments) => number) => figure(median(rounds.map(read)));
  return [
    name,
    shown(({ idle }) => idle.resident),
    shown(({ idle }) => idle.private),
    shown(({ worked }) => worked.resident),
    shown(({ worked }) => worked.private),
  ];
};
