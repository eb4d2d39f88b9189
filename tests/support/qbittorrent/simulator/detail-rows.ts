import type { Json } from "./answer.ts";
import type { VersionProfile } from "./profiles.ts";
import { isSince } from "../releases.ts";
import type { ShareLimits } from "./share-limits.ts";
import { isComplete, type SimulatedTorrent, type SimulatedTracker } from "./torrent.ts";

type Row = Record<string, Json>;

/** What torrents/trackers answers: three rows for DHT, PeX and LSD come before the trackers. */
export function trackerRows(torrent: SimulatedTorrent, profile: VersionProfile): Row[] {
  return [...STICKY.map((url) => stickyRow(url, torrent, profile)), ...ownTrackerRows(torrent, profile)];
}

/** What includeTrackers adds to torrents/info: the trackers alone. */
export function ownTrackerRows(torrent: SimulatedTorrent, profile: VersionProfile): Row[] {
  return torrent.trackers.map((tracker) => ({
    ...trackerRow(tracker, profile),
    ...(hasEndpoints(profile) ? NO_ANNOUNCE : {}),
  }));
}

/** What torrents/files answers; only its first row says is_seed. */
export function fileRows(torrent: SimulatedTorrent, profile: VersionProfile): Row[] {
  const rows = plainFileRows(torrent, profile);
  return rows.map((row, index) => (index === 0 ? { ...row, is_seed: isComplete(torrent) } : row));
}

/** What includeFiles adds to torrents/info. */
export function plainFileRows(torrent: SimulatedTorrent, profile: VersionProfile): Row[] {
  let offset = 0;
  return torrent.files.map((file, index) => {
    const first = Math.floor(offset / torrent.pieceSize);
    offset += file.size;
    const last = Math.max(first, Math.ceil(offset / torrent.pieceSize) - 1);
    return {
      ...(isSince(profile.version, "4.3.5") ? { index } : {}),
      availability: file.progress,
      name: file.name,
      piece_range: [first, last],
      priority: file.priority ?? profile.normalPriority,
      progress: file.progress,
      size: file.size,
    };
  });
}

/** What torrents/categories says of each category. */
export function categoryRow(
  { name, savePath }: { readonly name: string; readonly savePath: string },
  limits: ShareLimits,
  profile: VersionProfile,
): Row {
  if (!isSince(profile.version, "5.2.0")) return { name, savePath };
  return {
    name,
    savePath,
    download_path: null,
    inactive_seeding_time_limit: limits.inactiveSeedingTimeLimit,
    ratio_limit: limits.ratioLimit,
    seeding_time_limit: limits.seedingTimeLimit,
    share_limit_action: limits.shareLimitAction,
    ...(isSince(profile.version, "5.3.0") ? { share_limits_mode: limits.shareLimitsMode } : {}),
  };
}

const STICKY = ["** [DHT] **", "** [PeX] **", "** [LSD] **"];
const NO_ANNOUNCE: Row = { endpoints: [], min_announce: 0, next_announce: 0, updating: false };

function stickyRow(url: string, torrent: SimulatedTorrent, profile: VersionProfile): Row {
  const msg = torrent.private && torrent.hasMetadata ? "This torrent is private" : "";
  const none = { num_downloaded: 0, num_leeches: 0, num_peers: 0, num_seeds: 0 };
  return { url, msg, status: 0, tier: profile.stickyTier, ...none };
}

function trackerRow(tracker: SimulatedTracker, profile: VersionProfile): Row {
  return {
    url: tracker.url,
    msg: tracker.msg,
    status: tracker.status,
    tier: tracker.tier,
    num_downloaded: tracker.downloaded,
    num_leeches: tracker.leeches,
    num_peers: tracker.status === 1 ? profile.uncontactedPeers : tracker.peers,
    num_seeds: tracker.seeds,
  };
}

function hasEndpoints(profile: VersionProfile): boolean {
  return isSince(profile.version, "5.2.0");
}
