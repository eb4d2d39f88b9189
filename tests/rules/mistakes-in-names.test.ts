import { condition, itRefuses, type Mistake } from "./mistakes.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";
const LONG = `${HASH}0123456789abcdef01234567`;

/** A condition on one line: the field, the operator, the value. */
const asks = (field: string, operator: string, value: string) =>
  condition(`{field: info.${field}, operator: ${operator}, value: ${value}}`);

/** Names that no torrent can have: a positive test would never hold, and a negative one always. */
const cases: readonly Mistake[] = [
  ...["==", "'!='", "contains", "not_contains"].map((operator): Mistake => [
    `${operator} with several tags in one text`,
    asks("tags", operator, '▸"keep, archive"'),
    "a tag cannot contain a comma",
    "[keep, archive]",
  ]),
  ["several tags in one text of a list", asks("tags", "in", '[▸"keep,archive"]'), "a tag cannot contain a comma"],
  ["several tags in one text of a denied list", asks("tags", "not_in", '[a, ▸"b,c"]'), "a tag cannot contain a comma"],
  ["a tag of spaces", asks("tags", "not_contains", '▸"  "'), "a tag must not be empty", "name one"],
  ["a tag that is a number", asks("tags", "contains", "▸5"), "expected a tag as text (in quotes), found 5"],
  [
    "a category with a slash at the end",
    asks("category", '"!="', '▸"tv/"'),
    "no slash at either end",
    "as qBittorrent shows it",
  ],
  ["a category with a slash in front", asks("category", "==", "▸/tv"), "no slash at either end"],
  ["a category with two slashes among others", asks("category", "not_in", "[a, ▸tv//hd]"), "twice in a row"],
  ["a category with a backslash", asks("category", "in", "[▸'tv\\hd']"), "no backslash"],
  ["a hash cut short", asks("hash", "==", "▸0123456789abcdef"), "40 or 64 hex digits", "Info hash"],
  ["a hash cut short, denied", asks("hash", '"!="', `▸${HASH.slice(1)}`), "40 or 64 hex digits"],
  ["a hash cut short among others", asks("infohash_v1", "in", `["${HASH}", ▸abc]`), "40 or 64 hex digits"],
  ["a hash cut short among others, denied", asks("infohash_v2", "not_in", "[▸abc]"), "40 or 64 hex digits"],
  ["no hash at all", asks("infohash_v2", '"!="', '▸""'), "40 or 64 hex digits", "Info hash"],
  ["a v2 hash for a v1", asks("infohash_v1", "==", `▸"${LONG}"`), "40 hex digits", "info.infohash_v2"],
  ["a v1 hash for a v2", asks("infohash_v2", '"!="', `▸"${HASH}"`), "64 hex digits", "info.infohash_v1"],
  [
    "a part of a hash with other letters",
    asks("hash", "not_contains", "▸xyz"),
    "expected a part of a hash",
    "hex digits",
  ],
  ["a part longer than a hash", asks("hash", "contains", `▸"${LONG}0"`), "expected a part of a hash"],
];

for (const mistake of cases) itRefuses(mistake);
