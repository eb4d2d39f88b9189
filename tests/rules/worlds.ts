import * as fc from "fast-check";
import type { Server, Source, TorrentSource } from "../../src/qbittorrent/facts.ts";
import { type Fetched, withFetched } from "../../src/qbittorrent/fetched.ts";
import { toFiles } from "../../src/qbittorrent/file.ts";
import { toPeers } from "../../src/qbittorrent/peer.ts";
import { toPreferences } from "../../src/qbittorrent/preferences.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackerList } from "../../src/qbittorrent/tracker.ts";
import { toTransfer } from "../../src/qbittorrent/transfer.ts";
import { toWebseeds } from "../../src/qbittorrent/webseed.ts";
import type { Circumstances } from "../../src/rules/evaluate/compile.ts";
import { DAY, NOW, type Verdict, aTorrent, verdict } from "../support/builders.ts";
import { type TestedRelease, on } from "./releases.ts";

/** All there is to know of a torrent and its server. A pass begins with the list and asks for more. */
export interface World {
  /** As the list brings it. */
  readonly torrent: Torrent;
  readonly release: TestedRelease;
  /** Undefined: the torrent is gone when this is asked for. */
  readonly facts: { readonly [S in TorrentSource]: Fetched[S] | undefined };
  readonly server: Required<Pick<Server, "transfer" | "preferences">>;
}

export const everySource = ["transfer", "preferences", "trackers", "files", "properties", "webseeds", "peers"] as const;

/** What a pass knows of the world once it has asked for these. */
export function seen(world: World, known: readonly Source[]): { torrent: Torrent; given: Circumstances } {
  const { facts, server } = world;
  let { torrent } = world;
  if (known.includes("trackers")) torrent = withFetched(torrent, "trackers", facts.trackers);
  if (known.includes("files")) torrent = withFetched(torrent, "files", facts.files);
  if (known.includes("properties")) torrent = withFetched(torrent, "properties", facts.properties);
  if (known.includes("webseeds")) torrent = withFetched(torrent, "webseeds", facts.webseeds);
  if (known.includes("peers")) torrent = withFetched(torrent, "peers", facts.peers);
  const asked = {
    ...(known.includes("transfer") && { transfer: server.transfer }),
    ...(known.includes("preferences") && { preferences: server.preferences }),
  };
  return { torrent, given: on(world.release, asked) };
}

/** What the conditions say once these were asked for. */
export function verdictAfter(conditions: unknown, world: World, known: readonly Source[]): Verdict {
  const { torrent, given } = seen(world, known);
  return verdict(conditions, torrent, given);
}

const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

const someRow = fc.record({
  ratio: oneOf(0.5, 2, undefined),
  num_complete: oneOf(0, 5, -1),
  tags: oneOf("", "keep", "keepers", "a"),
  category: oneOf("", "tv", "TV", "tv/anime"),
  state: oneOf("stalledUP", "pausedUP", "checkingUP", "moving"),
  completion_on: oneOf(NOW - 31 * DAY, NOW - DAY, -1),
  private: fc.boolean(),
  has_metadata: fc.boolean(),
});

/** The row as a server of the release writes it. */
function rowOn(release: TestedRelease, row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { has_metadata: hasMetadata, private: isPrivate, ...others } = row;
  const sized = hasMetadata === true ? others : { ...others, total_size: -1 };
  if (!release.startsWith("5.")) return sized;
  return { ...sized, has_metadata: hasMetadata, private: hasMetadata === true ? isPrivate : null };
}

const someTrackers = fc
  .record({
    isPrivate: fc.boolean(),
    rows: fc.array(
      fc.record({
        url: oneOf("https://a.example/announce", "udp://b.example:1/x"),
        status: oneOf(1, 2, 3, 4),
        msg: oneOf("", "unregistered torrent"),
        tier: oneOf(0, 1),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ isPrivate, rows }) => toTrackerList([{ url: "** [DHT] **", msg: isPrivate ? "private" : "" }, ...rows]));

const someFiles = fc
  .array(
    fc.record({
      name: oneOf("a.mkv", "b.exe", "Sample/a.mkv"),
      size: oneOf(10, 5e9),
      priority: oneOf(0, 1, undefined),
    }),
    { maxLength: 3 },
  )
  .map(toFiles);

const someProperties = fc
  .record({
    total_size: oneOf(1_000_000_000, -1),
    comment: oneOf("", "from a.example"),
    is_private: fc.boolean(),
    seeding_time: oneOf(0, 31 * DAY),
    share_ratio: oneOf(0.5, 2, -1),
  })
  .map(toProperties);

const somePeers = fc
  .dictionary(
    oneOf("1.2.3.4:5", "[::1]:6"),
    fc.record({ client: oneOf("", "qBittorrent/5.1.0"), progress: oneOf(0.5, 1) }),
  )
  .map((peers) => toPeers({ peers }));

const someWebseeds = fc.array(fc.record({ url: oneOf("https://a.example/x") }), { maxLength: 2 }).map(toWebseeds);

const someTransfer = fc
  .record({ dht_nodes: oneOf(0, 50, undefined), connection_status: oneOf("connected", "firewalled") })
  .map((answer) => toTransfer(answer) ?? {});

const somePreferences = fc
  .record(
    { queueing_enabled: oneOf<boolean | string>(true, false, "yes"), max_active_uploads: oneOf(3, 20) },
    { requiredKeys: [] },
  )
  .map((answer) => toPreferences(answer) ?? {});

const releases: readonly TestedRelease[] = ["4.1.4", "4.2.5", "4.5.1", "4.6.7", "5.1", "5.3"];

export const someWorld: fc.Arbitrary<World> = fc
  .record({
    row: someRow,
    release: oneOf(...releases),
    facts: fc.record({
      trackers: someTrackers,
      files: fc.option(someFiles, { nil: undefined }),
      properties: fc.option(someProperties, { nil: undefined }),
      webseeds: fc.option(someWebseeds, { nil: undefined }),
      peers: fc.option(somePeers, { nil: undefined }),
    }),
    server: fc.record({ transfer: someTransfer, preferences: somePreferences }),
  })
  .map(({ row, ...rest }) => ({ ...rest, torrent: aTorrent(rowOn(rest.release, row)) }));

/** Some of what may be asked for. */
export const someSources = fc.subarray<Source>([...everySource]);
