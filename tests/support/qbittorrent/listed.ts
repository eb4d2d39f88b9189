import * as v from "valibot";

import type { RawSession } from "./http.ts";

export async function listedHashes(session: RawSession): Promise<string[]> {
  const answer = await session.get("torrents/info");
  return v.parse(Rows, JSON.parse(answer.text)).map((row) => row.hash);
}

const Rows = v.array(v.object({ hash: v.string() }));
