import { expect } from "bun:test";
import * as fc from "fast-check";
import { createUuidV7 } from "../../src/lib/uuid.ts";
import { type Claim, type JobSummary, type StepRequest, jobStatuses } from "../../src/queue/job.ts";
import type { JobFilter, Queue } from "../../src/queue/queue.ts";
import type { ManualClock } from "../support/clock.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";
import { forEach } from "./jobs.ts";

/** Jobs and claims are meant by number, counted from the first and taken modulo how many there are. */
type Operation =
  | OnClaim
  | { readonly do: "enqueue"; readonly context: string | null }
  | { readonly do: "cancel"; readonly which: number }
  | { readonly do: "list"; readonly filter: JobFilter }
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "prune" | "count"; readonly ms: number }
  | { readonly do: "delete"; readonly torrents: number }
  | { readonly do: "claim"; readonly most: number }
  | { readonly do: "rescue" };

type OnClaim =
  | { readonly do: "complete" | "fail" | "release"; readonly which: number }
  | { readonly do: "record"; readonly which: number; readonly steps: number }
  | { readonly do: "begin"; readonly which: number; readonly step: number };

const isOnClaim = (step: Operation): step is OnClaim => "which" in step && step.do !== "cancel";

const which = fc.nat(30);
const context = fc.constantFrom("a", "b", null);
const ms = fc.nat(2_000_000);
const filter = fc.record({
  status: fc.option(fc.constantFrom(...jobStatuses), { nil: undefined }),
  context: fc.option(fc.constantFrom("a", "b"), { nil: undefined }),
  limit: fc.nat(5),
  offset: fc.nat(3),
});

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("enqueue" as const), context }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("claim" as const), most: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("complete", "fail", "release", "cancel"), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rescue" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("record" as const), which, steps: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("begin" as const), which, step: fc.nat(4) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("list" as const), filter }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("advance" as const), ms }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("prune", "count"), ms }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), torrents: fc.nat(9) }) },
);

export const operations = fc.array(operation, { maxLength: 60, size: "max" });

/** Runs the operations on the queue and on the model, and expects the same of both after every one. */
export async function sameAsModel(queue: Queue, clock: ManualClock, sequence: readonly Operation[]): Promise<void> {
  const real = player(queue, clock);
  const model = player(createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) }), clock);
  for (const each of sequence) {
    if (each.do === "advance") await clock.advance(each.ms);
    else expect(await real.play(each)).toEqual(await model.play(each));
  }
  expect(await real.everything()).toEqual(await model.everything());
}

/** Plays operations and tells what came of them, with a job's number in place of its id. */
function player(queue: Queue, clock: ManualClock) {
  const ids: string[] = [];
  const claims: Claim[] = [];
  const number = <J extends JobSummary>(job: J) => ({ ...job, id: ids.indexOf(job.id) });
  const withClaim = async (index: number, use: (claim: Claim) => Promise<boolean>) => {
    const mine = claims[index % claims.length];
    return mine === undefined ? "no claim yet" : use(mine);
  };

  async function enqueue(into: string | null) {
    const job = await queue.enqueue({
      context: into,
      hash: null,
      dryRun: ids.length % 5 === 0,
      trace: ids.length % 7 === 0,
    });
    ids.push(job.id);
    return number(job);
  }

  async function claim(most: number) {
    const taken = await queue.claim(most);
    if (taken !== undefined) claims.push(taken);
    // Of steps begun in one millisecond nobody tells which was the first.
    return taken && { jobs: taken.jobs.map(number), sent: taken.sent.map((step) => JSON.stringify(step)).toSorted() };
  }

  async function cancel(index: number) {
    const outcome = await queue.cancel(ids[index % ids.length] ?? "none");
    return outcome && { ...outcome, job: number(outcome.job) };
  }

  async function rescue() {
    const { again, failed } = await queue.rescue();
    return { again, failed: failed.map((id) => ids.indexOf(id)).toSorted((a, b) => a - b) };
  }

  async function play(step: Exclude<Operation, { do: "advance" }>): Promise<unknown> {
    if (isOnClaim(step)) return withClaim(step.which, (mine) => playOn(mine, step));
    switch (step.do) {
      case "enqueue":
        return enqueue(step.context);
      case "claim":
        return claim(step.most);
      case "cancel":
        return cancel(step.which);
      case "list":
        return listed(step.filter);
      case "rescue":
        return rescue();
      case "prune":
        return queue.prune(clock.now() - step.ms);
      case "delete":
        return queue.recordDeletions(step.torrents);
      case "count":
        return queue.deletionsSince(clock.now() - step.ms);
    }
    throw new Error(`no such operation: ${JSON.stringify(step)}`);
  }

  async function playOn(mine: Claim, step: OnClaim): Promise<boolean> {
    switch (step.do) {
      case "complete":
        return queue.complete(mine, forEach(mine, { claim: step.which }));
      case "fail":
        return queue.fail(mine, `claim ${step.which}`);
      case "release":
        return queue.release(mine);
      case "record":
        return record(
          mine,
          Array.from({ length: step.steps }, (_, index) => ({ by: step.which, index })),
        );
      case "begin":
        return queue.beginStep(mine, step.step);
    }
    throw new Error(`no such operation: ${JSON.stringify(step)}`);
  }

  /** How many steps were recorded of a claim, by its token. */
  const recorded = new Map<string, number>();

  async function record(mine: Claim, requests: readonly StepRequest[]): Promise<boolean> {
    const first = recorded.get(mine.token) ?? 0;
    const isHeld = await queue.recordSteps(mine, requests, first);
    if (isHeld) recorded.set(mine.token, first + requests.length);
    return isHeld;
  }

  async function listed(wanted: JobFilter) {
    const { total, jobs, next } = await queue.list(wanted);
    const behind = next === null ? null : await queue.list({ ...wanted, offset: 0, cursor: next });
    return { total, jobs: jobs.map(number), behind: behind && behind.jobs.map(number) };
  }

  /** A job that was pruned is undefined. */
  async function got(id: string) {
    const job = await queue.get(id);
    return job && number(job);
  }

  async function everything() {
    return [
      await queue.stats(),
      await queue.deletionsSince(0),
      await listed({ limit: 100, offset: 0 }),
      await Promise.all(ids.map(got)),
    ];
  }

  return { play, everything };
}
