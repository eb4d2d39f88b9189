/** Of the servers that share a queue one may run its jobs: the one that has the lease. */
export interface Lease {
  /** The queue is this server's alone for as long as it is open; otherwise the lease comes and goes, and claiming takes it. */
  readonly isPermanent: boolean;
  /** Whether this server had it when that was last known. */
  readonly isHeld: boolean;
  /**
   * To be asked before each request that changes anything, and to go along with it: aborted as soon as another server may
   * have the lease, or soon may. Undefined: none ever will.
   */
  whileHeld(): AbortSignal | undefined;
}

/** Of a store that locks out every other server. */
export const permanentLease: Lease = { isPermanent: true, isHeld: true, whileHeld: () => undefined };
