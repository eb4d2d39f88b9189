import * as v from "valibot";
import { categoryName, tagName } from "../actions/names.ts";
import type { Parsed } from "../lib/units.ts";
import { unexpected } from "./expected.ts";
import type { FieldType } from "./fields/field.ts";
import { parseHash } from "./hash.ts";

/*
 * Names to compare with, read by the rules of the actions that give them. What no torrent can be called is a mistake: a
 * positive test would never hold, and a negative one always.
 */

export function readTag(written: unknown): Parsed<string> {
  if (typeof written !== "string") return unexpected("a tag as text (in quotes)", written);
  const several = written.includes(",");
  return parsed(
    tagName,
    written,
    several
      ? "to name several tags, use in or not_in with a list: [keep, archive]"
      : "tags are a set: name one, or ask with is_empty",
  );
}

export function readCategory(written: unknown): Parsed<string> {
  if (written === null) return { ...unexpected("a category as text (in quotes)", written), hint: 'write "" for none' };
  if (typeof written !== "string") return unexpected("a category as text (in quotes)", written);
  return parsed(categoryName, written, "write the category as qBittorrent shows it, like tv or tv/anime");
}

type HashType = Extract<FieldType, `hash${string}`>;

export const isHash = (type: FieldType): type is HashType => type.startsWith("hash");

/** `info.hash` takes either kind: it holds the first 40 digits, also of a v2 hash. */
export const readHash =
  (type: HashType) =>
  (written: unknown): Parsed<string> => {
    if (typeof written === "number") return { ...unexpected("a hash as text", written), hint: NUMBER };
    if (typeof written !== "string") return unexpected("a hash as text (in quotes)", written);
    const hash = parseHash(written);
    if (!hash.ok) return { ...hash, hint: written.includes("btih:") ? hash.hint : COPY };
    if (type === "hash") return { ok: true, value: hash.value.slice(0, 40) };
    if (hash.value.length === digits[type]) return hash;
    const other = type === "hash_v1" ? "info.infohash_v2" : "info.infohash_v1";
    return {
      ok: false,
      message: `expected ${digits[type]} hex digits, found ${hash.value.length}`,
      hint: `a hash of ${hash.value.length} digits is for ${other}`,
    };
  };

export function readHashPart(written: string, type: HashType): Parsed<string> {
  const part = written.toLowerCase();
  if (/^[0-9a-f]+$/.test(part) && part.length <= digits[type]) return { ok: true, value: part };
  return unexpected(`a part of a hash, up to ${digits[type]} hex digits`, written);
}

const NUMBER = "write the hash in quotes: without them YAML reads a number";
const COPY = "copy it from qBittorrent: torrent > General > Info hash";

const digits: Readonly<Record<HashType, number>> = { hash: 40, hash_v1: 40, hash_v2: 64 };

function parsed(schema: typeof tagName | typeof categoryName, written: string, hint: string): Parsed<string> {
  const result = v.safeParse(schema, written);
  return result.success ? { ok: true, value: result.output } : { ok: false, message: result.issues[0].message, hint };
}
