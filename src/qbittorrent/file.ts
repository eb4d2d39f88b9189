import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";

/** A row of `torrents/files`. */
export interface TorrentFile {
  readonly index: number | undefined;
  /** Relative to the save path, with `/`. */
  readonly name: string | undefined;
  /** Bytes. */
  readonly size: number | undefined;
  readonly progress: number | undefined;
  /** 0 not wanted, 1 normal, 6 high, 7 highest. */
  readonly priority: number | undefined;
  readonly availability: number | undefined;
}

/** Null: no metadata yet, so there is nothing to say about files. */
export function toFiles(rows: unknown): readonly TorrentFile[] | null | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows.length === 0 ? null : rows.filter(isRecord).map(toFile);
}

const toFile = (row: Record<string, unknown>): TorrentFile => ({
  index: read.count(row["index"]),
  name: read.text(row["name"])?.replaceAll("\\", "/"),
  size: read.count(row["size"]),
  progress: read.count(row["progress"]),
  priority: read.count(row["priority"]),
  availability: read.count(row["availability"]),
});
