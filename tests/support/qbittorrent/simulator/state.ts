import type { VersionProfile } from "./profiles.ts";
import { isComplete, type SimulatedTorrent } from "./torrent.ts";

/** What torrents/info shows of a torrent's doings. */
export interface ShownState {
  readonly state: string;
  readonly forced: boolean;
  readonly superSeeding: boolean;
  readonly queuePosition: number;
}

export interface StateView {
  readonly of: (torrent: SimulatedTorrent) => ShownState;
  /** Just added: for the length of the lag it is not yet in the state that was asked for. */
  readonly arrive: (torrent: SimulatedTorrent) => void;
  /** Applies `change`, which becomes visible only after the lag, like the status refresh of the real program. */
  readonly change: (torrent: SimulatedTorrent, change: Change) => void;
  /** The same of what has nothing to do with the state: a pinned one stays. */
  readonly late: (torrent: SimulatedTorrent, change: Change) => void;
}

type Change = (torrent: SimulatedTorrent) => void;

export function createStateView(profile: VersionProfile, lagMs: () => number, clock: () => number): StateView {
  const stale = new Map<string, ShownState & { readonly until: number }>();

  const shown = (torrent: SimulatedTorrent): ShownState => {
    const forced = torrent.forced && !torrent.stopped;
    const old = stale.get(torrent.hash);
    if (old === undefined || clock() >= old.until) return { ...refreshed(torrent, profile), forced };
    return { ...old, forced: profile.forceLags ? old.forced : forced };
  };

  const late = (torrent: SimulatedTorrent, change: Change): void => {
    const before = shown(torrent);
    change(torrent);
    const pending = stale.get(torrent.hash);
    // A refresh that is under way is not put off by further calls.
    const until = pending !== undefined && clock() < pending.until ? pending.until : clock() + lagMs();
    stale.set(torrent.hash, { ...before, until });
  };

  return {
    of: shown,
    arrive(torrent) {
      const before = refreshed(torrent, profile);
      stale.set(torrent.hash, { ...before, state: "checkingResumeData", forced: false, until: clock() + lagMs() });
    },
    late,
    change: (torrent, change) =>
      late(torrent, (it) => {
        change(it);
        it.pinnedState = undefined;
      }),
  };
}

const refreshed = (torrent: SimulatedTorrent, profile: VersionProfile): Omit<ShownState, "forced"> => ({
  state: stateOf(torrent, profile),
  superSeeding: torrent.superSeeding,
  queuePosition: isComplete(torrent) ? 0 : torrent.queuePosition,
});

function stateOf(torrent: SimulatedTorrent, profile: VersionProfile): string {
  if (torrent.pinnedState !== undefined) return asVersion(torrent.pinnedState, profile);
  const side = isComplete(torrent) ? "UP" : "DL";
  if (torrent.stopped) return `${profile.stoppedWord}${side}`;
  if (!torrent.hasMetadata) return torrent.forced && profile.forcesMetadata ? "forcedMetaDL" : "metaDL";
  if (torrent.forced) return `forced${side}`;
  if (side === "UP") return torrent.uploadSpeed > 0 ? "uploading" : "stalledUP";
  return torrent.downloadSpeed > 0 ? "downloading" : "stalledDL";
}

/** A test may pin either spelling of the stopped states. */
function asVersion(state: string, profile: VersionProfile): string {
  return state.replace(/^(paused|stopped)(?=UP$|DL$)/, profile.stoppedWord);
}
