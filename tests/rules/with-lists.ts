import { toFiles } from "../../src/qbittorrent/file.ts";
import { toPeers } from "../../src/qbittorrent/peer.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";
import { aTorrent } from "../support/builders.ts";

type Row = Readonly<Record<string, unknown>>;

const tracker = (row: Row): Row => ({
  url: "https://tracker.example/announce",
  tier: 0,
  status: 2,
  msg: "",
  num_peers: 1,
  num_seeds: 1,
  num_leeches: 1,
  num_downloaded: 1,
  ...row,
});

const file = (row: Row): Row => ({ name: "a.mkv", size: 10, progress: 1, priority: 1, availability: 1, ...row });

/** A torrent with these trackers, as qBittorrent up to 5.1 lists them. */
export const withTrackers = (...rows: readonly Row[]): Torrent => ({
  ...aTorrent(),
  trackers: toTrackers(rows.map(tracker)),
});

/** The same of 5.2 and newer, which tell whether they are being asked. */
export const withNewTrackers = (...rows: readonly Row[]): Torrent =>
  withTrackers(...rows.map((row) => ({ updating: false, ...row })));

/** A torrent with these files, of which there is at least one. */
export const withFiles = (...rows: readonly Row[]): Torrent => ({ ...aTorrent(), files: toFiles(rows.map(file)) });

export const withPeers = (...rows: readonly Row[]): Torrent => ({
  ...aTorrent(),
  peers: toPeers({ peers: Object.fromEntries(rows.map((row, n) => [`10.0.0.${n + 1}:6881`, row])) }),
});

export const withWebseeds = (...urls: readonly string[]): Torrent => ({
  ...aTorrent(),
  webseeds: urls.map((url) => ({ url })),
});
