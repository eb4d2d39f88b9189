import { logIn, type Credentials, type RawSession } from "./http.ts";
import { listedStates } from "./listed.ts";
import { makeTorrent, type TestTorrent } from "./torrents.ts";

export interface AddOptions {
  readonly category?: string;
  readonly tags?: readonly string[];
  readonly savePath?: string;
  /** Added stopped unless this is false. */
  readonly stopped?: boolean;
  /** Its files lie in the save path itself, without the folder that the torrent names. */
  readonly loose?: boolean;
  /** Waits only until they are listed, in whatever state; a refresh of the server faster. */
  readonly unsettled?: boolean;
}

interface SeedOptions extends AddOptions {
  readonly count: number;
  /** Number of the first torrent, for a second helping with other torrents. */
  readonly offset?: number;
  readonly trackers?: readonly string[];
  readonly credentials?: Credentials;
}

/** Fills a server with `count` small torrents of a mixed library, and waits until it lists them all. */
export async function seedServer(url: string, options: SeedOptions): Promise<TestTorrent[]> {
  const offset = options.offset ?? 0;
  const trackers = options.trackers ?? DEFAULT_TRACKERS;
  const torrents = Array.from({ length: options.count }, (_, n) => libraryTorrent(offset + n, trackers));
  await addTorrents(await logIn(url, options.credentials), torrents, options);
  return torrents;
}

/** Adds in chunks, then waits until the server lists every one in its final state. */
export async function addTorrents(
  session: RawSession,
  torrents: readonly TestTorrent[],
  options: AddOptions = {},
): Promise<void> {
  for (let start = 0; start < torrents.length; start += CHUNK) {
    const answer = await session.post("torrents/add", addForm(torrents.slice(start, start + CHUNK), options));
    if (answer.status !== 200 && answer.status !== 202) throw new Error(`add: ${answer.status} ${answer.text}`);
    if (answer.text.trim() === "Fails.") throw new Error("add: Fails.");
  }
  const hashes = torrents.map((torrent) => torrent.hash);
  await waitUntilListed(session, hashes, options.unsettled === true ? "" : ARRIVING);
  // Before 4.3.2 torrents/add knows no tags.
  const tags = (options.tags ?? []).join(",");
  if (tags !== "") await session.post("torrents/addTags", { hashes: hashes.join("|"), tags });
}

/** The torrent number `n` of an imaginary library; the same number is always the same torrent. */
function libraryTorrent(n: number, trackers: readonly string[] = DEFAULT_TRACKERS): TestTorrent {
  const name = NAMES[n % NAMES.length]?.(n) ?? `Torrent ${n}`;
  const tracker = trackers[n % Math.max(1, trackers.length)];
  const fileCount = 1 + (n % 3);
  return makeTorrent({
    name,
    ...(fileCount === 1 ? {} : { files: Array.from({ length: fileCount }, (_, file) => libraryFile(file)) }),
    trackers: tracker === undefined ? [] : [tracker],
    private: n % 4 === 0,
    comment: `lab ${n}`,
    seed: n,
    hollow: true,
  });
}

const CHUNK = 50;
const ARRIVING = "checkingResumeData";
const LISTED_WITHIN_MS = 60_000;

// Nobody listens on the discard port: announces fail at once and stay on this machine.
const DEFAULT_TRACKERS = ["http://127.0.0.1:9/announce", "http://127.0.0.1:9/private/announce?passkey=k"];

const NAMES: readonly ((n: number) => string)[] = [
  (n) => `Movie.${n}.2023.1080p.BluRay.x264-GRP`,
  (n) => `Show.${n}.S01E${String((n % 24) + 1).padStart(2, "0")}.2160p.WEB-DL-NTb`,
  (n) => `linux-${n}.iso`,
  (n) => `Album ${n} (2021) [FLAC]`,
  (n) => `Book.${n}.epub`,
  (n) => `Game ${n} [GOG]`,
  (n) => `电影.${n}.4K`,
  (n) => `Show.${n}.S02.COMPLETE.720p`,
];

function libraryFile(file: number) {
  return { path: file === 0 ? "f0.mkv" : `f${file}.nfo`, length: 8192 };
}

function addForm(torrents: readonly TestTorrent[], options: AddOptions): FormData {
  const form = new FormData();
  const stopped = String(options.stopped ?? true);
  form.set("paused", stopped);
  form.set("stopped", stopped);
  if (options.category !== undefined) form.set("category", options.category);
  if (options.savePath !== undefined) form.set("savepath", options.savePath);
  if (options.loose === true) {
    form.set("contentLayout", "NoSubfolder");
    // Before 4.3.2.
    form.set("root_folder", "false");
  }
  for (const torrent of torrents) {
    // The server keys the parts by file name, so two equal names would lose a torrent.
    const file = new Blob([new Uint8Array(torrent.bytes)], { type: "application/x-bittorrent" });
    form.append("torrents", file, `${torrent.hash}.torrent`);
  }
  return form;
}

/** A torrent is listed some moments before it is in the state that was asked for: `notYet` is no such state. */
async function waitUntilListed(session: RawSession, hashes: readonly string[], notYet: string): Promise<void> {
  const deadline = Date.now() + LISTED_WITHIN_MS;
  let missing = hashes;
  while (missing.length > 0) {
    const states = await listedStates(session);
    missing = hashes.filter((hash) => (states.get(hash) ?? notYet) === notYet);
    if (missing.length > 0 && Date.now() > deadline) throw new Error(`${missing.length} torrents never appeared`);
    if (missing.length > 0) await Bun.sleep(30);
  }
}
