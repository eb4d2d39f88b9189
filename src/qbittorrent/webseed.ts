import { isRecord } from "../lib/json.ts";

/** A row of `torrents/webseeds`. */
export interface Webseed {
  readonly url: string;
}

export function toWebseeds(rows: unknown): readonly Webseed[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows.flatMap((row) => (isRecord(row) && typeof row["url"] === "string" ? [{ url: row["url"] }] : []));
}
