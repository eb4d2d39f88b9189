import type { VersionProfile } from "./profiles.ts";
import { isComplete, type SimulatedTorrent } from "./torrent.ts";

/** What torrents/info shows of a torrent's doings. */
export interface ShownState {
  readonly state: string;
  readonly forced: boolean;
}

export interface StateView {
  readonly of: (torrent: SimulatedTorrent) => ShownState;
  /** Just added: for the length of the lag it is not yet in the state that was asked for. */
  readonly arrive: (torrent: SimulatedTorrent) => void;
  /** Applies `change`, which becomes visible only after the lag, like the status refresh of the real program. */
  readonly change: (torrent: SimulatedTorrent, change: (torrent: SimulatedTorrent) => void) => void;
}

export function createStateView(profile: VersionProfile, lagMs: number, clock: () => number): StateView {
  const stale = new Map<string, { readonly state: string; readonly forced: boolean; readonly until: number }>();

  const shown = (torrent: SimulatedTorrent): ShownState => {
    const forced = torrent.forced && !torrent.stopped;
    const old = stale.get(torrent.hash);
    if (old === undefined || clock() >= old.until) return { state: stateOf(torrent, profile), forced };
    return { state: old.state, forced: profile.forceLags ? old.forced : forced };
  };

  return {
    of: shown,
    arrive(torrent) {
      stale.set(torrent.hash, { state: "checkingResumeData", forced: false, until: clock() + lagMs });
    },
    change(torrent, change) {
      const before = shown(torrent);
      change(torrent);
      torrent.pinnedState = undefined;
      const pending = stale.get(torrent.hash);
      // A refresh that is under way is not put off by further calls.
      const until = pending !== undefined && clock() < pending.until ? pending.until : clock() + lagMs;
      stale.set(torrent.hash, { ...before, until });
    },
  };
}

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
