import { messageOf } from "../../errors.ts";
import { type Clock, type Stopwatch, stopwatch } from "../../lib/clock.ts";
import { createLoop } from "../../lib/loop.ts";
import type { Lease } from "../lease.ts";
import type { Rescued } from "../queue.ts";
import type { RedisConnection } from "./connection.ts";
import { scripts } from "./scripts.ts";
import { createTrust } from "./trust.ts";

/** How long the lease of a server that is heard no more keeps the others waiting. */
const LEASE_MS = 10_000;

/**
 * How long its holder goes by what Redis said last. The rest of the lease is for what was cut off then, since qBittorrent may
 * still be at it, and for a Redis whose clock goes faster.
 */
const TRUSTED_MS = 8_000;

const RENEWED_EVERY_MS = 3_000;

/** Where there was no answer. */
const RENEWED_AGAIN_MS = 500;

/** The lease that is found may be that of a server that died, this one's predecessor for instance. */
const ANOTHER = `Another server runs the jobs, or did until a moment ago: this one takes over when that one stops, or ${LEASE_MS / 1000} s after its last sign`;

export interface RedisLease extends Lease {
  /** What every script that needs the lease is told first: which server asks, and for how long it then has it. */
  readonly terms: readonly [server: string, ms: number];
  /**
   * What such a script found: what became of the jobs the last holder left behind, or undefined when another has the lease.
   * `asked` runs since before it was asked.
   */
  found(rescued: Rescued | undefined, asked: Stopwatch): void;
  /** Such a script found that this server has the lease, as it had before. */
  kept(asked: Stopwatch): void;
  whileHeld(): AbortSignal;
  /** Gives it up: the next need not wait until it expires. */
  drop(): Promise<void>;
}

export interface LeaseOptions {
  readonly connection: RedisConnection;
  /** A name of this server that no other has, and that it never had before. */
  readonly server: string;
  readonly clock: Clock;
  readonly notice: (message: string) => void;
  /** Told what became of the jobs that the last holder left behind. */
  readonly rescued: (rescued: Rescued) => void;
}

/**
 * The lease is a key that expires. Redis itself decides by it, within the script that claims or begins a step; here it is
 * renewed, so that it does not expire during a long pass, and remembered, so that others can be told, and so that nothing is
 * written when Redis cannot be asked.
 *
 * `whileHeld` is looked at in the moment a request is handed to the system, and ends it two seconds before another server can
 * go on. What remains is a server that stands still in the instant between the two, for as long as the rest of the lease
 * takes, and then sends what it had in hand: this one request, which was recorded as begun, so that whoever goes on counts
 * with it, and nothing behind it. The same holds for what qBittorrent has taken in and carries out late.
 */
export function createRedisLease(options: LeaseOptions): RedisLease {
  const { connection, server, clock, notice } = options;
  let isHeld: boolean | undefined;
  /** Since Redis last said so. */
  let said = stopwatch(clock);
  const terms = [server, LEASE_MS] as const;
  const trust = createTrust({ lasts: TRUSTED_MS, clock });

  function kept(asked: Stopwatch): void {
    said = asked;
    trust.confirm(asked);
  }

  function lost(): void {
    if (isHeld !== false) notice(ANOTHER);
    isHeld = false;
    trust.end();
  }

  function found(rescued: Rescued | undefined, asked: Stopwatch): void {
    if (rescued === undefined) return lost();
    if (isHeld === false) notice("This server runs the jobs now");
    options.rescued(rescued);
    isHeld = true;
    kept(asked);
  }

  const renewal = createLoop({
    clock,
    failed: (thrown) => notice(`The lease could not be renewed: ${messageOf(thrown)}`),
    turn: async () => {
      if (isHeld !== true) return RENEWED_EVERY_MS;
      const asked = stopwatch(clock);
      // What cannot be renewed now is asked for by the next claim or step as well.
      const answer = await connection.run(scripts.renewLease, ...terms).catch(() => undefined);
      if (answer === 0) lost();
      if (answer === 1) kept(asked);
      return answer === undefined ? RENEWED_AGAIN_MS : RENEWED_EVERY_MS;
    },
  });
  renewal.start();

  return {
    isPermanent: false,
    get isHeld() {
      return isHeld === true && said() < LEASE_MS;
    },
    whileHeld: () => trust.signal(),
    terms,
    found,
    kept,
    drop: async () => {
      await renewal.stop();
      trust.end();
      // It expires by itself where Redis cannot be told.
      if (isHeld === true) await connection.run(scripts.dropLease, server).catch(() => undefined);
    },
  };
}
