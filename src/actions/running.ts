import * as v from "valibot";
import { isStopped } from "../qbittorrent/torrent.ts";
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
            wish: { running: enabled ? "forced" : "unforced" },
            view: { state: undefined, force_start: enabled },
          },
});

export const runningWrites: WritesOf = (torrent, { running }) => {
  const from = { torrent, wish: {} };
  if (running === "stopped") return isStopping(from) ? [] : [{ kind: "stop" }];
  if (running === "started") return isStarted(from) ? [] : [{ kind: "start" }];
  // A start ends the force.
  if (running === "unforced") return isStarted(from) && !isForced(from) ? [] : [{ kind: "start" }];
  if (running === "forced") return isForced(from) ? [] : [{ kind: "force_start" }];
  return [];
};

type RunningOf = Pick<Situation, "torrent" | "wish">;

const isStopping = ({ torrent, wish }: RunningOf): boolean =>
  wish.running === undefined ? isStopped(torrent) === true : wish.running === "stopped";

const isForced = ({ torrent, wish }: RunningOf): boolean =>
  wish.running === undefined ? torrent.force_start === true : wish.running === "forced";

const isStarted = ({ torrent, wish }: RunningOf): boolean =>
  wish.running === undefined ? isStopped(torrent) === false : wish.running !== "stopped";

/** Which of the two stopped states follows is plain unless the data is being checked or moved. */
function stopped({ torrent }: Situation): { state: string | undefined; force_start: boolean } {
  const { state = "checking" } = torrent;
  if (isStopped(torrent) === undefined) return { state: undefined, force_start: false };
  return { state: state.endsWith("UP") || state === "uploading" ? "stoppedUP" : "stoppedDL", force_start: false };
}
