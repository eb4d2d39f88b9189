import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onInterruption } from "../../tests/support/qbittorrent/processes.ts";
import { startSimulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { KEY, unfinished } from "./api.ts";
import { startWitnesses } from "./clients.ts";
import { startGate, type Gate } from "./gate.ts";
import { createRandom, type Random } from "./random.ts";
import { RULES } from "./rules.ts";
import { createServerProcess, type Server } from "./server.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface CrashOptions {
  /** The server, as a command. */
  readonly command: readonly string[];
  readonly seed: number;
  /** How often the server is killed. */
  readonly kills: number;
  /** How often qBittorrent is killed. */
  readonly outages: number;
  readonly progress: (line: string) => void;
}

/**
 * Half of the lives end early, many of them before the server listens; the others are long enough, from when it does, to go
 * on with what was cut off.
 */
const EARLY = { part: 0.5, least: 20, most: 500 };
const LATE = { least: 2_300, most: 3_300 };
const MEAN_LIFE_MS = 1_600;
const FINISHES_WITHIN_MS = 180_000;

/** Kills the server and qBittorrent at random moments while clients ask for jobs, and says what came of all that was promised. */
export async function crash({ command, seed, kills, outages, progress }: CrashOptions): Promise<Verdict> {
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), "qbt-rules-crash-"));
  writeFileSync(join(folder, "rules.yml"), RULES);
  const qbittorrent = startSimulator({ version: "5.1.0" });
  Object.assign(qbittorrent.preferences, { queueing_enabled: true });
  const gate = await startGate(qbittorrent.port, random.fork());
  const server = createServerProcess(command, environment(folder, gate.url));
  const cleanUp = () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterruption(() => {
    void server.kill();
    cleanUp();
  });
  try {
    server.start();
    await listening(server);
    const witnesses = startWitnesses({ server, qbittorrent, random: random.fork() });
    try {
      const every = (kills * MEAN_LIFE_MS) / Math.max(outages, 1);
      await Promise.all([
        killServer(server, { kills, random: random.fork(), progress }),
        killQbittorrent(gate, { outages, every, random: random.fork(), restarted: qbittorrent.forgetSessions }),
      ]);
    } finally {
      await witnesses.stop();
    }
    progress("Nobody is killed any more: the jobs may finish");
    await until(async () => (await unfinished(server)) === 0, "jobs did not finish", server);
    return await judge(server, qbittorrent, { ...witnesses, least: kills });
  } finally {
    await server.kill();
    await gate.cut();
    await qbittorrent.stop();
    forget();
    cleanUp();
  }
}

async function killServer(
  server: Server,
  {
    kills,
    random,
    progress,
  }: { readonly kills: number; readonly random: Random; readonly progress: CrashOptions["progress"] },
): Promise<void> {
  for (let done = 1; done <= kills; done += 1) {
    const isEarly = random.chance(EARLY.part);
    if (!isEarly) await listening(server);
    const { least, most } = isEarly ? EARLY : LATE;
    await Bun.sleep(random.between(least, most));
    await server.kill();
    server.start();
    if (done % 20 === 0) progress(`Killed ${done} of ${kills} times`);
  }
}

interface Outages {
  readonly outages: number;
  /** Milliseconds from one to the next, on average. */
  readonly every: number;
  readonly random: Random;
  readonly restarted: () => void;
}

async function killQbittorrent(gate: Gate, { outages, every, random, restarted }: Outages): Promise<void> {
  for (let done = 0; done < outages; done += 1) {
    const outage = random.between(20, 400);
    await Bun.sleep(random.between(0, 2 * Math.max(every - outage, 0)));
    await gate.cut();
    await Bun.sleep(outage);
    restarted();
    await gate.open();
  }
}

function environment(folder: string, qbittorrent: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    QBT_RULES_CONFIG_DIR: folder,
    QBT_RULES_SERVER_HOST: "127.0.0.1",
    QBT_RULES_SERVER_PORT: "0",
    QBT_RULES_SERVER_API_KEY: KEY,
    QBT_RULES_QBITTORRENT_HOST: qbittorrent,
    QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
  };
}

const listening = (server: Server): Promise<void> =>
  until(() => server.url() !== undefined, "the server did not listen", server);

async function until(condition: () => boolean | Promise<boolean>, otherwise: string, server: Server): Promise<void> {
  for (const end = performance.now() + FINISHES_WITHIN_MS; performance.now() < end;) {
    if (await condition()) return;
    await Bun.sleep(50);
  }
  throw new Error(`${otherwise} within ${FINISHES_WITHIN_MS / 1000} s:\n${server.console()}`);
}
