import type { Json } from "./answer.ts";
import type { VersionProfile } from "./profiles.ts";
import { isSince } from "../releases.ts";
import { type limitsIn, resolved } from "./share-limits.ts";
import type { ShownState } from "./state.ts";
import { contentName, hasFolder, isComplete, isLoose, type SimulatedTorrent } from "./torrent.ts";

export interface RowContext {
  readonly torrent: SimulatedTorrent;
  readonly profile: VersionProfile;
  readonly shown: ShownState;
  /** What holds where the torrent has no limit of its own. */
  readonly limits: ReturnType<typeof limitsIn>;
}

/** One row of torrents/info, with the fields that this version has. */
export function infoRow(context: RowContext): Record<string, Json> {
  const fields = Object.entries(FIELDS).filter(([, field]) => isSince(context.profile.version, field.since));
  return Object.fromEntries(fields.map(([name, field]) => [name, field.of(context)]));
}

export function isInfoField(name: string, profile: VersionProfile): boolean {
  const field = FIELDS[name];
  return field !== undefined && isSince(profile.version, field.since);
}

export function shownPath(path: string, profile: VersionProfile): string {
  const bare = path.replace(/\/+$/, "");
  return profile.trailingSlash ? `${bare}/` : bare;
}

export function amountLeft(torrent: SimulatedTorrent): number {
  return Math.round(torrent.size * (1 - torrent.progress));
}

type Value = (context: RowContext) => Json;

interface Field {
  readonly since: string;
  readonly of: Value;
}

const since = (version: string, fields: Readonly<Record<string, Value>>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, { since: version, of }]));

const FIELDS: Readonly<Record<string, Field>> = {
  ...since("4.1.0", {
    added_on: ({ torrent }) => torrent.addedOn,
    amount_left: ({ torrent }) => amountLeft(torrent),
    auto_tmm: ({ torrent }) => torrent.autoManaged,
    category: ({ torrent }) => torrent.category,
    completed: ({ torrent }) => torrent.size - amountLeft(torrent),
    completion_on: ({ torrent, profile }) => torrent.completionOn ?? profile.never,
    dl_limit: ({ torrent, profile }) => torrent.downloadLimit ?? profile.freshLimit,
    dlspeed: ({ torrent }) => torrent.downloadSpeed,
    downloaded: ({ torrent }) => torrent.downloaded,
    downloaded_session: ({ torrent }) => torrent.downloaded,
    eta: () => 8_640_000,
    f_l_piece_prio: () => false,
    force_start: ({ shown }) => shown.forced,
    hash: ({ torrent }) => torrent.hash,
    last_activity: ({ torrent, profile }) =>
      torrent.lastActivity ?? (isSince(profile.version, "4.4.0") ? torrent.addedOn : 0),
    magnet_uri: magnet,
    max_ratio: ({ torrent, limits }) => resolved(torrent.ratioLimit, limits.ratioLimit),
    max_seeding_time: ({ torrent, limits }) => resolved(torrent.seedingTimeLimit, limits.seedingTimeLimit),
    name: ({ torrent }) => torrent.name,
    num_complete: ({ torrent }) => torrent.swarmSeeds,
    num_incomplete: ({ torrent }) => torrent.swarmPeers,
    num_leechs: ({ torrent }) => torrent.peers,
    num_seeds: ({ torrent }) => torrent.seeds,
    priority: ({ shown }) => shown.queuePosition,
    progress: ({ torrent }) => torrent.progress,
    ratio: ({ torrent }) => torrent.ratio,
    ratio_limit: ({ torrent }) => torrent.ratioLimit,
    save_path: ({ torrent, profile }) => shownPath(torrent.savePath, profile),
    seeding_time_limit: ({ torrent }) => torrent.seedingTimeLimit,
    seen_complete: ({ profile }) => profile.never,
    seq_dl: ({ torrent }) => torrent.sequential,
    size: ({ torrent }) => torrent.size,
    state: ({ shown }) => shown.state,
    super_seeding: ({ shown }) => shown.superSeeding,
    tags: ({ torrent }) => sorted(torrent.tags).join(", "),
    time_active: ({ torrent }) => torrent.timeActive,
    total_size: ({ torrent }) => totalSize(torrent),
    tracker: currentTracker,
    up_limit: ({ torrent, profile }) => torrent.uploadLimit ?? profile.freshLimit,
    uploaded: ({ torrent }) => torrent.uploaded,
    uploaded_session: ({ torrent }) => torrent.uploaded,
    upspeed: ({ torrent }) => torrent.uploadSpeed,
  }),
  ...since("4.2.0", { availability: ({ torrent }) => (isComplete(torrent) ? -1 : 0) }),
  ...since("4.3.0", { trackers_count: ({ torrent }) => torrent.trackers.length }),
  ...since("4.3.1", { content_path: ({ torrent }) => contentPath(torrent) }),
  ...since("4.3.4", { seeding_time: ({ torrent }) => torrent.seedingTime }),
  ...since("4.4.0", {
    infohash_v1: ({ torrent }) => torrent.infoHashes.v1,
    infohash_v2: ({ torrent }) => torrent.infoHashes.v2,
    download_path: () => "",
  }),
  ...since("4.6.0", {
    inactive_seeding_time_limit: ({ torrent }) => torrent.inactiveSeedingTimeLimit,
    max_inactive_seeding_time: ({ torrent, limits }) =>
      resolved(torrent.inactiveSeedingTimeLimit, limits.inactiveSeedingTimeLimit),
  }),
  ...since("5.0.0", {
    comment: ({ torrent }) => torrent.comment,
    has_metadata: ({ torrent }) => torrent.hasMetadata,
    popularity: () => 0,
    private: ({ torrent }) => (torrent.hasMetadata ? torrent.private : null),
    reannounce: () => 0,
    root_path: ({ torrent }) => (hasFolder(torrent) ? contentPath(torrent) : ""),
  }),
  ...since("5.2.0", {
    connections_count: ({ torrent }) => torrent.seeds + torrent.peers,
    connections_limit: () => 100,
    created_by: () => "",
    creation_date: () => -1,
    piece_size: ({ torrent }) => pieceSize(torrent),
    pieces_have: ({ torrent }) => piecesHave(torrent),
    pieces_num: ({ torrent }) => pieceCount(torrent),
    share_limit_action: ({ torrent }) => torrent.shareLimitAction,
    total_wasted: () => 0,
  }),
  ...since("5.3.0", { share_limits_mode: ({ torrent }) => torrent.shareLimitsMode }),
};

export function totalSize(torrent: SimulatedTorrent): number {
  return torrent.hasMetadata ? torrent.size : -1;
}

export function pieceSize(torrent: SimulatedTorrent): number {
  return torrent.hasMetadata ? torrent.pieceSize : -1;
}

export function pieceCount(torrent: SimulatedTorrent): number {
  return torrent.hasMetadata ? Math.ceil(torrent.size / torrent.pieceSize) : -1;
}

export function piecesHave(torrent: SimulatedTorrent): number {
  return Math.max(0, Math.floor(pieceCount(torrent) * torrent.progress));
}

export function sorted(words: Iterable<string>): string[] {
  return [...words].toSorted((a, b) => a.localeCompare(b, "en"));
}

function contentPath(torrent: SimulatedTorrent): string {
  if (!torrent.hasMetadata) return "";
  const place = torrent.savePath.replace(/\/+$/, "");
  return isLoose(torrent) ? place : `${place}/${contentName(torrent)}`;
}

function currentTracker({ torrent, profile }: RowContext): string {
  const working = torrent.trackers.find((tracker) => tracker.status === 2);
  const fallback = profile.trackerFallsBackToFirst ? torrent.trackers[0] : undefined;
  return (working ?? fallback)?.url ?? "";
}

function magnet({ torrent, profile }: RowContext): string {
  const size = profile.magnetSize && torrent.hasMetadata ? `&xl=${torrent.size}` : "";
  const trackers = torrent.trackers.map((tracker) => `&tr=${encodeURIComponent(tracker.url)}`);
  return `magnet:?xt=urn:btih:${torrent.hash}&dn=${encodeURIComponent(torrent.name.toWellFormed())}${size}${trackers.join("")}`;
}
