import type { Clock } from "../../src/lib/clock.ts";
import type { Claim, JobRequest } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/queue.ts";

/** Opens an empty queue of its own for a test, gone without trace when disposed of. */
export type OpenQueue = (clock: Clock) => Promise<AsyncDisposable & { readonly queue: Queue }>;

export function request(changes: Partial<JobRequest> = {}): JobRequest {
  return { context: "on_added", hash: null, dryRun: false, trace: false, ...changes };
}

/** The next claim of a queue that is known to have one. */
export async function claimed(queue: Queue): Promise<Claim> {
  const claim = await queue.claim();
  if (claim === undefined) throw new Error("nothing to claim");
  return claim;
}

/** Claims and completes until nothing is pending. */
export async function drain(queue: Queue): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (let claim = await queue.claim(); claim !== undefined; claim = await queue.claim()) {
    claims.push(claim);
    await queue.complete(claim, {});
  }
  return claims;
}

export async function enqueueAndClaim(queue: Queue): Promise<Claim> {
  await queue.enqueue(request());
  return claimed(queue);
}
