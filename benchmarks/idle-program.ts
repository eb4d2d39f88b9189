import { at } from "../tests/support/json.ts";
import { type Program, startProgram } from "../tests/support/program.ts";

/** No rule is for this context: a job of it is queued, claimed and completed without a word to qBittorrent. */
export const HARMLESS_CONTEXT = "on_added";

/** Rules for it ask qBittorrent. */
export const HELD_CONTEXT = "hold";

const RULES = `
rules:
  - name: Needs a qBittorrent that is not there
    context: ${HELD_CONTEXT}
    conditions: {all: [{field: info.name, operator: contains, value: x}]}
    actions: [{type: add_tag, params: {tag: held}}]
`;

// Nobody listens on the discard port.
export const NOWHERE = "http://127.0.0.1:9";

const CLAIMED_WITHIN_MS = 5_000;

/** A compiled server without a qBittorrent, as long as it is used. */
export async function withProgram<T>(
  use: (program: Program) => Promise<T>,
  qbittorrent = NOWHERE,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const program = await startProgram({ qbittorrent, rules: RULES, env: { QBT_RULES_QUEUE_RETRY_FOR: "1h", ...env } });
  try {
    return await use(program);
  } finally {
    await program.stop();
  }
}

/** Of a torrent that is nowhere, unless somebody adds it. */
export const HASH = "a".repeat(40);

export const executeUrl = (server: string, context = HARMLESS_CONTEXT): string =>
  `${server}/api/execute?context=${context}&hash=${HASH}`;

/** Gives the worker a job that waits for qBittorrent, with ever longer rests: what is queued after it stays queued. */
export async function parkWorker(program: Program): Promise<void> {
  const job = await submit(program, HELD_CONTEXT);
  const deadline = Date.now() + CLAIMED_WITHIN_MS;
  while ((await statusOf(program, job)) !== "processing") {
    if (Date.now() > deadline) throw new Error("the worker did not take the job that is to park it");
    await Bun.sleep(20);
  }
}

/** The id of the new job. */
export async function submit(program: Program, context: string): Promise<string> {
  const { status, body } = await program.api(`/api/execute?context=${context}`, { method: "POST" });
  if (status !== 202) throw new Error(`a job was refused: ${status} ${JSON.stringify(body)}`);
  return String(at(body, "job_id"));
}

export const statusOf = async (program: Program, job: string): Promise<unknown> =>
  at((await program.api(`/api/jobs/${job}`)).body, "status");

/** Jobs by status, and `total`. */
export async function countJobs(program: Program, status: string): Promise<number> {
  return Number(at((await program.api("/api/stats")).body, "jobs", status));
}

export async function waitUntilCompleted(program: Program, jobs: number, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while ((await countJobs(program, "completed")) < jobs) {
    if (Date.now() > deadline) throw new Error(`${jobs} jobs were not completed within ${withinMs / 1000} s`);
    await Bun.sleep(50);
  }
}
