import * as fc from "fast-check";
import { withFetched } from "../../src/qbittorrent/fetched.ts";
import { type Torrent, toTorrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackerList } from "../../src/qbittorrent/tracker.ts";
import type { Server } from "../../src/qbittorrent/facts.ts";
import { DAY, NOW, leaf } from "../support/builders.ts";
import { type Written, grouped } from "./written.ts";

/*
 * Conditions that ask the same few fields for the same few values, their neighbours and their near misses, so that they
 * clash as often as not; and torrents that have such values.
 */

const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const either = oneOf(true, false);
const listOf = <T>(values: fc.Arbitrary<T>) => fc.uniqueArray(values, { minLength: 1, maxLength: 3 });

/** Some tests of a field. */
const ask = (field: string, operators: readonly string[], values: fc.Arbitrary<unknown>): fc.Arbitrary<Written> =>
  fc.tuple(oneOf(...operators), values).map(([operator, value]) => leaf(field, operator, value));

const orders = ["==", "!=", ">", "<", ">=", "<="];
const within = ["in", "not_in"];
const inText = ["==", "!=", "contains", "not_contains", "starts_with", "ends_with", "matches", "not_matches"];

const numeric = (field: string, values: fc.Arbitrary<unknown>): readonly fc.Arbitrary<Written>[] => [
  ask(field, orders, values),
  ask(field, within, listOf(values)),
  ask(field, ["known"], either),
];

const textual = (field: string, values: fc.Arbitrary<unknown>): readonly fc.Arbitrary<Written>[] => [
  ask(field, inText, values),
  ask(field, within, listOf(values)),
  ask(field, ["known", "is_empty"], either),
];

const names = oneOf("keep", "Keep", "keep-forever", "keep/more", "b");
const states = oneOf("uploading", "stalledUP", "pausedUP", "stoppedUP", "checkingUP", "moving");

/** Each about one thing. */
const subjects: readonly (readonly fc.Arbitrary<Written>[])[] = [
  numeric("info.ratio", oneOf(-1, 0, 0.5, 1, 2, 9999)),
  numeric("info.progress", oneOf(0, 0.5, 1)),
  numeric("info.num_complete", oneOf(-1, 0, 1, 2)),
  numeric("info.eta", oneOf(0, 10, 8_640_000, Infinity)),
  numeric("info.up_limit", oneOf<number | string>(0, 1000, "unlimited")),
  [
    ask("info.added_on", ["older_than", "newer_than"], oneOf("1 day", "7 days", "168 hours", "30 days")),
    ask("info.added_on", orders, oneOf(NOW - 7 * DAY, NOW)),
    ask("info.added_on", ["known"], either),
  ],
  textual("info.name", names),
  [...textual("info.category", names), ask("info.category", ["under"], names)],
  textual(
    "info.tags",
    names.filter((name) => !name.includes("/")),
  ),
  [ask("info.save_path", ["under", "starts_with", "=="], oneOf("/", "/a", "/a/", "/a/b", "/ab"))],
  [
    ask("info.state", ["==", "!="], states),
    ask("info.state", within, listOf(states)),
    ask("info.state", ["contains", "matches", "starts_with"], oneOf("UP", "stopped", "paused", "seeding")),
    ask("info.is_stopped", ["==", "!=", "known"], either),
    ask("info.is_seeding", ["==", "known"], either),
    ask("info.is_checking", ["=="], either),
  ],
  textual("info.share_limit_action", oneOf("Stop", "stop", "Remove")),
  [ask("info.private", ["==", "!=", "known"], either), ask("info.is_private", ["==", "known"], either)],
  [...numeric("app.max_ratio", oneOf(1, 2)), ask("app.max_ratio", ["==", "!=", "contains"], oneOf("a", "1"))],
  [
    ask("trackers.status", ["==", "!="], oneOf("working", "not_working", "tracker_error", "disabled")),
    ask("trackers.status", within, listOf(oneOf("not_contacted", "not_working", "tracker_error", "unreachable"))),
    ...numeric("trackers.tier", oneOf(-1, 0, 1)),
    ask("trackers.host", ["==", "!=", "contains", "not_contains"], oneOf("a.example", "A.example", "a.example/")),
    ...ofItems(
      ask("status", ["==", "!="], oneOf("working", "not_working", "tracker_error", "disabled")),
      ask("status", within, listOf(oneOf("not_working", "tracker_error", "unreachable"))),
      ...numeric("tier", oneOf(-1, 0, 1)),
    ),
  ],
];

/** A condition about one thing, or about two. */
export const someClashing: fc.Arbitrary<Written> = fc
  .array(oneOf(...subjects), { minLength: 1, maxLength: 2 })
  .chain((chosen) => grouped(fc.oneof(...chosen.flat())));

function ofItems(...leaves: readonly fc.Arbitrary<Written>[]): readonly fc.Arbitrary<Written>[] {
  const where = grouped(fc.oneof(...leaves));
  return ["any_of", "all_of", "none_of"].map((kind) => where.map((inside) => ({ [kind]: "trackers", where: inside })));
}

const tracker = fc.record({
  url: oneOf("https://a.example/announce", "udp://A.Example:1/x", "https://b.example/a"),
  status: oneOf(0, 1, 2, 3, 4, 5, 6),
  tier: oneOf(-1, 0, 1, 2),
  updating: oneOf(undefined, false, true),
});

const row = fc.record({
  hash: oneOf("0123456789abcdef0123456789abcdef01234567"),
  name: oneOf("", "keep", "Keep", "keep-forever", "b", "bkeep", "else"),
  ratio: oneOf(-1, 0, 0.25, 0.5, 1, 1.5, 2, 3, 9998, 9999, undefined),
  progress: oneOf(0, 0.25, 0.5, 0.75, 1),
  num_complete: oneOf(-1, 0, 1, 2, 3),
  eta: oneOf(0, 5, 10, 11, 8_640_000, 8_640_001, undefined),
  up_limit: oneOf(-1, 0, 1, 1000, 5000, undefined),
  added_on: oneOf(-1, NOW - 40 * DAY, NOW - 30 * DAY, NOW - 7 * DAY, NOW - 2 * DAY, NOW - DAY, NOW, NOW + DAY),
  category: oneOf("", "keep", "KEEP", "Keep", "keep/more", "Keep/more", "keep-forever", "b", "else"),
  tags: fc.subarray(["keep", "Keep", "KEEP", "keep-forever", "b", "else"]).map((tags) => tags.join(", ")),
  save_path: oneOf(undefined, "/", "/a", "/a/b", "/a/c", "/ab", "C:/a"),
  state: fc.oneof(states, oneOf("error", "stoppedDL", "downloading", undefined)),
  share_limit_action: oneOf("Default", "Stop", "Remove", "RemoveWithContent", "EnableSuperSeeding", ""),
  private: oneOf(true, false, undefined),
  has_metadata: either,
});

const api = oneOf("2.1.1", "2.8.1", "2.11.4", "2.16.2");

/** A torrent about which all was asked, and its server. */
export const someTorrent = fc
  .record({
    row,
    trackers: fc.option(fc.array(tracker, { maxLength: 3 })),
    maxRatio: oneOf<unknown>(undefined, -1, 1, 1.5, 2, 3, "a", "1", "b", true),
    api,
  })
  .map(({ row: written, trackers, maxRatio, api: version }) => ({
    torrent: asked(written, trackers),
    facts: { transfer: {}, preferences: { max_ratio: maxRatio } } satisfies Partial<Server>,
    api: version,
  }));

function asked(written: Readonly<Record<string, unknown>>, trackers: readonly unknown[] | null): Torrent {
  const torrent = toTorrent({ ...written });
  if (torrent === undefined) throw new Error("not a row of a torrent");
  const list = trackers === null ? undefined : toTrackerList(trackers);
  return withFetched(withFetched(torrent, "trackers", list), "properties", undefined);
}
