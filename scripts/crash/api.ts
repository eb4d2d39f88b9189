import * as v from "valibot";

import type { Door } from "./door.ts";

export const KEY = "a-key-for-the-crash-test-0123456789";

const WITHIN_MS = 5_000;

/** A request to whichever life of the server listens now; undefined: it was not answered. */
export async function ask(server: Door, path: string, method = "GET"): Promise<Answer | undefined> {
  const url = server.url();
  if (url === undefined) return undefined;
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const response = await fetch(`${url}/api${path}`, { method, headers: { "X-API-Key": KEY }, signal });
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The newest jobs (a hundred on a page) in the order of the queue, the oldest first. */
export async function listJobs(server: Door, pages = Infinity): Promise<Listed[]> {
  const listed: Listed[] = [];
  let cursor = "";
  for (let read = 0; read < pages; read += 1) {
    const { jobs, next_cursor: next } = v.parse(page, (await ask(server, `/jobs?limit=100${cursor}`))?.body);
    listed.push(...jobs);
    if (next === null) break;
    cursor = `&cursor=${next}`;
  }
  return listed.toReversed();
}

export async function jobDetails(server: Door, id: string): Promise<Details> {
  return v.parse(details, (await ask(server, `/jobs/${id}`))?.body);
}

/** Jobs that have not ended; undefined: no answer. */
export async function unfinished(server: Door): Promise<number | undefined> {
  const answer = await ask(server, "/stats");
  if (answer?.status !== 200) return undefined;
  const { jobs } = v.parse(stats, answer.body);
  return jobs.pending + jobs.processing;
}

/** Whether this server says that it is the one that runs the jobs. */
export async function runsJobs(server: Door): Promise<boolean> {
  const url = server.url();
  if (url === undefined) return false;
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const response = await fetch(`${url}/metrics`, { headers: { "X-API-Key": KEY }, signal });
    return /^\w*runner_held 1$/m.test(await response.text());
  } catch {
    return false;
  }
}

const summary = v.object({
  job_id: v.string(),
  status: v.string(),
  context: v.nullable(v.string()),
  hash: v.nullable(v.string()),
  completed_at: v.nullable(v.string()),
});
const page = v.object({ jobs: v.array(summary), next_cursor: v.nullable(v.string()) });
const details = v.object({
  ...summary.entries,
  error: v.nullable(v.string()),
  result: v.nullable(v.looseObject({ errors: v.number(), resumed: v.optional(v.unknown()) })),
});
const stats = v.object({ jobs: v.object({ pending: v.number(), processing: v.number() }) });

export type Listed = v.InferOutput<typeof summary>;
export type Details = v.InferOutput<typeof details>;
