import { join } from "node:path";

import { isUnpacked, labFolder } from "../debian/unpack.ts";

export const SUITES = ["bullseye", "bookworm", "trixie", "sid"] as const;
export type Suite = (typeof SUITES)[number];

export function suiteRoot(suite: Suite): string {
  return join(labFolder(), suite);
}

export function isInstalled(suite: Suite): boolean {
  return isUnpacked({ folder: suiteRoot(suite), program: SERVER_IN_ROOT });
}

export function isSuite(name: string): name is Suite {
  return SUITES.some((suite) => suite === name);
}

export const SERVER_IN_ROOT = "/usr/bin/qbittorrent-nox";
