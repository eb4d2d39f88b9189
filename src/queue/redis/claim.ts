import * as v from "valibot";
import type { Claim, SentStep } from "../job.ts";
import type { Rescued } from "../queue.ts";
import { read, readJob, texts } from "./rows.ts";

export interface Claimed {
  /** What became of jobs that the server which had the lease before left behind. */
  readonly rescued: Rescued;
  /** Undefined: nothing is pending. */
  readonly claim: Claim | undefined;
}

/** What claim.lua returns; undefined: another server has the lease. */
export function readClaimed(answer: unknown, token: string): Claimed | undefined {
  const [found, rows = [], steps = []] = read(claimed, answer);
  const rescued = toRescued(found);
  if (rescued === undefined) return undefined;
  const [first, ...rest] = rows.map(readJob).filter((job) => job !== undefined);
  return { rescued, claim: first && { jobs: [first, ...rest], token, sent: steps.toSorted(byTime) } };
}

/** What put_back_all in common.lua returns; undefined: another server has the lease. */
export const readRescued = (answer: unknown): Rescued | undefined => toRescued(read(putBack, answer));

const toRescued = ([again, failed]: v.InferOutput<typeof putBack>): Rescued | undefined =>
  again < 0 ? undefined : { again, failed };

const putBack = v.tuple([v.number(), v.array(v.string())]);

const byTime = (one: SentStep, other: SentStep): number => one.begunAt - other.begunAt;

const step = v.pipe(
  v.tuple([
    v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    v.pipe(v.string(), v.transform(Number), v.number()),
    v.number(),
  ]),
  v.transform(([request, begunAt, done]): SentStep => ({ request, begunAt, isDone: done === 1 })),
);

const claimed = v.union([v.tuple([putBack, v.array(texts), v.array(step)]), v.tuple([putBack])]);
