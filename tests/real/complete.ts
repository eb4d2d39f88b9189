import type { Bench } from "../support/qbittorrent/conformance/bench.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { type TorrentSpec, makeTorrent, writeContent } from "../support/qbittorrent/torrents.ts";

/** The hash of a new stopped torrent, all of whose data was found to be there. */
export async function addComplete({ session, subject, facts, rowBecomes }: Bench, spec: TorrentSpec): Promise<string> {
  await writeContent(spec, subject.downloadsDir);
  const torrent = makeTorrent(spec);
  await addTorrents(session, [torrent]);
  // Twice would be once too often: between the two checks it looks as if all were done.
  if (!facts.checkedWhenAddedStopped) await session.post("torrents/recheck", { hashes: torrent.hash });
  await rowBecomes(torrent.hash, { progress: 1, state: `${facts.stoppedWord}UP` });
  return torrent.hash;
}
