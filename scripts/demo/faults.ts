import type { Fault, FaultKind } from "../../tests/support/qbittorrent/simulator/faults.ts";

interface Demonstrated {
  readonly fault: Fault;
  readonly means: string;
}

/** What `--fault NAME` has the simulated qBittorrent do during the two runs. */
export const FAULTS: Readonly<Record<FaultKind, readonly Demonstrated[]>> = {
  slow: [{ fault: { kind: "slow", ms: 2_000, at: "torrents/info" }, means: "the list takes two seconds to come" }],
  status: [
    {
      fault: { kind: "status", status: 503, at: "torrents/addTags", times: 2 },
      means: "two requests for a tag are answered with 503, and not carried out",
    },
  ],
  lost: [
    {
      fault: { kind: "lost", at: "torrents/setUploadLimit", times: 1 },
      means: "an upload limit is set, and the answer lost",
    },
  ],
  ban: [
    { fault: { kind: "restart", downMs: 0, at: "torrents/info", times: 1 }, means: "it is restarted, once" },
    { fault: { kind: "ban", times: 2 }, means: "two logins are refused, as after five wrong ones" },
  ],
  restart: [
    {
      fault: { kind: "restart", downMs: 2_000, at: "torrents/addTags", times: 1 },
      means: "at the first tag it is restarted, and gone for two seconds",
    },
  ],
  state_lag: [{ fault: { kind: "state_lag", ms: 1_500 }, means: "a state shows a second and a half late" }],
  frozen_counters: [{ fault: { kind: "frozen_counters" }, means: "what torrents have transferred stands still" }],
};

export const isFaultName = (name: string): name is FaultKind => Object.hasOwn(FAULTS, name);
