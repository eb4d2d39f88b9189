import { AppError, messageOf } from "../../errors.ts";

const setting = "queue.redis_url";

/** What Redis, or the way to it, said while jobs were read or written. `shown` is its address without a password. */
export function redisFailure(shown: string, thrown: unknown): AppError {
  const said = messageOf(thrown);
  const [, known, knownHint] = reasons.find(([pattern]) => pattern.test(said)) ?? [];
  const reason = known ?? `answered: ${said.replaceAll(/\s+/g, " ").slice(0, 200)}`;
  return new AppError("queue_unavailable", `The job queue in Redis (${shown}) ${reason}`, {
    hint: knownHint ?? "see what Redis writes to its log",
    // Nobody knows what an unknown answer names.
    publicly: `The job queue in Redis ${known ?? "answered something unexpected"}`,
    cause: thrown,
  });
}

export const closedFailure = (shown: string): AppError =>
  new AppError("queue_unavailable", `The job queue in Redis (${shown}) is closed`, {
    publicly: "The job queue in Redis is closed",
  });

/** By what stands in the answer; an error inside a script has words of Redis around it, before or behind. */
const reasons = [
  [/\bOOM\b/, "has no memory left", "raise maxmemory, or let it hold less; nothing needs a restart"],
  [
    /\bREADONLY\b|read only replica/,
    "is a replica that may only be read",
    `give the address of the primary (${setting}); where roles have changed, it is found again by itself`,
  ],
  [/\bMISCONF\b/, "cannot write to its disk, and so takes nothing", "free space on its disk; its log says more"],
  [/\bNOREPLICAS\b/, "has not the replicas it asks for (min-replicas-to-write)", "look at its replicas"],
  [/\bMASTERDOWN\b/, "is a replica that lost its primary", `give the address of the primary (${setting})`],
  [/\bLOADING\b/, "is still loading its data", "wait: it is tried again by itself"],
  [/\bBUSY\b/, "is busy with a script of somebody else", "wait, or end that script with SCRIPT KILL"],
  [
    /\bNOAUTH\b|\bWRONGPASS\b|invalid password|invalid username/,
    "refused the user or the password",
    `check those in ${setting}; special characters must be percent-encoded`,
  ],
  [
    /\bNOPERM\b/,
    "forbids this user what the queue needs",
    "allow it EVAL, EVALSHA, and what the scripts call, on keys that begin with queue.redis_prefix",
  ],
  [/\bWRONGTYPE\b/, "holds keys of another program under the same names", "choose another queue.redis_prefix"],
  [/DB index is out of range/, "has no database of that number", `name another one at the end of ${setting}`],
  [/ECONNREFUSED/, "cannot be reached: the connection was refused", "start it; it is tried again by itself"],
  [/ENOTFOUND|EAI_AGAIN/, "cannot be reached: its host name is unknown", `check the name in ${setting}`],
  [
    /certificate|self.signed|\bSSL\b|\bTLS\b|CERT_/i,
    "cannot be reached: its TLS certificate was not accepted, or it does not speak TLS",
    "name a file with its authority in NODE_EXTRA_CA_CERTS, or use redis:// where there is no TLS",
  ],
  [
    /timed? ?out|ETIMEDOUT/i,
    "does not answer in time",
    "see whether it is overloaded or stopped, and whether its port speaks TLS (rediss://) or not; it is tried again",
  ],
  [
    /closed|ECONNRESET|EPIPE|writeable|max retries|aborted/i,
    "cannot be reached: the connection was lost",
    "it is made again by itself; see whether Redis runs, and whether its port speaks TLS (rediss://) or not",
  ],
] as const satisfies readonly (readonly [RegExp, string, string])[];
