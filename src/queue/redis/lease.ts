import type { Clock } from "../../lib/clock.ts";
import { createLoop } from "../../lib/loop.ts";
import type { Lease } from "../lease.ts";
import type { Rescued } from "../queue.ts";
import type { RedisConnection } from "./connection.ts";
import { scripts } from "./scripts.ts";

/** How long the lease of a server that is heard no more keeps the others waiting. */
const LEASE_MS = 10_000;

const RENEWED_EVERY_MS = 3_000;

export interface RedisLease extends Lease {
  /** What every script that needs the lease is told first: which server asks, and for how long it then has it. */
  readonly terms: readonly [server: string, ms: number];
  /** What such a script found: what became of the jobs the last holder left behind, or undefined when another has the lease. */
  found(rescued: Rescued | undefined): void;
  /** Gives it up: the next need not wait until it expires. */
  drop(): Promise<void>;
}

export interface LeaseOptions {
  readonly connection: RedisConnection;
  /** A name of this server that no other has, and that it never had before. */
  readonly server: string;
  readonly clock: Clock;
  readonly notice: (message: string) => void;
}

/**
 * The lease is a key that expires. Redis itself decides by it, within the script that claims or begins a step; here it is
 * renewed, so that it does not expire during a long pass, and remembered, so that others can be told.
 */
export function createRedisLease({ connection, server, clock, notice }: LeaseOptions): RedisLease {
  let isHeld: boolean | undefined;
  /** When Redis last said so. */
  let saidAt = clock.now();
  const terms = [server, LEASE_MS] as const;

  function found(rescued: Rescued | undefined): void {
    const isOurs = rescued !== undefined;
    if (isOurs && isHeld === false) notice("This server runs the jobs now");
    if (!isOurs && isHeld !== false) notice("Another server runs the jobs; this one takes over when it stops");
    if (isOurs && rescued.again > 0) notice(`Jobs of a server that stopped run again: ${rescued.again}`);
    for (const job of rescued?.failed ?? []) notice(`Job failed: the server died whenever it ran it: ${job}`);
    isHeld = isOurs;
    saidAt = clock.now();
  }

  const renewal = createLoop({
    clock,
    turn: async () => {
      if (isHeld !== true) return RENEWED_EVERY_MS;
      const asked = clock.now();
      // What cannot be renewed now is asked for by the next claim or step.
      const kept = await connection.run(scripts.renewLease, ...terms).catch(() => undefined);
      if (kept === 0) found(undefined);
      if (kept === 1) saidAt = asked;
      return RENEWED_EVERY_MS;
    },
  });
  renewal.start();

  return {
    isPermanent: false,
    get isHeld() {
      return isHeld === true && clock.now() - saidAt < LEASE_MS;
    },
    terms,
    found,
    drop: async () => {
      await renewal.stop();
      // It expires by itself where Redis cannot be told.
      if (isHeld === true) await connection.run(scripts.dropLease, server).catch(() => undefined);
    },
  };
}
