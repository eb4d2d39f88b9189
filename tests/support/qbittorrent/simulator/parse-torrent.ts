import { createHash } from "node:crypto";
import * as v from "valibot";

import { bdecode, bencode, type Bencoded } from "../bencode.ts";
import type { TorrentSeed } from "./torrent.ts";
import type { VersionProfile } from "./profiles.ts";
import { uncontacted } from "./torrent.ts";

/** Reads a .torrent file; undefined when it is none. */
export function parseTorrent(
  bytes: Uint8Array,
  { knowsV2 }: Pick<VersionProfile, "knowsV2">,
): (TorrentSeed & { readonly hash: string }) | undefined {
  const decoded = decode(bytes);
  const parsed = v.safeParse(Metainfo, decoded);
  if (!parsed.success || !isDictionary(decoded) || decoded["info"] === undefined) return undefined;
  const { info } = parsed.output;
  const tiers = parsed.output["announce-list"] ?? (parsed.output.announce ? [[parsed.output.announce]] : []);
  const files = info.files?.map((file) => ({
    name: [info.name, ...file.path].join("/"),
    size: file.length,
    progress: 0,
  }));
  return {
    ...hashesOf(bencode(decoded["info"]), knowsV2 && info["meta version"] === 2),
    name: info.name,
    files: files ?? [{ name: info.name, size: info.length ?? 0, progress: 0 }],
    trackers: tiers.flatMap((urls, tier) => urls.map((url) => uncontacted(url, tier))),
    private: info.private === 1,
    comment: parsed.output.comment ?? "",
    pieceSize: info["piece length"],
  };
}

/** One with both hashes is known by the beginning of the second. */
function hashesOf(info: Uint8Array, isV2: boolean) {
  const v1 = createHash("sha1").update(info).digest("hex");
  const v2 = isV2 ? createHash("sha256").update(info).digest("hex") : "";
  return { hash: isV2 ? v2.slice(0, 40) : v1, infoHashes: { v1, v2 } };
}

function decode(bytes: Uint8Array): Bencoded | undefined {
  try {
    return bdecode(bytes);
  } catch {
    return undefined;
  }
}

function isDictionary(value: Bencoded | undefined): value is { [key: string]: Bencoded } {
  return typeof value === "object" && !(value instanceof Uint8Array) && !Array.isArray(value);
}

const Text = v.pipe(
  v.instance(Uint8Array),
  v.transform((bytes) => Buffer.from(bytes).toString()),
);

const Metainfo = v.object({
  announce: v.optional(Text),
  "announce-list": v.optional(v.array(v.array(Text))),
  comment: v.optional(Text),
  info: v.object({
    name: Text,
    "piece length": v.number(),
    length: v.optional(v.number()),
    files: v.optional(v.array(v.object({ length: v.number(), path: v.array(Text) }))),
    private: v.optional(v.number()),
    "meta version": v.optional(v.number()),
  }),
});
