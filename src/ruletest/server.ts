import type { Release } from "../qbittorrent/versions.ts";
import type { Parsed } from "../lib/units.ts";

/** The oldest and the newest qBittorrent that is known here. */
export const OLDEST = "4.1";
export const NEWEST = "5.3";

/** A qBittorrent as far as its release decides. */
export interface ServerRelease {
  readonly name: string;
  readonly has: (release: Release) => boolean;
}

export const newest: ServerRelease = serverOf(NEWEST);

/** `5.1`, `4.3.9`, or `5` for 5.0. */
export function readRelease(written: string | number): Parsed<ServerRelease> {
  const text = String(written).trim().replace(/^v/, "");
  const hint = `write a release from ${OLDEST} to ${NEWEST} in quotes, like "5.1"`;
  if (!/^\d+(\.\d+){0,2}$/.test(text)) return { ok: false, message: `"${text}" is not a release of qBittorrent`, hint };
  const isKnown = compare(text, OLDEST) >= 0 && compare(minor(text), NEWEST) <= 0;
  return isKnown
    ? { ok: true, value: serverOf(text) }
    : { ok: false, message: `qBittorrent ${text} is not known here`, hint };
}

/** Releases are called by their numbers. */
function serverOf(text: string): ServerRelease {
  return { name: `v${text}`, has: (release) => compare(text, release) >= 0 };
}

const minor = (text: string): string => text.split(".").slice(0, 2).join(".");

function compare(a: string, b: string): number {
  const [as, bs] = [a, b].map((text) => text.split(".").map(Number));
  return [0, 1, 2].map((index) => (as?.[index] ?? 0) - (bs?.[index] ?? 0)).find((sign) => sign !== 0) ?? 0;
}
