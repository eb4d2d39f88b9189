import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Bencodable, type Bencoded, bdecode, bencode } from "./qbittorrent/bencode.ts";

export interface Age {
  /** Seconds since 1970. */
  readonly completedAt: number;
  /** Uploaded over downloaded. */
  readonly ratio: number;
}

/**
 * Gives a torrent of a stopped server a past: rewrites its resume data, which is where qBittorrent keeps the date of
 * completion and the bytes that the ratio is made of.
 */
export async function age(
  profileDir: string,
  torrent: { readonly hash: string; readonly size: number },
  { completedAt, ratio }: Age,
): Promise<void> {
  const file = join(profileDir, "qBittorrent", "data", "BT_backup", `${torrent.hash}.fastresume`);
  const resume = bdecode(await readFile(file));
  if (typeof resume !== "object" || Array.isArray(resume) || resume instanceof Uint8Array)
    throw new Error(`${file} is no dictionary`);
  const uploaded = Math.ceil(torrent.size * ratio);
  await writeFile(
    file,
    bencode({
      ...plain(resume),
      completed_time: completedAt,
      added_time: completedAt - 60,
      finished_time: 3600,
      total_downloaded: torrent.size,
      total_uploaded: uploaded,
    }),
  );
}

const plain = (dictionary: Record<string, Bencoded>): Record<string, Bencodable> => dictionary;
