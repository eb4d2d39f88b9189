import { at } from "../tests/support/json.ts";
import type { Program } from "../tests/support/program.ts";
import { startSimulator } from "../tests/support/qbittorrent/simulator/main.ts";
import { withBareServer } from "./bare.ts";
import { type Answer, type Round, compare } from "./finding.ts";
import { HASH, HELD_CONTEXT, executeUrl, statusOf, withProgram } from "./idle-program.ts";
import { figure } from "./print.ts";
import { withBare } from "./programs.ts";
import { inRounds, quantile } from "./statistics.ts";

const ROUNDS = 5;
const JOBS = 200;
/** Between two requests: whoever rests is idle, and so is the machine. */
const REST_MS = 10;
const STARTS_WITHIN_MS = 5_000;

/** Milliseconds from the moment the request is sent. */
interface Times {
  /** Until the pass is under way: qBittorrent is asked something. */
  readonly started: number;
  /** Until the 202 is there. */
  readonly accepted: number;
  /** The same of the bare server. */
  readonly bare: number;
}

/** How soon a job starts on a server that has nothing else to do. */
export async function answerLatency(): Promise<Answer> {
  let asked: (() => void) | undefined;
  const simulator = startSimulator({ version: "5.1.0", told: () => asked?.() });
  simulator.addTorrent({ hash: HASH });
  const nextRequest = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("no job started")), STARTS_WITHIN_MS);
      asked = () => {
        clearTimeout(late);
        resolve(performance.now());
      };
    });
  try {
    return await withBare("server", (executable) =>
      withBareServer(executable, (bare) =>
        withProgram(async (program) => {
          const one = () => measure({ program, bare: executeUrl(bare.url), nextRequest });
          await inRounds(JOBS, one);
          return report(await inRounds(ROUNDS, () => inRounds(JOBS, one)));
        }, simulator.url),
      ),
    );
  } finally {
    await simulator.stop();
  }
}

interface Scene {
  readonly program: Program;
  readonly bare: string;
  readonly nextRequest: () => Promise<number>;
}

async function measure({ program, bare, nextRequest }: Scene): Promise<Times> {
  await Bun.sleep(REST_MS);
  const round = await post(bare, program.key);
  await Bun.sleep(REST_MS);
  const start = performance.now();
  const started = nextRequest();
  const { tookMs, body } = await post(executeUrl(program.url, HELD_CONTEXT), program.key);
  const startedMs = (await started) - start;
  // It is idle again before the next one comes.
  while ((await statusOf(program, String(at(body, "job_id")))) !== "completed") await Bun.sleep(1);
  return { started: startedMs, accepted: tookMs, bare: round.tookMs };
}

async function post(url: string, key: string): Promise<{ readonly tookMs: number; readonly body: unknown }> {
  const start = performance.now();
  const response = await fetch(url, { method: "POST", headers: { "X-API-Key": key } });
  const body: unknown = await response.json();
  if (response.status !== 202) throw new Error(`refused: ${response.status}`);
  return { tookMs: performance.now() - start, body };
}

function report(rounds: readonly (readonly Times[])[]): Answer {
  const each = (share: number, of: keyof Times): Round[] =>
    rounds.map((times) => ({
      ours: quantile(
        times.map((one) => one[of]),
        share,
      ),
      bare: quantile(
        times.map((one) => one.bare),
        share,
      ),
    }));
  const all = rounds.flat();
  const row = (name: string, of: keyof Times) => [
    name,
    ...[0.5, 0.9, 0.99, 1].map((share) =>
      figure(
        quantile(
          all.map((one) => one[of]),
          share,
        ),
      ),
    ),
  ];
  return {
    tables: [
      {
        title: `Milliseconds from the request, ${ROUNDS * JOBS} of each, taking turns`,
        header: ["", "p50", "p90", "p99", "most"],
        rows: [row("until the job starts", "started"), row("until the 202", "accepted"), row("bare answer", "bare")],
      },
    ],
    ratios: [
      compare({ what: "until the job starts, p99", unit: "ms", limit: 5 }, each(0.99, "started")),
      compare({ what: "until the job starts, p50", unit: "ms" }, each(0.5, "started")),
    ],
    notes: [
      "a job has started when its pass sends qBittorrent (simulated, in the process that measures) its first request: later than started_at, which has no more than milliseconds, by the claim's way to the disk and one request",
      `${REST_MS} ms of rest before each request; the next one comes when the job has ended`,
      "after a second of rest a server gives memory back, and the first request then takes some 2 ms more (seen with 3 s of rest)",
    ],
  };
}
