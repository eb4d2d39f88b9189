/** A request as it is written down: plain JSON. */
export type Recorded = Readonly<Record<string, unknown>>;

/** Where the requests of a pass are written down, so that nobody who does it again sends twice what must not be. */
export interface Recorder {
  /** What earlier attempts have sent, or may have, in that order. */
  readonly sent: readonly {
    readonly request: Recorded;
    /** Milliseconds since 1970. */
    readonly begunAt: number;
  }[];
  /** All requests to come, before the first of them is sent. Resolves when they are on disk, as does `begin`. */
  plan(requests: readonly Recorded[]): Promise<void>;
  /**
   * By the place in the plan, before it is sent; those before it were answered then, be it by a refusal. Throws `interrupted`
   * when the pass is somebody else's by now.
   */
  begin(index: number): Promise<void>;
}
