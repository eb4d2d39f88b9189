/** What can go wrong with a request, as data. */
export type Fault = Aim &
  (
    | { readonly kind: "slow"; readonly ms: number }
    /** That instead of an answer, and nothing is done; a proxy, or a server in trouble. */
    | { readonly kind: "status"; readonly status: number; readonly body?: string }
    /** It is done, and the connection closed before the answer. */
    | { readonly kind: "lost" }
    /** A login is refused as after too many wrong ones; sessions that are there go on. */
    | { readonly kind: "ban" }
    /** It is not done, sessions are forgotten, and whatever comes within `downMs` finds nobody. */
    | { readonly kind: "restart"; readonly downMs: number }
    /** What it changes of a state stays invisible for that long; tags, categories and limits show at once. */
    | { readonly kind: "state_lag"; readonly ms: number }
    /** What a torrent has transferred, and for how long, stands still; afterwards it makes a leap. */
    | { readonly kind: "frozen_counters" }
  );

export type FaultKind = Fault["kind"];

/** Which requests meet it. */
interface Aim {
  /** `torrents/stop`; without it any, a ban apart, which meets logins. */
  readonly at?: string;
  /** So many, and then it is over; without it, until it is taken back. */
  readonly times?: number;
}

export interface Faults {
  /** Returns what takes it back. */
  readonly add: (fault: Fault) => () => void;
  readonly clear: () => void;
  /** What this request meets, and what has then been met once more. Of several of a kind the first counts. */
  readonly meet: (path: string) => Met;
}

export type Met = <Kind extends FaultKind>(kind: Kind) => Extract<Fault, { kind: Kind }> | undefined;

export function createFaults(initial: readonly Fault[] = []): Faults {
  let pending: readonly { readonly fault: Fault; readonly left: number }[] = [];
  const add = (fault: Fault) => {
    pending = [...pending, { fault, left: fault.times ?? Infinity }];
    return () => {
      pending = pending.filter((one) => one.fault !== fault);
    };
  };
  for (const fault of initial) add(fault);
  return {
    add,
    clear: () => {
      pending = [];
    },
    meet: (path) => {
      const aimed = pending.filter(({ fault }) => isAimedAt(fault, path));
      const met = aimed.filter(({ fault: { kind } }, n) => aimed.findIndex(({ fault }) => fault.kind === kind) === n);
      pending = pending
        .map((one) => (met.includes(one) ? { ...one, left: one.left - 1 } : one))
        .filter(({ left }) => left > 0);
      const faults = met.map(({ fault }) => fault);
      return (kind) => faults.find(isOf(kind));
    },
  };
}

const isAimedAt = ({ kind, at = kind === "ban" ? "auth/login" : undefined }: Fault, path: string): boolean =>
  at === undefined || at === path;

const isOf =
  <Kind extends FaultKind>(wanted: Kind) =>
  (fault: Fault): fault is Extract<Fault, { kind: Kind }> =>
    fault.kind === wanted;
