/** The start of every imagined job, in seconds: 2026-01-01. */
export const NOW = 1_767_225_600;
export const DAY = 86_400;

const STATES = [
  "stalledUP",
  "stalledUP",
  "stalledUP",
  "uploading",
  "stoppedUP",
  "queuedUP",
  "stalledDL",
  "downloading",
  "metaDL",
  "forcedDL",
];
const CATEGORIES = ["tv", "movies", "music", "linux", "books", "games", ""];
const TAGS = ["keep", "public", "archive", "cross-seed", "private", "hd", "rule-7"];
const NAMES = [
  (n: number) => `Some.Show.S${pad(n % 20)}E${pad(n % 24)}.1080p.WEB-DL.x264-GRP`,
  (n: number) => `A Film About Nothing (${1950 + (n % 75)}) 2160p BluRay REMUX`,
  (n: number) => `linux-distribution-${n}.${n % 9}-amd64.iso`,
  (n: number) => `[Group] An Anime - ${pad(n % 99)} (720p) [ABCD${n}]`,
  (n: number) => `Artist - The Complete Collection Vol ${n}`,
  (n: number) => `Another.Film.${1980 + (n % 40)}.PROPER.720p.x265-TEAM`,
  (n: number) => `book-${n}-sample.epub`,
];

const pad = (n: number): string => String(n).padStart(2, "0");

/** The rows of `torrents/info` of an imagined library, as 5.3.0 writes them: 67 fields; always the same. */
export function rows(count: number): readonly Readonly<Record<string, unknown>>[] {
  const random = generator(7);
  const upTo = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[], otherwise: T): T => list[upTo(list.length)] ?? otherwise;
  return Array.from({ length: count }, (_, n) => {
    const category = pick(CATEGORIES, "");
    const age = upTo(400) * DAY + upTo(DAY);
    const size = Math.floor(random() ** 2 * 50e9);
    const state = pick(STATES, "stalledUP");
    const isDone = state.endsWith("UP") || state === "uploading";
    const progress = isDone ? 1 : random() * 0.99;
    return {
      added_on: NOW - age,
      amount_left: Math.floor(size * (1 - progress)),
      auto_tmm: false,
      availability: isDone ? -1 : random() * 3,
      category,
      comment: "",
      completed: Math.floor(size * progress),
      completion_on: isDone ? NOW - Math.floor(age * random()) : -1,
      connections_count: upTo(20),
      connections_limit: 100,
      content_path: `/data/${category}/torrent-${n}`,
      created_by: "libtorrent",
      creation_date: NOW - age - DAY,
      dl_limit: 0,
      dlspeed: isDone ? 0 : upTo(100_000),
      download_path: "",
      downloaded: size,
      downloaded_session: upTo(1e9),
      eta: 8_640_000,
      f_l_piece_prio: false,
      force_start: false,
      has_metadata: true,
      has_other_announce_error: false,
      has_tracker_error: false,
      has_tracker_warning: false,
      hash: n.toString(16).padStart(40, "0"),
      inactive_seeding_time_limit: -2,
      infohash_v1: n.toString(16).padStart(40, "0"),
      infohash_v2: "",
      last_activity: NOW - upTo(10 * DAY),
      magnet_uri: `magnet:?xt=urn:btih:${n.toString(16).padStart(40, "0")}&dn=torrent-${n}&tr=http%3A%2F%2Ftracker.example%2Fannounce`,
      max_inactive_seeding_time: -1,
      max_ratio: -1,
      max_seeding_time: -1,
      name: (NAMES[n % NAMES.length] ?? String)(n),
      num_complete: upTo(100),
      num_incomplete: upTo(30),
      num_leechs: upTo(5),
      num_seeds: upTo(5),
      piece_size: 4_194_304,
      pieces_have: upTo(1000),
      pieces_num: 1000,
      popularity: random(),
      priority: 0,
      private: n % 2 === 0,
      progress,
      ratio: random() * 5,
      ratio_limit: -2,
      reannounce: upTo(1800),
      root_path: `/data/${category}/torrent-${n}`,
      save_path: `/data/${category}`,
      seeding_time: isDone ? upTo(400 * DAY) : 0,
      seeding_time_limit: -2,
      seen_complete: NOW - upTo(DAY),
      seq_dl: false,
      share_limit_action: "Default",
      share_limits_mode: "Default",
      size,
      state,
      super_seeding: false,
      tags: TAGS.filter(() => upTo(4) === 0).join(", "),
      time_active: upTo(400 * DAY),
      total_size: size,
      total_wasted: 0,
      tracker: "http://tracker.example/announce",
      trackers_count: 1,
      up_limit: 0,
      uploaded: Math.floor(random() * 250e9),
      uploaded_session: upTo(1e9),
      upspeed: upTo(100_000),
    };
  });
}

/** The same numbers from 0 to 1 every time (Park and Miller). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
