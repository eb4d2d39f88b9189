import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";
import { type ReadBy, type Readers, copying } from "./table.ts";

const readers = {
  availability: read.count,
  /** Since 4.3.5. */
  index: read.count,
  /** Relative to the save path, with `/`. */
  name: (value: unknown) => read.text(value)?.replaceAll("\\", "/"),
  /** 0 not wanted, 1 normal, 6 high, 7 highest. */
  priority,
  progress: read.fraction,
  /** Bytes. */
  size: read.count,
} as const satisfies Readers;

/** A row of `torrents/files`. */
export type TorrentFile = ReadBy<typeof readers>;

const toFile = copying(readers);

/** Null: no metadata yet, so there is nothing to say about files. */
export function toFiles(rows: unknown): readonly TorrentFile[] | null | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows.length === 0 ? null : rows.filter(isRecord).map(toFile);
}

/** While data is checked it only tells how far the check is. */
export const withoutProgress = (files: readonly TorrentFile[] | null): readonly TorrentFile[] | null =>
  files && files.map((file) => ({ ...file, progress: undefined }));

/** A file that nobody has touched is 4 on servers up to 4.2: what libtorrent calls normal. */
function priority(value: unknown): number | undefined {
  return value === 4 ? 1 : read.count(value);
}
