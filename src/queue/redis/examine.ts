import type { AppError } from "../../errors.ts";
import { parseAddress } from "./address.ts";
import { connect } from "./connection.ts";
import { type Facts, factsOf, lossesIn } from "./durability.ts";
import { redisFailure } from "./failure.ts";
import { readStats } from "./reports.ts";

export interface RedisPlace {
  readonly url: string;
  readonly prefix: string;
  readonly now: number;
}

export interface RedisExamined {
  /** Its address, without a password. */
  readonly shown: string;
  /** What its owner should know. */
  readonly doubts: readonly string[];
}

/** Whether jobs can be kept there, by reading alone. Throws why not. */
export async function examineRedis({ url, prefix, now }: RedisPlace): Promise<RedisExamined> {
  const address = parseAddress(url);
  const connection = connect({ address, prefix: `${prefix}:`, ready: () => {} });
  try {
    await connection.firstLook();
    const facts = await factsOf(connection);
    const refusal = refusalIn(facts, address.shown);
    if (refusal !== undefined) throw refusal;
    // That the user may, and that the keys are ours.
    await readStats(connection, now);
    return { shown: address.shown, doubts: [...lossesIn(facts), ...lowMemory(facts)] };
  } finally {
    connection.close();
  }
}

/** What Redis would answer to a write, said before it comes to that. */
function refusalIn(facts: Facts, shown: string): AppError | undefined {
  const [used, limit] = memoryIn(facts);
  const answers = [
    facts.get("loading") === "1" && "LOADING",
    facts.get("role") === "slave" && "READONLY",
    facts.get("aof_last_write_status") === "err" && "MISCONF",
    limit > 0 && used >= limit && "OOM",
  ];
  const answer = answers.find((said) => said !== false);
  return answer === undefined ? undefined : redisFailure(shown, new Error(answer));
}

/** Of its limit, so much is a reason to look after it. */
const NEARLY_FULL = 0.9;

function lowMemory(facts: Facts): readonly string[] {
  const [used, limit] = memoryIn(facts);
  if (limit === 0 || used < limit * NEARLY_FULL) return [];
  return [
    `Redis has used ${Math.floor((used / limit) * 100)} % of its memory (maxmemory); full, it takes no more jobs`,
  ];
}

const memoryIn = (facts: Facts): readonly [used: number, limit: number] => [
  Number(facts.get("used_memory") ?? 0),
  Number(facts.get("maxmemory") ?? 0),
];
