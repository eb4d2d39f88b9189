import { answerClient } from "./client.ts";
import { ENDURANCE_WITHIN_MS, answerEndurance } from "./endurance.ts";
import { answerEnqueue } from "./enqueue.ts";
import type { Answer } from "./finding.ts";
import { answerLatency } from "./latency.ts";
import type { Machine } from "./machine.ts";
import { answerMemory } from "./memory.ts";
import { answerPass } from "./pass.ts";
import { answerQueues } from "./queues.ts";
import { answerRules } from "./rules.ts";
import { answerStart } from "./start.ts";
import { answerStampede } from "./stampede.ts";
import { answerStored } from "./stored.ts";

export interface Question {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string;
  readonly title: string;
  readonly answer: () => Promise<Answer>;
  /** Only when it is asked for by its name: it takes up to that long. */
  readonly takesMs?: number;
}

export interface Finding extends Answer {
  readonly name: string;
  /** As it was right after. */
  readonly machine: Machine;
}

export const questions: readonly Question[] = [
  { name: "client", title: "what a webhook call costs, against one bare fetch", answer: answerClient },
  {
    name: "endurance",
    title: "memory over a million jobs",
    answer: answerEndurance,
    takesMs: ENDURANCE_WITHIN_MS,
  },
  { name: "enqueue", title: "durable enqueues, against a bare handler that answers 202", answer: answerEnqueue },
  { name: "latency", title: "how soon a job starts, against a bare round trip", answer: answerLatency },
  { name: "memory", title: "a server that has nothing to do, against a bare one", answer: answerMemory },
  { name: "pass", title: "five rules over 2,000 torrents, against their bare requests", answer: answerPass },
  { name: "queues", title: "the queue alone, against its peers from npm", answer: answerQueues },
  { name: "rules", title: "deciding and planning rules, against the same written by hand", answer: answerRules },
  { name: "start", title: "from the start of the process until it listens, against a bare hello", answer: answerStart },
  {
    name: "stampede",
    title: "five hundred webhook calls at once, against as many bare fetches",
    answer: answerStampede,
  },
  { name: "stored", title: "the queue by how many jobs are in it", answer: answerStored },
];
