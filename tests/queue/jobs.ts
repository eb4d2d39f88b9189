import type { Clock } from "../../src/lib/clock.ts";
import type { Claim, Job, JobRequest, JobResult, JobResults } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/queue.ts";

/** Opens an empty queue of its own for a test, gone without trace when disposed of. */
export type OpenQueue = (clock: Clock) => Promise<AsyncDisposable & { readonly queue: Queue }>;

export function request(changes: Partial<JobRequest> = {}): JobRequest {
  return { context: "on_added", hash: null, dryRun: false, trace: false, ...changes };
}

/** A claim of one job. */
export interface Single extends Claim {
  readonly job: Job;
}

/** The next claim of one job, or undefined. */
export async function claimOne(queue: Queue): Promise<Single | undefined> {
  const claim = await queue.claim(1);
  return claim && { ...claim, job: claim.jobs[0] };
}

/** The next claim of one job, of a queue that is known to have one. */
export async function claimed(queue: Queue): Promise<Single> {
  const claim = await claimOne(queue);
  if (claim === undefined) throw new Error("nothing to claim");
  return claim;
}

/** The same result for each job of a claim. */
export const forEach = ({ jobs }: Claim, result: JobResult): JobResults => new Map(jobs.map(({ id }) => [id, result]));

export const complete = (queue: Queue, claim: Claim, result: JobResult = {}): Promise<boolean> =>
  queue.complete(claim, forEach(claim, result));

/** Claims and completes until nothing is pending. */
export async function drain(queue: Queue): Promise<Single[]> {
  const claims: Single[] = [];
  for (let claim = await claimOne(queue); claim !== undefined; claim = await claimOne(queue)) {
    claims.push(claim);
    await complete(queue, claim);
  }
  return claims;
}

export async function enqueueAndClaim(queue: Queue): Promise<Single> {
  await queue.enqueue(request());
  return claimed(queue);
}
