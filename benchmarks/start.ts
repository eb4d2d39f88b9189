import { writeFileSync } from "node:fs";

import { onInterruption } from "../tests/support/qbittorrent/processes.ts";
import { EXECUTABLE } from "../tests/support/program.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { environmentFor } from "../scripts/under-test/environment.ts";
import { fill } from "./filled.ts";
import { type Answer, compare } from "./finding.ts";
import { figure } from "./print.ts";
import { withBare } from "./programs.ts";
import { inRounds, median, quantile } from "./statistics.ts";

const ROUNDS = 5;
const STARTS = 10;
const FEW_STARTS = 2;
const JOBS = 1_000_000;
const WITHIN_MS = 120_000;

/** From the start of the process until the server listens, on a queue as it was left by a stop in good order, and by a death. */
export async function answerStart(): Promise<Answer> {
  return await withBare("hello", async (hello) => {
    using empty = home();
    using full = home();
    await start(full.env, "SIGTERM");
    fill(full.file("qbt-rules.db"), JOBS);
    await start(full.env, "SIGTERM");
    await start(empty.env, "SIGTERM");
    const turn = async () => ({
      bare: await timeTo(/hello/, [hello], {}),
      empty: await start(empty.env, "SIGTERM"),
      full: await start(full.env, "SIGTERM"),
    });
    const rounds = await inRounds(ROUNDS, () => inRounds(STARTS, turn));
    await start(full.env, "SIGKILL");
    const died = await inRounds(FEW_STARTS, () => start(full.env, "SIGKILL"));
    return report(rounds, died);
  });
}

/** Milliseconds. */
interface Times {
  readonly bare: number;
  readonly empty: number;
  readonly full: number;
}

function report(rounds: readonly (readonly Times[])[], died: readonly number[]): Answer {
  const each = (of: keyof Times) =>
    rounds.map((times) => ({
      ours: median(times.map((one) => one[of])),
      bare: median(times.map(({ bare }) => bare)),
    }));
  const all = rounds.flat();
  const jobs = JOBS.toLocaleString("en");
  return {
    tables: [
      {
        title: `Milliseconds, ${all.length} starts of each, taking turns; after a death ${died.length}`,
        header: ["", "least", "p50", "p90", "most"],
        rows: [
          row(
            "bare hello",
            all.map(({ bare }) => bare),
          ),
          row(
            "empty queue",
            all.map(({ empty }) => empty),
          ),
          row(
            `${jobs} jobs`,
            all.map(({ full }) => full),
          ),
          row(`${jobs} jobs, killed before`, died),
        ],
      },
    ],
    ratios: [
      compare({ what: "empty queue", unit: "ms", limit: 5 }, each("empty")),
      compare({ what: `${jobs} jobs`, unit: "ms", limit: 5 }, each("full")),
    ],
    notes: [
      "ours: from the start of the process until its log says that it listens; bare: until the line of a compiled hello",
      "a server that died, or whose file was changed meanwhile, has it checked as a whole before it writes to it",
    ],
  };
}

const row = (name: string, times: readonly number[]) => [
  name,
  ...[0, 0.5, 0.9, 1].map((share) => figure(quantile(times, share))),
];

/** A config folder, and the environment of a server that lives there. */
function home() {
  const folder = tempFolder();
  writeFileSync(folder.file("rules.yml"), "rules: []\n");
  const qbittorrent = "http://127.0.0.1:9";
  const key = "a-key-for-the-benchmark-0123456789";
  return {
    ...folder,
    env: {
      ...environmentFor({ folder: folder.path, qbittorrent, key, password: "none" }),
      QBT_RULES_QUEUE_CLEANUP_AFTER: "365d",
    },
  };
}

/** The server is gone when this returns. */
const start = (env: Readonly<Record<string, string>>, end: "SIGTERM" | "SIGKILL"): Promise<number> =>
  timeTo(/Listening/, [EXECUTABLE, "--serve"], env, end);

/** Milliseconds until the process has written what is looked for. */
async function timeTo(
  what: RegExp,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  end: "SIGTERM" | "SIGKILL" = "SIGTERM",
): Promise<number> {
  const begin = performance.now();
  const child = Bun.spawn([...command], { env: { ...env }, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const forget = onInterruption(() => child.kill("SIGKILL"));
  const late = setTimeout(() => child.kill("SIGKILL"), WITHIN_MS);
  try {
    return (await Promise.any([seen(what, child.stdout), seen(what, child.stderr)])) - begin;
  } finally {
    child.kill(end);
    await child.exited;
    clearTimeout(late);
    forget();
  }
}

/** When it was there. */
async function seen(what: RegExp, stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<number> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (what.test(text)) return performance.now();
  }
  throw new Error(`ended before it was there: ${text}`);
}
