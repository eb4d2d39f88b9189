import { Redis } from "ioredis";
import type { RedisAddress } from "./address.ts";
import { closedFailure, redisFailure } from "./failure.ts";
import type { Script } from "./scripts.ts";

export interface RedisConnection {
  /** What the script returns, to be checked by the caller. Throws AppError `queue_unavailable`. */
  readonly run: (script: Script, ...values: readonly (string | number)[]) => Promise<unknown>;
  /** What INFO says. */
  info(): Promise<string>;
  /** Resolves once Redis is there, or is known not to be. */
  firstLook(): Promise<void>;
  close(): void;
}

export interface ConnectionOptions {
  readonly address: RedisAddress;
  /** Of all keys. */
  readonly prefix: string;
  /** How long Redis may take for one answer, milliseconds. */
  readonly timeoutMs?: number | undefined;
  /** Whenever Redis is there, at first and again. */
  readonly ready: () => void;
}

const TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * The only door to Redis. A command is sent once: when its answer is lost nobody knows what became of it, and only the
 * caller can tell whether it may be sent again. So nothing is kept for later either: while there is no connection, all is
 * refused at once with the reason, and meanwhile the connection is made again, for as long as it takes.
 */
export function connect(options: ConnectionOptions): RedisConnection {
  const { address, prefix, timeoutMs = TIMEOUT_MS, ready } = options;
  const redis = new Redis({
    ...address.options,
    protocol: 2,
    disableClientInfo: true,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    // A connection without an answer may be dead without anybody having said so: a new one finds out.
    socketTimeout: timeoutMs,
    retryStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 10), LONGEST_PAUSE_MS),
  });
  /** Why there is no connection, as far as that is known. */
  let trouble: unknown;
  /** The database asked for is not to be had. The driver would go on with another one. */
  let misplaced: unknown;
  let closed = false;
  redis.on("connect", () => (misplaced = undefined));
  redis.on("error", (error: unknown) => {
    trouble = error;
    if (isOfDatabase(error)) misplaced = error;
  });
  redis.on("ready", () => {
    trouble = undefined;
    ready();
  });

  async function attempt<T>(send: () => Promise<T>): Promise<T> {
    if (closed) throw closedFailure(address.shown);
    if (redis.status !== "ready") {
      throw redisFailure(address.shown, trouble ?? new Error("the connection was closed"));
    }
    if (misplaced !== undefined) throw redisFailure(address.shown, misplaced);
    try {
      return await send();
    } catch (thrown) {
      const failure = redisFailure(address.shown, thrown);
      // Behind the same name there may be another server by now.
      if (isOfReplica(thrown)) {
        trouble = thrown;
        redis.disconnect(true);
      }
      throw failure;
    }
  }

  return {
    run: (script, ...values) =>
      attempt(async () => {
        try {
          return await redis.evalsha(script.sha1, 1, prefix, ...values);
        } catch (thrown) {
          if (!isUnknownScript(thrown)) throw thrown;
          return await redis.eval(script.text, 1, prefix, ...values);
        }
      }),
    info: () => attempt(() => redis.info()),
    firstLook: () => redis.connect().catch((error: unknown) => void (trouble ??= error)),
    close: () => {
      closed = true;
      redis.disconnect();
    },
  };
}

const says = (thrown: unknown, word: RegExp): boolean => thrown instanceof Error && word.test(thrown.message);

/** Redis forgets scripts when it restarts. */
const isUnknownScript = (thrown: unknown): boolean => says(thrown, /^NOSCRIPT\b/);

const isOfDatabase = (thrown: unknown): boolean => says(thrown, /\bDB index\b|\bNOPERM\b.*select/i);

const isOfReplica = (thrown: unknown): boolean => says(thrown, /\bREADONLY\b/);
