import { type Answer, type Ratio, compare } from "./finding.ts";
import { HARMLESS_CONTEXT, executeUrl, parkWorker, withProgram } from "./idle-program.ts";
import { peakMemory } from "./peak-memory.ts";
import { figure } from "./print.ts";
import { withClients } from "./programs.ts";
import { inRounds, median, quantile } from "./statistics.ts";

const ROUNDS = 5;
const RUNS = 40;
const WARM_UP = 5;

/** What qBittorrent runs when a torrent was added, from the start of the process to its end. */
export async function answerClient(): Promise<Answer> {
  return await withClients((ours, bare) =>
    withProgram(async (program) => {
      await parkWorker(program);
      const url = executeUrl(program.url);
      const commands: Commands = {
        ours: [ours, "--context", HARMLESS_CONTEXT, "--hash", "a".repeat(40)],
        bare: [bare, url, program.key],
        ...(Bun.which("curl") !== null && {
          curl: ["curl", "-sS", "--fail", "-X", "POST", "-H", `X-API-Key: ${program.key}`, url],
        }),
      };
      const env = { QBT_RULES_CLIENT_SERVER_URL: program.url, QBT_RULES_CLIENT_API_KEY: program.key };
      await inRounds(WARM_UP, () => runAll(commands, env));
      const rounds = await inRounds(ROUNDS, () => inRounds(RUNS, () => runAll(commands, env)));
      return report(commands, rounds, {
        ours: await peakMemory(commands.ours, env),
        bare: await peakMemory(commands.bare, env),
        curl: commands.curl && (await peakMemory(commands.curl, env)),
      });
    }),
  );
}

interface Commands {
  readonly ours: readonly string[];
  readonly bare: readonly string[];
  readonly curl?: readonly string[];
}

/** Milliseconds of one run each. */
type Times = { readonly [K in keyof Commands]: number };

type Memory = { readonly [K in keyof Required<Commands>]: number | undefined };

function runAll({ ours, bare, curl }: Commands, env: Readonly<Record<string, string>>): Times {
  return { bare: run(bare, env), ours: run(ours, env), ...(curl !== undefined && { curl: run(curl, env) }) };
}

function run(command: readonly string[], env: Readonly<Record<string, string>>): number {
  const start = performance.now();
  const { exitCode, stderr } = Bun.spawnSync([...command], { env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const time = performance.now() - start;
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: exit ${exitCode}\n${stderr.toString()}`);
  return time;
}

function report(commands: Commands, rounds: readonly (readonly Times[])[], memory: Memory): Answer {
  const of = (name: keyof Commands) => rounds.flat().map((times) => times[name] ?? Number.NaN);
  const names = (["ours", "bare", "curl"] as const).filter((name) => commands[name] !== undefined);
  const rows = names.map((name) => [
    name,
    ...[0.5, 0.95, 0].map((share) => figure(quantile(of(name), share))),
    memory[name] === undefined ? "?" : figure(memory[name]),
  ]);
  return {
    tables: [
      {
        title: `One call, ${ROUNDS * RUNS} of each, taking turns`,
        header: ["", "median ms", "p95 ms", "least ms", "peak memory MB"],
        rows,
      },
    ],
    ratios: [
      compare(
        { what: "one call", unit: "ms", limit: 1.5 },
        rounds.map((round) => mediansOf(round)),
      ),
      ...memoryRatio(memory),
    ],
    notes: ["ours: --context on_added --hash, settings from the environment, no config.yml, output to a pipe"],
    leftOut: memory.ours === undefined ? ["peak memory: GNU time is not there and cannot be installed"] : [],
  };
}

const mediansOf = (runs: readonly Times[]) => ({
  ours: median(runs.map(({ ours }) => ours)),
  bare: median(runs.map(({ bare }) => bare)),
});

function memoryRatio({ ours, bare }: Memory): Ratio[] {
  if (ours === undefined || bare === undefined) return [];
  return [compare({ what: "peak memory", unit: "MB", limit: 1.5 }, [{ ours, bare }])];
}
