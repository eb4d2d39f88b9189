import { expect, test } from "bun:test";
import { parseHash } from "../../src/rules/hash.ts";

const V1 = "0123456789abcdef0123456789abcdef01234567";
const V2 = `${V1}0123456789abcdef01234567`;

test.each([V1, V2, V1.toUpperCase(), V2.toUpperCase()])("%s is a hash, in lower case afterwards", (written) => {
  expect(parseHash(written)).toEqual({ ok: true, value: written.toLowerCase() });
});

test.each([V1, V2])("the quotes that qBittorrent leaves around %s do not count", (hash) => {
  expect(parseHash(`"${hash}"`)).toEqual({ ok: true, value: hash });
});

test.each([
  ['"%K"', "did not replace %K:", "%I"],
  ["%I", "did not replace %I:", "%K"],
  [`"${V1}`, "copy it from qBittorrent", ""],
  ["-", 'passes "-" where the torrent has no hash', "%K"],
  ['"-"', 'passes "-" where the torrent has no hash', "%K"],
  ["%K", "did not replace %K", "%I"],
  ["%I", "did not replace %I", "%K"],
  ["", "leave the hash out", "all torrents"],
  [V1.slice(1), "copy it from qBittorrent", ""],
  [`${V1}0`, "copy it from qBittorrent", ""],
  [`${V1.slice(1)}g`, "copy it from qBittorrent", ""],
  [` ${V1}`, "copy it from qBittorrent", ""],
  [`${V1}|${V1}`, "copy it from qBittorrent", ""],
  ["all", "copy it from qBittorrent", ""],
])("%j is none, and the hint says what to do", (written, hint, more) => {
  const parsed = parseHash(written);
  if (parsed.ok) throw new Error("taken for a hash");
  expect(parsed.message).toContain("40 or 64 hex digits");
  expect(parsed.hint).toContain(hint);
  expect(parsed.hint).toContain(more);
});
