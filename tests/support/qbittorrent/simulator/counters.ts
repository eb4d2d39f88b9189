import { isComplete, type SimulatedTorrent } from "./torrent.ts";

/** Brings up to date what a torrent has transferred, and for how long. Idle ones stand still, as in the real program. */
export function count(torrent: SimulatedTorrent, now: number): void {
  const seconds = now - torrent.countedUntil;
  torrent.countedUntil = now;
  if (seconds <= 0 || torrent.stopped || torrent.uploadSpeed + torrent.downloadSpeed === 0) return;
  torrent.timeActive += seconds;
  torrent.uploaded += torrent.uploadSpeed * seconds;
  torrent.downloaded += torrent.downloadSpeed * seconds;
  if (isComplete(torrent)) torrent.seedingTime += seconds;
}
