import * as v from "valibot";
import type { Claim, SentStep } from "../job.ts";
import { read, readJob, texts } from "./rows.ts";

export interface Claimed {
  /** Jobs that the server which had the lease before left behind. */
  readonly rescued: number;
  /** Undefined: nothing is pending. */
  readonly claim: Claim | undefined;
}

/** What claim.lua returns; undefined: another server has the lease. */
export function readClaimed(answer: unknown, token: string): Claimed | undefined {
  const [rescued, rows = [], steps = []] = read(claimed, answer);
  if (rescued < 0) return undefined;
  const [first, ...rest] = rows.map(readJob).filter((job) => job !== undefined);
  return { rescued, claim: first && { jobs: [first, ...rest], token, sent: steps.toSorted(byTime) } };
}

const byTime = (one: SentStep, other: SentStep): number => one.begunAt - other.begunAt;

const step = v.pipe(
  v.tuple([
    v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    v.pipe(v.string(), v.transform(Number), v.number()),
    v.number(),
  ]),
  v.transform(([request, begunAt, done]): SentStep => ({ request, begunAt, isDone: done === 1 })),
);

const claimed = v.union([v.tuple([v.number(), v.array(texts), v.array(step)]), v.tuple([v.number()])]);
