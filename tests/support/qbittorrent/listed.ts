import * as v from "valibot";

import type { RawSession } from "./http.ts";

/** What a server lists, by hash: the state of each torrent. */
export async function listedStates(session: RawSession): Promise<ReadonlyMap<string, string>> {
  const answer = await session.get("torrents/info");
  return new Map(v.parse(Rows, JSON.parse(answer.text)).map((row) => [row.hash, row.state]));
}

const Rows = v.array(v.object({ hash: v.string(), state: v.string() }));
