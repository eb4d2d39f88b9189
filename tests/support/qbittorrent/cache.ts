import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export const SUITES = ["bullseye", "bookworm", "trixie", "sid"] as const;
export type Suite = (typeof SUITES)[number];

/** Where real servers are kept between test runs. */
export function labFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env["QBT_RULES_LAB"] ?? join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "qbt-rules", "lab");
}

/** The root of a suite. It gets this name only when it is complete, so its existence means that it can be used. */
export function suiteRoot(suite: Suite): string {
  return join(labFolder(), suite);
}

export function isInstalled(suite: Suite): boolean {
  return existsSync(join(suiteRoot(suite), SERVER_IN_ROOT));
}

export function isSuite(name: string): name is Suite {
  return SUITES.some((suite) => suite === name);
}

export const SERVER_IN_ROOT = "/usr/bin/qbittorrent-nox";
