import type { Suite } from "../tests/support/qbittorrent/cache.ts";
import { CHECK_AT_ONCE, fillLibrary } from "../tests/support/qbittorrent/library.ts";
import { type RealServer, startReal } from "../tests/support/qbittorrent/real.ts";

export const TORRENTS = 2_000;
export const SEEDING = 100;

/** A fresh real server with the same library every time, as long as it is used: most stopped, some seed what they have. */
export async function withLibrary<T>(suite: Suite, use: (server: RealServer) => Promise<T>): Promise<T> {
  const server = await startReal({ suite, profileOptions: CHECK_AT_ONCE });
  try {
    await fillLibrary(server, { stopped: TORRENTS - SEEDING, seeding: SEEDING });
    return await use(server);
  } finally {
    await server.stop();
  }
}
