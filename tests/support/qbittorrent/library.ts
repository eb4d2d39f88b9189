import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { bdecode, bencode } from "./bencode.ts";
import { logIn } from "./http.ts";
import { listedStates } from "./listed.ts";
import type { RealServer } from "./real.ts";
import { addTorrents, seedServer } from "./seed.ts";
import { type TestTorrent, type TorrentSpec, makeTorrent, writeContent } from "./torrents.ts";

/** By default one torrent a second is checked. */
export const CHECK_AT_ONCE = { BitTorrent: { "Session\\MaxActiveCheckingTorrents": 100 } } as const;

/** A library that is the same every time: `stopped` torrents without data, and `seeding` ones that seed what they have. */
export async function fillLibrary(server: RealServer, counts: { readonly stopped: number; readonly seeding: number }) {
  await seedServer(server.url, { count: counts.stopped });
  await addSeeding(server, counts.seeding);
}

const SETTLES_WITHIN_MS = 60_000;

async function addSeeding({ url, downloadsDir }: RealServer, count: number): Promise<void> {
  const specs = Array.from({ length: count }, (_, n) => seedingTorrent(n));
  await Promise.all(specs.map((spec) => writeContent(spec, downloadsDir)));
  const torrents = specs.map((spec) => makeTorrent(spec));
  await addTorrents(await logIn(url), torrents, { stopped: false });
  await untilListed(url, (states) => torrents.every(({ hash }) => states.get(hash) === "stalledUP"));
}

const seedingTorrent = (n: number): TorrentSpec => ({
  name: `Seeding.${n}.S03E${String((n % 12) + 1).padStart(2, "0")}.1080p`,
  files: [{ path: "video.mkv", length: 16_384 }],
  trackers: [`http://127.0.0.1:9/${n % 2 === 0 ? "private/" : ""}announce`],
  seed: n,
});

/**
 * Thousands of stopped torrents in seconds, with a restart: their resume data is copied from that of the first, which is
 * added as any other. They differ in their names alone.
 */
export async function fillByCopies(server: RealServer, count: number): Promise<readonly TestTorrent[]> {
  const torrents = Array.from({ length: count }, (_, n) =>
    makeTorrent({ name: `Copy.${n}.2160p`, trackers: ["http://127.0.0.1:9/announce"], hollow: true }),
  );
  const [model, ...copies] = torrents;
  if (model === undefined) return [];
  await addTorrents(await logIn(server.url), [model]);
  await server.restart(async () => {
    const folder = join(server.profileDir, "qBittorrent", "data", "BT_backup");
    const resume = bdecode(await readFile(join(folder, `${model.hash}.fastresume`)));
    if (typeof resume !== "object" || Array.isArray(resume) || resume instanceof Uint8Array)
      throw new Error("the resume data is no dictionary");
    for (const { hash, name, bytes } of copies) {
      await writeFile(join(folder, `${hash}.torrent`), bytes);
      const own = { ...resume, "info-hash": Buffer.from(hash, "hex"), name };
      await writeFile(join(folder, `${hash}.fastresume`), bencode(own));
    }
  });
  await untilListed(
    server.url,
    (states) => states.size === count && [...states.values()].every((state) => /^(?:stopped|paused)DL$/.test(state)),
  );
  return torrents;
}

async function untilListed(url: string, wanted: (states: ReadonlyMap<string, string>) => boolean): Promise<void> {
  const session = await logIn(url);
  for (const end = Date.now() + SETTLES_WITHIN_MS; Date.now() < end; await Bun.sleep(200)) {
    if (wanted(await listedStates(session))) return;
  }
  throw new Error(`the torrents at ${url} are not as they should be after ${SETTLES_WITHIN_MS / 1000} s`);
}
