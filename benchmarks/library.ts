import { type RealServer, startReal } from "../tests/support/qbittorrent/real.ts";
import { addTorrents, seedServer } from "../tests/support/qbittorrent/seed.ts";
import { logIn } from "../tests/support/qbittorrent/http.ts";
import { listedStates } from "../tests/support/qbittorrent/listed.ts";
import { type TorrentSpec, makeTorrent, writeContent } from "../tests/support/qbittorrent/torrents.ts";
import type { Suite } from "../tests/support/qbittorrent/cache.ts";

export const TORRENTS = 2_000;
export const SEEDING = 100;

/** A fresh real server with the same library every time, as long as it is used: most stopped, some seed what they have. */
export async function withLibrary<T>(suite: Suite, use: (server: RealServer) => Promise<T>): Promise<T> {
  const server = await startReal({ suite, profileOptions: CHECK_AT_ONCE });
  try {
    await seedServer(server.url, { count: TORRENTS - SEEDING });
    await addSeeding(server);
    return await use(server);
  } finally {
    await server.stop();
  }
}

// By default one torrent a second is checked.
const CHECK_AT_ONCE = { BitTorrent: { "Session\\MaxActiveCheckingTorrents": SEEDING } };
const SEEDS_WITHIN_MS = 60_000;

async function addSeeding({ url, downloadsDir }: RealServer): Promise<void> {
  const specs = Array.from({ length: SEEDING }, (_, n) => seedingTorrent(n));
  await Promise.all(specs.map((spec) => writeContent(spec, downloadsDir)));
  const session = await logIn(url);
  const torrents = specs.map((spec) => makeTorrent(spec));
  await addTorrents(session, torrents, { stopped: false });
  const deadline = Date.now() + SEEDS_WITHIN_MS;
  for (;;) {
    const states = await listedStates(session);
    if (torrents.every(({ hash }) => states.get(hash) === "stalledUP")) return;
    if (Date.now() > deadline) throw new Error("the torrents with their data in place do not seed");
    await Bun.sleep(200);
  }
}

const seedingTorrent = (n: number): TorrentSpec => ({
  name: `Seeding.${n}.S03E${String((n % 12) + 1).padStart(2, "0")}.1080p`,
  files: [{ path: "video.mkv", length: 16_384 }],
  trackers: [`http://127.0.0.1:9/${n % 2 === 0 ? "private/" : ""}announce`],
  seed: n,
});
