import { expect, test } from "bun:test";
import type { Report } from "../../src/engine/report.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { fields } from "../../src/rules/fields/catalogue.ts";
import { supplyFor } from "../../src/rules/fields/field.ts";
import { planCase } from "../../src/ruletest/plan-case.ts";
import { bench } from "../engine/support.ts";
import { clientFor } from "../qbittorrent/client-support.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { bookOf, caseOf } from "./support.ts";

const BOOK = bookOf(`
safety: {max_deletions: 1}
protect: [{field: info.tags, operator: contains, value: keep}]
rules:
  - name: Tag small ones
    conditions: [{field: info.size, operator: smaller_than, value: 1 MB}]
    actions: [{type: add_tag, params: {tag: small}}]
  - name: Popular ones stop
    conditions: [{field: info.popularity, operator: ">=", value: 0}]
    actions: [{type: stop}]
  - name: Tracker
    conditions: [{any_of: trackers, where: {field: host, operator: "==", value: one.example}}]
    actions: [{type: set_upload_limit, params: {limit: 500 KiB/s}}]
  - name: Executables go
    stop_on_match: true
    conditions: [{field: files.name, operator: ends_with, value: .exe}]
    actions: [{type: delete_torrent, params: {delete_files: true}}]
  - name: Move
    context: scheduled
    conditions: [{field: info.tags, operator: contains, value: small}]
    actions: [{type: set_category, params: {category: small}}, {type: force_start}]
`);

const film = [{ name: "film.mkv", size: 10, progress: 1 }];
const program = [{ name: "film.exe", size: 10, progress: 1 }];
const one = ["http://one.example/announce"];

const torrents = [
  { name: "small", size: 10, trackers: one, files: film },
  { name: "large", size: 5_000_000, stopped: true, files: film },
  { name: "bad", size: 10, files: program },
  { name: "bad but kept", size: 10, tags: ["keep"], files: program, trackers: one },
];

/** What an action on a torrent came to, a line each. */
const outcomes = (
  list: readonly (readonly [torrent: string, rule: string, type: string, outcome: string])[],
): string[] => list.map((words) => words.join(" | ")).toSorted();

const reported = ({ torrents: listed }: Report): string[] =>
  outcomes(
    listed.flatMap(({ name, actions }) =>
      actions.map(({ rule, type, outcome }) => [name, rule, type, outcome] as const),
    ),
  );

/** A torrent that a client has read, as it would be written into a test of that release. */
function written(torrent: Torrent, release: string) {
  const { server } = caseOf({ server: release });
  const info = [...fields.values()].flatMap((field) => {
    const supply = supplyFor(field, server.has);
    if (supply?.from !== "info" || field.name !== `info.${supply.key}`) return [];
    const value = torrent[supply.key];
    return value === undefined ? [] : [[supply.key, value === Infinity ? "unlimited" : value] as const];
  });
  const { trackers, files } = torrent;
  return {
    info: Object.fromEntries(info),
    trackers: trackers?.map(({ url, status }) => ({ url, status: status?.code ?? null })),
    files: files?.map(({ name, size }) => ({ name, size })),
  };
}

test.each([...SIMULATED_VERSIONS])("tests say what the engine does, on %s", async (version) => {
  for (const context of [null, "scheduled"]) {
    await using engine = bench({ rules: BOOK.rules, book: BOOK, maxDeletions: { count: 1 }, version, torrents });
    const report = await engine.run({ dryRun: true, context });
    const client = clientFor({ host: engine.simulator.url });
    const read = await client.torrents({ trackers: true, files: true });
    const given = await Promise.all(
      read.map(async (torrent) => {
        const trackers = torrent.trackers ?? (await client.trackers(torrent.hash))?.trackers;
        const files = torrent.files ?? (await client.files(torrent.hash));
        return written({ ...torrent, trackers, files }, version);
      }),
    );
    const now = new Date(engine.clock.now()).toISOString();
    const circumstances = { given, server: version, now, ...(context !== null && { context }) };
    const { plans } = await planCase(caseOf(circumstances, BOOK), BOOK);
    const planned = plans.flatMap(({ torrent, actions }) =>
      actions
        .filter(({ outcome }) => outcome !== "skipped")
        .map(({ rule, action, outcome }) => [torrent.name, rule.name, action.type, outcome] as const),
    );
    expect(outcomes(planned)).toEqual(reported(report));
    expect(planned.length).toBeGreaterThan(5);
    const undecided = plans.flatMap((plan) => plan.undecided.map(({ rule }) => `${plan.torrent.name} | ${rule.name}`));
    expect(undecided.toSorted()).toEqual(report.undecided.map(({ name, rule }) => `${name} | ${rule}`).toSorted());
  }
});
