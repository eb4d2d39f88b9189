import type { FieldType } from "../fields/field.ts";
import { GLOBAL_LIMIT, UNLIMITED } from "../meant.ts";
import type { Leaf } from "../rule.ts";
import { valuesOf } from "./named.ts";
import { namesNoHost, vocabularies } from "./texts.ts";

/** What was probably meant by a test that never holds. */
export function hintForOne(leaf: Leaf): string {
  if (namesNoHost(leaf)) return "a host is in lower case, without scheme, port and path: like tracker.example";
  const words = leaf.field.type === "state" ? undefined : vocabularies[leaf.field.name];
  if (words !== undefined) return `it is one of ${words.join(", ")}`;
  return (
    forOne.find(
      ({ types, fields, when }) =>
        types?.includes(leaf.field.type) !== false &&
        fields?.includes(leaf.field.name) !== false &&
        valuesOf(leaf).some(when),
    )?.hint ?? "correct the value, or leave the condition out"
  );
}

interface Meant {
  /** Left out: of any type. */
  readonly types?: readonly FieldType[];
  /** By name; left out: any. */
  readonly fields?: readonly string[];
  readonly when: (value: unknown) => boolean;
  readonly hint: string;
}

const isBelowZero = (value: unknown): boolean => typeof value === "number" && value < 0;
const always = (): boolean => true;

const ENDLESS = "this stands for no end in qBittorrent: write .inf here";

/** The first that fits. Most come from qBittorrent's own numbers, which stand for something else. */
const forOne: readonly Meant[] = [
  {
    types: ["ratio_limit"],
    when: (value) => value === -2,
    hint: GLOBAL_LIMIT,
  },
  { types: ["ratio_limit"], when: isBelowZero, hint: UNLIMITED },
  {
    types: ["limit", "time_limit", "ratio_limit", "count_limit"],
    when: always,
    hint: 'nothing is more than unlimited: for a torrent with a limit write operator: "<", value: unlimited',
  },
  { when: (value) => value === 9999 || value === 8_640_000, hint: ENDLESS },
  // Since 5.1.1 instead of 9999.
  { fields: ["info.ratio", "properties.share_ratio"], when: (value) => value === -1, hint: ENDLESS },
  {
    when: isBelowZero,
    hint: "where qBittorrent says -1 the value is not known here: write operator: known, value: false",
  },
  { types: ["fraction"], when: always, hint: "it goes from 0 to 1: for all of it write 1" },
  {
    types: ["tracker_status"],
    when: always,
    hint: "only DHT, PeX and LSD are ever disabled, and they do not count as trackers: leave it out",
  },
  {
    types: ["state"],
    when: always,
    hint: "name states, like stalledUP, with in; or ask info.is_seeding, info.is_stopped or info.is_checking",
  },
];

/** What was probably meant by tests that never hold together; `asked`: all of them are asked for, none is ruled out. */
export function hintForSeveral(leaves: readonly Leaf[], asked: boolean): string {
  if (leaves.some(({ check }) => check.about?.what === "known"))
    return "where a value is not known no other test of it holds: to accept either, put them under any";
  const named = leaves.filter(({ field }) => field.type === "tags" || field.type === "category");
  if (leaves.some(({ negative }) => negative) && named.length === leaves.length)
    return "names that are nearly the same, but for letter case or a part more, make each other unknown: use not_matches with '^name$' for the exact one";
  return asked
    ? "to accept either, put them under any; otherwise correct one of the values"
    : "correct one of them, or leave it out";
}
