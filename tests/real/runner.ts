import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

import { at } from "../support/json.ts";
import { type Program, startProgram } from "../support/program.ts";
import { type Exchange, type Proxy, endpointOf, isWrite, startProxy } from "../support/qbittorrent/proxy.ts";

/** The compiled program in front of a real server; what it asks of the server goes through a proxy that writes it down. */
export interface Runner extends AsyncDisposable {
  readonly program: Program;
  readonly disturb: Proxy["disturb"];
  /** Puts the rules in place and runs a job of them to its end, whatever that is. */
  readonly run: (rules: RulesFile, ...flags: readonly string[]) => Promise<Ran>;
}

/** As it would be written; JSON is YAML. */
export interface RulesFile {
  readonly rules: readonly WrittenRule[];
  readonly protect?: readonly unknown[];
  readonly safety?: Readonly<Record<string, unknown>>;
}

export interface WrittenRule {
  readonly name: string;
  readonly [key: string]: unknown;
}

export interface Ran {
  readonly id: string;
  readonly status: string;
  /** "" unless the job failed. */
  readonly error: string;
  /** Of a job that failed, that of one that did nothing. */
  readonly result: Result;
  /** What the server was asked meanwhile. */
  readonly reads: readonly Exchange[];
  readonly writes: readonly Exchange[];
}

/** `env`: settings by environment name. */
export async function startRunner(url: string, env: Readonly<Record<string, string>> = {}): Promise<Runner> {
  const proxy = startProxy(url);
  const program = await startProgram({ qbittorrent: proxy.url, rules: "rules: []", env });
  const stop = async () => {
    await program.stop();
    await proxy.stop();
  };
  try {
    await untilGreeted(program);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    program,
    disturb: proxy.disturb,
    run: async (rules, ...flags) => {
      writeFileSync(join(program.folder, "rules.yml"), JSON.stringify(rules));
      proxy.take();
      const { stdout, stderr } = await program.client("--wait", "--output", "json", ...flags);
      // The monitor looks for the server from time to time: that is no part of the job.
      const asked = proxy.take().filter((exchange) => endpointOf(exchange) !== "app/version");
      const mistakes = at((await program.api("/api/health")).body, "rules", "error");
      if (mistakes !== null) throw new Error(`the rules of the test were not used: ${JSON.stringify(mistakes)}`);
      if (stdout === "") throw new Error(stderr);
      const { job_id: id, status, error, result } = v.parse(Job, JSON.parse(stdout));
      return {
        id,
        status,
        error: error ?? "",
        result: result ?? NOTHING,
        reads: asked.filter((exchange) => !isWrite(exchange)),
        writes: asked.filter(isWrite),
      };
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** What became of the actions that did not find the torrent as they ask, with the reason where there is one. */
export const outcomesOf = ({ result }: Pick<Ran, "result">, hash: string): readonly string[] =>
  result.torrents
    .filter((torrent) => torrent.hash === hash)
    .flatMap(({ actions }) => actions)
    .map(({ outcome, reason }) => (reason === undefined ? outcome : `${outcome}: ${reason}`));

const GREETED_WITHIN_MS = 20_000;

/** The program then knows version and categories of the server: the first job need not ask. */
async function untilGreeted(program: Program): Promise<void> {
  for (const end = Date.now() + GREETED_WITHIN_MS; Date.now() < end; await Bun.sleep(20)) {
    if (program.console().includes("qBittorrent is there")) return;
  }
  throw new Error(`the program did not find qBittorrent:\n${program.console()}`);
}

const Outcome = v.object({
  rule: v.string(),
  type: v.string(),
  outcome: v.string(),
  reason: v.optional(v.string()),
});

const Result = v.object({
  torrents_processed: v.number(),
  rules_matched: v.number(),
  actions_executed: v.number(),
  actions_skipped: v.number(),
  errors: v.number(),
  requests: v.object({ read: v.number(), write: v.number() }),
  rules: v.array(v.object({ name: v.string(), matched: v.number(), undecided: v.number(), executed: v.number() })),
  torrents: v.array(v.object({ hash: v.string(), name: v.string(), actions: v.array(Outcome) })),
  undecided: v.array(v.object({ rule: v.string(), hash: v.string(), name: v.string(), unknown: v.array(v.string()) })),
  warnings: v.array(v.string()),
});

type Result = v.InferOutput<typeof Result>;

const Job = v.object({
  job_id: v.string(),
  status: v.string(),
  error: v.nullable(v.string()),
  result: v.nullable(Result),
});

const NOTHING: Result = {
  torrents_processed: 0,
  rules_matched: 0,
  actions_executed: 0,
  actions_skipped: 0,
  errors: 0,
  requests: { read: 0, write: 0 },
  rules: [],
  torrents: [],
  undecided: [],
  warnings: [],
};
