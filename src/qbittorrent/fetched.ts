import type { TorrentSource } from "./facts.ts";
import { type TorrentFile, withoutProgress } from "./file.ts";
import type { Peer } from "./peer.ts";
import type { Properties } from "./properties.ts";
import type { Torrent } from "./torrent.ts";
import type { TrackerList } from "./tracker.ts";
import type { Webseed } from "./webseed.ts";

/** What each request about one torrent tells. */
export interface Fetched {
  readonly trackers: TrackerList;
  /** Null: no metadata yet. */
  readonly files: readonly TorrentFile[] | null;
  readonly properties: Properties;
  readonly webseeds: readonly Webseed[];
  readonly peers: readonly Peer[];
}

/** The torrent with what a request has told about it; undefined: that it is gone. */
export const withFetched = <S extends TorrentSource>(
  torrent: Torrent,
  source: S,
  fetched: Fetched[S] | undefined,
): Torrent => ({ ...torrent, ...(fetched === undefined ? { [source]: null } : tells[source](fetched, torrent)) });

const tells: { readonly [S in TorrentSource]: (fetched: Fetched[S], torrent: Torrent) => Partial<Torrent> } = {
  trackers: (list, torrent) => ({ trackers: list.trackers, private: torrent.private ?? privacyOf(torrent, list) }),
  files: (files, { progress }) => ({ files: progress === undefined ? withoutProgress(files) : files }),
  properties: (properties, torrent) => ({ properties: asFarAsChecked(properties, torrent) }),
  webseeds: (webseeds) => ({ webseeds }),
  peers: (peers) => ({ peers }),
};

/** Without metadata no server knows, and the list says what it says of a public torrent. */
const privacyOf = ({ has_metadata: hasMetadata }: Torrent, list: TrackerList): boolean | undefined =>
  hasMetadata === true ? list.private : undefined;

/** While data is checked the list does not know these either, but only the list has the state. */
const asFarAsChecked = (properties: Properties, { progress }: Torrent): Properties =>
  progress === undefined ? { ...properties, progress: undefined, pieces_have: undefined } : properties;
