import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Torrent, toTorrent } from "../../src/qbittorrent/torrent.ts";
import { derivedFields } from "../../src/rules/fields/derived.ts";
import { DAY, NOW, type Verdict, aTorrent, leafVerdict } from "../support/builders.ts";

/** What a torrent with such a row says, at `NOW`. */
type Row = readonly [what: string, row: object, operator: string, value: unknown, expected: Verdict];

function says(field: string, rows: readonly Row[]): void {
  test.each(rows.map(([what, ...rest]) => [what, rest] as const))(`${field}: %s`, (_, [row, ...asked]) => {
    const [operator, value, expected] = asked;
    expect(leafVerdict(aTorrent({ ...row }), field, operator, value)).toBe(expected);
  });
}

describe("a time since something", () => {
  says("info.time_since_added", [
    ["counts from that moment to the start of the job", { added_on: NOW - 90 }, "==", 90, true],
    ["is not less than nothing where the clocks differ", { added_on: NOW + 3600 }, "==", 0, true],
    ["takes a duration", { added_on: NOW - 8 * DAY }, ">", "7 days", true],
  ]);

  says("info.time_since_completed", [
    [
      "counts on while seeding_time stands still",
      { completion_on: NOW - 9 * DAY, seeding_time: 60 },
      ">",
      "8 days",
      true,
    ],
    ["is not known of what was never finished", { completion_on: -1 }, ">", "1 day", "unknown"],
    ["nor of what 4.1 says was finished in 2106", { completion_on: 4_294_967_295 }, "<", "1 day", "unknown"],
    ["nor of what 4.2 says was finished in 1970", { completion_on: -32_400 }, ">", "1 day", "unknown"],
  ]);

  says("info.time_since_activity", [
    ["counts from the last byte", { last_activity: NOW - 3 * DAY }, ">=", "3 days", true],
    ["is not known where 4.1 says 0", { last_activity: 0 }, ">", "3 days", "unknown"],
  ]);
});

says("info.is_complete", [
  ["with all there", { progress: 1, amount_left: 0 }, "==", true, true],
  ["with some left", { progress: 0.5, amount_left: 500 }, "==", true, false],
  // Each of these looks complete to one field of the list.
  ["a progress that was rounded", { progress: 1, amount_left: 1, state: "stalledDL" }, "==", true, false],
  ["a magnet without metadata, of which nothing is left", { has_metadata: false, amount_left: 0 }, "==", true, false],
  ["the same before 5.0", { total_size: -1, size: 0, amount_left: 0, progress: 0 }, "==", true, false],
  ["of which nothing is wanted", { progress: 0, amount_left: 0 }, "==", true, false],
  ["finished once, and failed a check", { completion_on: NOW - DAY, progress: 0.2, amount_left: 8 }, "==", true, false],
  // And these cannot be told.
  ["while it is checked", { state: "checkingUP", progress: 0.3, amount_left: 0 }, "==", true, "unknown"],
  ["while it waits for that, on 4.1", { state: "queuedForChecking" }, "==", true, "unknown"],
  ["while the server starts", { state: "checkingResumeData" }, "==", true, "unknown"],
  ["while it is moved", { state: "moving" }, "==", true, "unknown"],
  ["while its disk is away", { state: "missingFiles" }, "==", false, "unknown"],
]);

says("info.is_stopped", [
  ["stopped after the download", { state: "stoppedUP" }, "==", true, true],
  ["paused before it, on an old server", { state: "pausedDL" }, "==", true, true],
  ["waiting in the queue", { state: "queuedDL" }, "==", true, false],
  ["stalled", { state: "stalledUP" }, "==", true, false],
  ["while it is checked, which stopped torrents are, too", { state: "checkingDL" }, "==", true, "unknown"],
  ["while it is moved", { state: "moving" }, "==", false, "unknown"],
  ["in an error", { state: "error" }, "==", true, "unknown"],
  ["in a state nobody knows", { state: undefined }, "==", true, "unknown"],
]);

says("info.is_seeding", [
  ["uploading", { state: "uploading" }, "==", true, true],
  ["with nobody to upload to", { state: "stalledUP" }, "==", true, true],
  ["by force", { state: "forcedUP" }, "==", true, true],
  ["waiting for its turn", { state: "queuedUP" }, "==", true, true],
  ["stopped", { state: "pausedUP" }, "==", true, false],
  ["downloading", { state: "forcedDL" }, "==", true, false],
  ["while it is checked", { state: "checkingUP" }, "==", true, "unknown"],
  ["while it is moved", { state: "moving" }, "==", true, "unknown"],
]);

says("info.is_checking", [
  ["while it is checked", { state: "checkingUP" }, "==", true, true],
  ["while it waits for that, on 4.1", { state: "queuedForChecking" }, "==", true, true],
  ["seeding", { state: "stalledUP" }, "==", true, false],
  ["while it is moved", { state: "moving" }, "==", true, false],
  ["in a state nobody knows", { state: undefined }, "==", true, "unknown"],
]);

const magnet = (...trackers: readonly string[]) =>
  `magnet:?xt=urn:btih:0&dn=x${trackers.map((url) => `&tr=${encodeURIComponent(url)}`).join("")}`;

says("info.tracker_host", [
  [
    "without scheme, port, path and letter case",
    { tracker: "https://Tracker.A.example:8443/announce?k=1" },
    "==",
    "tracker.a.example",
    true,
  ],
  ["of a udp tracker", { tracker: "udp://T.example:6969/announce" }, "==", "t.example", true],
  [
    "of the first tracker, where none works before 5.1",
    { tracker: "", magnet_uri: magnet("http://a.example/x", "http://b.example/y") },
    "==",
    "a.example",
    true,
  ],
  [
    "the one that works comes first",
    { tracker: "http://b.example/y", magnet_uri: magnet("http://a.example/x") },
    "==",
    "b.example",
    true,
  ],
  ["of a torrent without trackers", { tracker: "", magnet_uri: magnet() }, "!=", "a.example", "unknown"],
  ["of a torrent without a magnet link", { tracker: "" }, "known", true, false],
  ["of an address that is none", { tracker: "not an address" }, "known", true, false],
]);

describe("what a derived field reads", () => {
  const times = fc.constantFrom(-1, 0, NOW - 40 * DAY, NOW - 60, NOW + 60);
  const someTorrent = fc
    .record({
      added_on: times,
      completion_on: times,
      last_activity: times,
      seen_complete: times,
      state: fc.constantFrom("stalledUP", "pausedUP", "checkingUP", "moving", "error", "metaDL", "downloading"),
      has_metadata: fc.boolean(),
      total_size: fc.constantFrom(-1, 1000),
      progress: fc.constantFrom(0, 0.5, 1),
      amount_left: fc.constantFrom(0, 500),
      ratio: fc.constantFrom(0, 2),
      category: fc.constantFrom("", "tv"),
      tags: fc.constantFrom("", "a"),
      tracker: fc.constantFrom("", "http://a.example/x", "nonsense"),
      magnet_uri: fc.constantFrom("", magnet("http://b.example/x")),
      private: fc.constantFrom(true, false, null),
      force_start: fc.boolean(),
    })
    .map((row) => toTorrent({ hash: "0", name: "a torrent", ...row }))
    .filter((torrent) => torrent !== undefined);

  const cases = derivedFields.flatMap(({ name, reads = [], supplies }) =>
    supplies.flatMap((supply) => (supply.from === "derived" ? [{ name, reads, read: supply.read }] : [])),
  );

  test.each(cases)("$name hangs on nothing else than it says", ({ reads, read }) => {
    fc.assert(
      fc.property(someTorrent, someTorrent, (torrent, other) => {
        const kept = Object.fromEntries(reads.map((key) => [key, torrent[key]]));
        const changed: Torrent = { ...other, ...kept };
        expect(read(changed, NOW)).toEqual(read(torrent, NOW));
      }),
    );
  });

  test("there is one that can be worked out for each, and is_private is another name", () => {
    const others = derivedFields.map(({ name }) => name).filter((name) => !cases.some((known) => known.name === name));
    expect(others).toEqual(["info.is_private"]);
  });
});

test("every derived field is documented", () => {
  for (const { name, about } of derivedFields) expect(about.length, name).toBeGreaterThan(20);
});
