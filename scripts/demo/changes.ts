import { table } from "../../src/cli/table.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";

/** A line for each torrent that was there before: what it has now, and what it had where that differs. */
export function changes(before: readonly Torrent[], after: readonly Torrent[], width: number): string[] {
  const rows = before.map((torrent) => {
    const now = after.find(({ hash }) => hash === torrent.hash);
    if (now === undefined) return [torrent.name, "gone (data kept)", "", ""];
    return [torrent.name, ...[category, tags, uploadLimit].map((show) => change(show(torrent), show(now)))];
  });
  return table(["Torrent", "Category", "Tags", "Upload limit"], rows, { width });
}

const category = (torrent: Torrent): string => torrent.category || "-";
const tags = (torrent: Torrent): string => torrent.tags?.join(", ") || "-";
const uploadLimit = ({ up_limit: limit }: Torrent): string =>
  limit === undefined || limit === Infinity ? "-" : `${limit / 1024} KiB/s`;

const change = (before: string, after: string): string => (before === after ? after : `${before} -> ${after}`);
