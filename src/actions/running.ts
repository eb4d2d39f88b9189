import * as v from "valibot";
import { type Torrent, isStopped } from "../qbittorrent/torrent.ts";
import type { Situation, WritesOf } from "./action.ts";
import { defineAction, noParams } from "./define.ts";
import { onOff } from "./switch.ts";

export const stop = defineAction({
  about: "Stops a torrent (pauses it, as qBittorrent before 5.0 says)",
  aspect: "running",
  params: noParams,
  behaviour: () => (situation) =>
    isStopping(situation) ? undefined : { wish: { running: "stopped" }, view: stopped(situation) },
});

/** Ends a forced start's privilege only where it starts something: a running or forced torrent is as asked. */
export const start = defineAction({
  about: "Starts a stopped torrent (resumes it, as qBittorrent before 5.0 says)",
  aspect: "running",
  params: noParams,
  behaviour: () => (situation) =>
    isStarted(situation) ? undefined : { wish: { running: "started" }, view: { state: undefined, force_start: false } },
});

/** Switched off, it is for forced torrents only: the server would start a stopped one. */
export const forceStart = defineAction({
  about: "Starts a torrent past the queue and the share limits, or ends that",
  aspect: "running",
  params: v.strictObject({
    enabled: v.exactOptional(onOff("enabled", "Whether the start is forced; true where it is left out"), true),
  }),
  behaviour:
    ({ enabled }) =>
    (situation) =>
      isForced(situation) === enabled
        ? undefined
        : {
            wish: { running: enabled ? "forced" : "started", unforced: !enabled },
            view: { state: undefined, force_start: enabled },
          },
  // Whether it is forced, and that a stopped torrent runs: that lasts when a later rule ends the force.
  changes:
    ({ enabled }) =>
    (situation) => [(later) => isForced(later) === enabled, ...(isStarted(situation) ? [] : [isStarted])],
});

export const runningWrites: WritesOf = (torrent, { running, unforced = false }) => {
  const from = { torrent, wish: {} };
  if (running === "stopped") return isStopping(from) ? [] : [{ kind: "stop" }];
  // A start ends the force.
  if (running === "started") return isStarted(from) && !(unforced && isForced(from)) ? [] : [{ kind: "start" }];
  // Also what is forced may have failed: then it was started to try again.
  if (running === "forced") return isForced(from) && isStarted(from) ? [] : [{ kind: "force_start" }];
  return [];
};

type RunningOf = Pick<Situation, "torrent" | "wish">;

const isStopping = ({ torrent, wish }: RunningOf): boolean =>
  wish.running === undefined ? isStopped(torrent) === true && !hasForce(torrent) : wish.running === "stopped";

const isForced = ({ torrent, wish }: RunningOf): boolean =>
  wish.running === undefined ? hasForce(torrent) : wish.running === "forced";

const isStarted = ({ torrent, wish }: RunningOf): boolean =>
  wish.running === undefined
    ? isStopped(torrent) === false || (hasForce(torrent) && !hasFailed(torrent))
    : wish.running !== "stopped";

/**
 * Only what is not stopped is ever forced, and the flag changes at once while the state takes its time: who is shown stopped
 * and forced has just been started. Data that is checked or moved hides the state, and not the flag.
 */
const hasForce = ({ force_start: forced }: Torrent): boolean => forced === true;

/** Starting is how to try again. */
const hasFailed = ({ state }: Torrent): boolean => state === "error" || state === "missingFiles";

/** Which of the two stopped states follows is plain unless the data is being checked or moved. */
function stopped({ torrent }: Situation): { state: string | undefined; force_start: boolean } {
  const { state = "checking" } = torrent;
  if (isStopped(torrent) === undefined) return { state: undefined, force_start: false };
  return { state: state.endsWith("UP") || state === "uploading" ? "stoppedUP" : "stoppedDL", force_start: false };
}
