import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Report } from "../../src/engine/report.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import type { TorrentSeed } from "../support/qbittorrent/simulator/torrent.ts";
import { bench, rules } from "./support.ts";

const SMALL = "{field: info.size, operator: smaller_than, value: 1 MB}";
const SHARED = "{field: info.ratio, operator: '>=', value: 1}";
const IN_A = "{field: info.category, operator: '==', value: a}";
const TAGGED = "{field: info.tags, operator: contains, value: one}";
const LIMITED = "{field: info.up_limit, operator: '<=', value: 1000}";

/**
 * In the order of what they read: numbers that no action changes, then the category, then the tags, then limits. No rule
 * changes what an earlier one reads, so the result of a run satisfies all of them.
 */
const layered = [
  `to a | ${SMALL} | {type: set_category, params: {category: a}}`,
  `to b | ${SHARED} | {type: set_category, params: {category: b}}`,
  `leave | ${SMALL}, ${SHARED} | {type: set_category, params: {category: ''}}`,
  `tag | ${IN_A} | {type: add_tag, params: {tags: [one, two]}}`,
  `stop here! | ${IN_A}, ${SHARED} | {type: set_tags, params: {tags: [two]}}`,
  `untag | {field: info.category, operator: '!=', value: a} | {type: remove_tag, params: {tag: one}}`,
  `slow | ${TAGGED} | {type: set_upload_limit, params: {limit: 1000}}`,
  `free | {field: info.tags, operator: not_contains, value: one} | {type: set_upload_limit, params: {limit: unlimited}}, {type: set_download_limit, params: {limit: 7}}`,
  `run | ${LIMITED} | {type: start}`,
  `halt | {field: info.up_limit, operator: '>', value: 1000} | {type: stop}`,
  `force | ${LIMITED}, ${SHARED} | {type: force_start}`,
  `clean | ${LIMITED}, {field: info.ratio, operator: '>=', value: 3} | {type: delete_torrent, params: {delete_files: false}}`,
];

/** In any order, they undo each other, leave things unknown, and ask for what the list may not bring. */
const tangled = [
  ...layered,
  `check | ${SMALL} | {type: recheck}`,
  `announce | ${SHARED} | {type: reannounce}`,
  `done | {field: info.progress, operator: '==', value: 1} | {type: add_tag, params: {tag: done}}`,
  `halted | {field: info.state, operator: in, value: [stoppedUP, stoppedDL]} | {type: start}`,
  `keep! | {field: info.popularity, operator: '>', value: 0} | {type: add_tag, params: {tag: kept}}`,
  `host | {field: trackers.host, operator: '==', value: one.example} | {type: add_tag, params: {tag: host}}`,
  `exe | {field: files.name, operator: matches, value: '[.]exe$'} | {type: delete_torrent, params: {delete_files: true}}`,
];

const seed: fc.Arbitrary<TorrentSeed> = fc.record({
  size: fc.constantFrom(10, 5_000_000),
  progress: fc.constantFrom(0, 0.5, 1),
  ratio: fc.constantFrom(0, 1, 4),
  stopped: fc.boolean(),
  forced: fc.boolean(),
  category: fc.constantFrom("", "a", "b"),
  tags: fc.subarray(["one", "two", "three"]),
  uploadLimit: fc.constantFrom(0, 1_000, 50_000),
  trackers: fc.subarray(["http://one.example/announce", "udp://two.example:80"]),
  files: fc.constantFrom([{ name: "film.mkv", size: 10, progress: 1 }], [{ name: "film.exe", size: 10, progress: 1 }]),
});
const torrents = fc.array(seed, { minLength: 1, maxLength: 8 });
const version = fc.constantFrom(...SIMULATED_VERSIONS);
const inAnyOrder = fc.shuffledSubarray(tangled, { minLength: 1 });
const inOrder = fc.subarray(layered, { minLength: 1 });

const outcomeOf = (report: Report) => ({ ...report, dry_run: undefined, requests: undefined });

test("a dry run changes nothing and reports what the real run then does", async () => {
  const sameReport = fc.asyncProperty(version, torrents, inAnyOrder, async (server, library, lines) => {
    await using on = bench({ version: server, torrents: library, rules: rules(...lines) });
    const before = structuredClone([...on.simulator.torrents.values()]);
    const dry = await on.run({ dryRun: true });
    expect([...on.simulator.torrents.values()]).toEqual(before);
    const real = await on.run();
    expect(outcomeOf(real)).toEqual(outcomeOf(dry));
    expect(real.requests.write).toBe(dry.requests.write);
  });
  await fc.assert(sameReport, { numRuns: 80 });
}, 60_000);

test("after a run there is nothing left to do", async () => {
  const idempotent = fc.asyncProperty(version, torrents, inOrder, async (server, library, lines) => {
    await using on = bench({ version: server, torrents: library, rules: rules(...lines) });
    await on.run();
    const after = structuredClone([...on.simulator.torrents.values()]);
    expect((await on.run()).requests.write).toBe(0);
    expect([...on.simulator.torrents.values()]).toEqual(after);
  });
  await fc.assert(idempotent, { numRuns: 80 });
}, 60_000);
