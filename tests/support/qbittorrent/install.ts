import { unpackRoot } from "../debian/unpack.ts";
import { SERVER_IN_ROOT, suiteRoot, type Suite } from "./cache.ts";

/** Unpacks the qbittorrent-nox of a Debian suite into the cache, unless it is there. */
export function installSuite(suite: Suite, say?: (line: string) => void): Promise<void> {
  const packages = ["base-files", "qbittorrent-nox", "ca-certificates"];
  return unpackRoot({ folder: suiteRoot(suite), suite, packages, program: SERVER_IN_ROOT }, say);
}
