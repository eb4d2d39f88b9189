import { addTorrents } from "../seed.ts";
import { makeTorrent, writeContent, type TestTorrent, type TorrentSpec } from "../torrents.ts";
import type { Bench } from "./bench.ts";

/** Adds a stopped torrent whose data is there, and has that found out. */
export async function addComplete({ session, subject }: Bench, spec: TorrentSpec): Promise<TestTorrent> {
  await writeContent(spec, subject.downloadsDir);
  const torrent = makeTorrent(spec);
  await addTorrents(session, [torrent]);
  await session.post("torrents/recheck", { hashes: torrent.hash });
  return torrent;
}
