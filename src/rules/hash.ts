import type { Parsed } from "../lib/units.ts";

/**
 * A torrent's hash as people and qBittorrent write it: 40 or 64 hex digits in any letter case; lower-case here. qBittorrent
 * leaves the quotes of `--hash="%K"` where they are.
 */
export function parseHash(written: string): Parsed<string> {
  const hash = written.toLowerCase().replace(/^"(.*)"$/, "$1");
  if (LENGTHS.includes(hash.length) && /^[0-9a-f]+$/.test(hash)) return { ok: true, value: hash };
  return {
    ok: false,
    message: `expected a torrent hash of 40 or 64 hex digits, found "${written}"`,
    hint: hintFor(written),
  };
}

/** Hex digits of version 1 and 2. */
const LENGTHS: readonly number[] = [40, 64];

const TOKENS = "%K needs 4.4 or newer, use %I before";

function hintFor(written: string): string {
  const [, inMagnet] = /urn:btih:([0-9a-f]{40})\b/i.exec(written) ?? [];
  if (inMagnet !== undefined) return `write the digits alone: ${inMagnet}`;
  const bare = written.replaceAll('"', "");
  if (bare === "-") return 'qBittorrent passes "-" where the torrent has no hash of this kind: use %K instead';
  const [token] = /^%\w/.exec(bare) ?? [];
  if (token !== undefined) return `qBittorrent did not replace ${token}: ${TOKENS}`;
  if (written === "") return "leave the hash out to run on all torrents";
  return "copy it from qBittorrent: torrent > General > Info hash";
}
