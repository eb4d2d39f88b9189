import * as fc from "fast-check";
import type { TorrentSeed } from "../support/qbittorrent/simulator/torrent.ts";

const SMALL = "{field: info.size, operator: smaller_than, value: 1 MB}";
const SHARED = "{field: info.ratio, operator: '>=', value: 1}";
const GREAT = "{field: info.ratio, operator: '>=', value: 3}";
const DONE = "{field: info.progress, operator: '==', value: 1}";
const IN_A = "{field: info.category, operator: '==', value: a}";
const TAGGED = "{field: info.tags, operator: contains, value: one}";
const LIMITED = "{field: info.up_limit, operator: '<=', value: 1000}";

/**
 * In the order of what they read: numbers that no action changes, then the category, then the tags, then limits. No rule
 * changes what an earlier one reads, so the result of a run satisfies all of them.
 */
export const layered = [
  `unmanage | ${DONE} | {type: set_auto_management, params: {enabled: false}}`,
  `to a | ${SMALL} | {type: set_category, params: {category: a}}`,
  `to b | ${SHARED} | {type: set_category, params: {category: b}}`,
  `leave | ${SMALL}, ${SHARED} | {type: set_category, params: {category: ''}}`,
  `order | ${SMALL} | {type: set_sequential_download, params: {enabled: true}}`,
  `super | ${DONE}, ${SHARED} | {type: set_super_seeding, params: {enabled: true}}`,
  `place | ${GREAT} | {type: set_location, params: {path: /films}}`,
  `seed | ${SHARED} | {type: set_share_limits, params: {ratio: 2, seeding_time: 7 days}}`,
  `seed on | {none: [${SHARED}]} | {type: set_share_limits, params: {ratio: unlimited, seeding_time: global}}`,
  `idle | ${IN_A} | {type: set_share_limits, params: {inactive_seeding_time: 1 day}}`,
  `tag | ${IN_A} | {type: add_tag, params: {tags: [one, two]}}`,
  `stop here! | ${IN_A}, ${SHARED} | {type: set_tags, params: {tags: [two]}}`,
  `untag | {field: info.category, operator: '!=', value: a} | {type: remove_tag, params: {tag: one}}`,
  `slow | ${TAGGED} | {type: set_upload_limit, params: {limit: 1000}}`,
  `free | {field: info.tags, operator: not_contains, value: one} | {type: set_upload_limit, params: {limit: unlimited}}, {type: set_download_limit, params: {limit: 7}}`,
  `run | ${LIMITED} | {type: start}`,
  `halt | {field: info.up_limit, operator: '>', value: 1000} | {type: stop}`,
  `force | ${LIMITED}, ${SHARED} | {type: force_start}`,
  `clean | ${LIMITED}, ${GREAT} | {type: delete_torrent, params: {delete_files: false}}`,
];

const items = (condition: string, name: string) => `${name} | {${condition}} | {type: add_tag, params: {tag: ${name}}}`;

/** In any order, they undo each other, leave things unknown, and ask for what the list may not bring. */
export const tangled = [
  ...layered,
  `check | ${SMALL} | {type: recheck}`,
  `announce | ${SHARED} | {type: reannounce}`,
  `done | ${DONE} | {type: add_tag, params: {tag: done}}`,
  `halted | {field: info.state, operator: in, value: [stoppedUP, stoppedDL]} | {type: start}`,
  `keep! | {field: info.popularity, operator: '>', value: 0} | {type: add_tag, params: {tag: kept}}`,
  `host | {field: trackers.host, operator: '==', value: one.example} | {type: add_tag, params: {tag: host}}`,
  `exe | {field: files.name, operator: matches, value: '[.]exe$'} | {type: delete_torrent, params: {delete_files: true}}`,
  `manage | ${SMALL} | {type: set_auto_management, params: {enabled: true}}`,
  `unseed | ${TAGGED} | {type: set_super_seeding, params: {enabled: false}}`,
  `any order | ${TAGGED} | {type: set_sequential_download, params: {enabled: false}}`,
  `up | ${TAGGED} | {type: increase_priority}`,
  `first | ${SHARED} | {type: set_top_priority}, {type: decrease_priority}`,
  `remove at | ${IN_A} | {type: set_share_limits, params: {ratio: 1, when_reached: remove}}`,
  `stop at | ${TAGGED} | {type: set_share_limits, params: {when_reached: stop}}`,
  `moved | {field: info.save_path, operator: under, value: /films} | {type: add_tag, params: {tag: moved}}`,
  `as told | {field: properties.save_path, operator: under, value: /films} | {type: add_tag, params: {tag: told}}`,
  `rare | {field: properties.comment, operator: '==', value: rare} | {type: set_category, params: {category: rare}}`,
  `queue | {field: app.queueing_enabled, operator: '==', value: true} | {type: add_tag, params: {tag: queue}}`,
  `connected | {field: transfer.dht_nodes, operator: '>', value: 0} | {type: stop}`,
  items(
    "any_of: trackers, where: {all: [{field: status, operator: '==', value: working}, {field: host, operator: '==', value: one.example}]}",
    "works",
  ),
  items("all_of: trackers, where: {field: status, operator: in, value: [not_working, unreachable]}", "fails"),
  items("none_of: files, where: {field: name, operator: matches, value: '[.]exe$'}", "harmless"),
  items("any_of: peers, where: {field: client, operator: starts_with, value: rare}", "peer"),
  items("all_of: webseeds, where: {field: url, operator: contains, value: one.example}", "webseed"),
  `dead | {all_of: trackers, where: {field: msg, operator: matches, value: '(?i)unregistered'}} | {type: delete_torrent, params: {delete_files: false}}`,
  `small too | ${SMALL}, ${TAGGED} | {type: delete_torrent, params: {delete_files: true}}`,
];

/** Takes the data along whoever else uses it. */
export const EVEN_IF_SHARED = `all of it | ${GREAT} | {type: delete_torrent, params: {delete_files: true, even_if_shared: true}}`;

/** About what no rule changes, and about what some do. */
export const protections = [
  "{field: info.name, operator: ends_with, value: keep}",
  "{field: info.tags, operator: contains, value: three}",
  "{field: trackers.host, operator: '==', value: two.example}",
  "{field: info.popularity, operator: '>', value: 5}",
];

const tracker = (status: number, msg: string) => ({
  url: "http://one.example/announce",
  tier: 0,
  status,
  msg,
  seeds: 1,
  peers: 1,
  leeches: 0,
  downloaded: 1,
});

const files = (...names: readonly string[]) => names.map((name) => ({ name, size: 10, progress: 1 }));

const seed: fc.Arbitrary<TorrentSeed> = fc.record({
  name: fc.constantFrom("a film", "a book to keep"),
  size: fc.constantFrom(10, 5_000_000),
  progress: fc.constantFrom(0, 0.5, 1),
  ratio: fc.constantFrom(0, 1, 4),
  stopped: fc.boolean(),
  forced: fc.boolean(),
  category: fc.constantFrom("", "a", "b"),
  tags: fc.subarray(["one", "two", "three"]),
  comment: fc.constantFrom("", "rare"),
  savePath: fc.constantFrom("/downloads", "/films", "/films/new"),
  autoManaged: fc.boolean(),
  superSeeding: fc.boolean(),
  sequential: fc.boolean(),
  uploadLimit: fc.constantFrom(0, 1_000, 50_000),
  ratioLimit: fc.constantFrom(-2, -1, 2),
  seedingTimeLimit: fc.constantFrom(-2, -1, 60),
  shareLimitAction: fc.constantFrom("Default", "Stop", "Remove"),
  webseeds: fc.subarray(["http://one.example/", "http://two.example/"]),
  connected: fc.constantFrom([], [{ ip: "10.0.0.1", port: 1, client: "rare 1.0", progress: 1 }]),
  trackers: fc.subarray([
    "http://one.example/announce",
    "udp://two.example:80",
    tracker(2, ""),
    tracker(4, "Unregistered torrent"),
  ]),
  files: fc.constantFrom(
    files("film.mkv"),
    files("film.exe"),
    files("new/film.mkv"),
    files("loose.nfo", "film/film.mkv"),
  ),
});

/** A library whose torrents are the same in whatever order they are listed. */
export const libraries: fc.Arbitrary<readonly TorrentSeed[]> = fc
  .array(seed, { minLength: 1, maxLength: 8 })
  .map((seeds) =>
    seeds.map((each, index) => ({
      ...each,
      hash: (index + 1).toString(16).padStart(40, "0"),
      queuePosition: index + 1,
    })),
  );

/** What `app/preferences` says that matters to some action. */
export const preferences = fc.record({
  max_ratio_act: fc.constantFrom(0, 1),
  queueing_enabled: fc.constant(true),
});

/** What rules look at and change of one torrent, as `torrents/info` says it. */
export const sides = {
  tags: fc.constantFrom("", "one", "one, three"),
  category: fc.constantFrom("", "a", "b"),
  size: fc.constantFrom(10, 5_000_000),
  ratio: fc.constantFrom(0, 1, 4),
  progress: fc.constantFrom(0, 1),
  auto_tmm: fc.boolean(),
  save_path: fc.constant("/films"),
};
