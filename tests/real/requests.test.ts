import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import * as v from "valibot";

import type { Suite } from "../support/qbittorrent/cache.ts";
import { type RawSession, logIn } from "../support/qbittorrent/http.ts";
import { CHECK_AT_ONCE, fillLibrary } from "../support/qbittorrent/library.ts";
import { type Exchange, endpointOf } from "../support/qbittorrent/proxy.ts";
import { type RealServer, startReal } from "../support/qbittorrent/real.ts";
import { type RulesFile, type Runner, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

const STOPPED = 280;
const SEEDING = 20;

/** Three of them look at what every server says of a torrent, one at its trackers and one at its files. */
const fiveRules: RulesFile = v.parse(
  v.object({ rules: v.array(v.looseObject({ name: v.string() })) }),
  Bun.YAML.parse(readFileSync("benchmarks/five-rules.yml", "utf8")),
);

interface Case {
  readonly version: string;
  readonly suite: Suite;
  /** What rules about trackers and files ask of each torrent alone, because the list does not bring it. */
  readonly apart: readonly string[];
  /** Before a category is set on what is protected: since 5.2 it may have share limits at which its torrents are removed. */
  readonly guarded: readonly string[];
}

const servers: readonly Case[] = [
  { version: "5.3.0", suite: "sid", apart: [], guarded: ["torrents/categories"] },
  // The list can bring the trackers since 5.1, the files since 5.2.
  { version: "5.1.0", suite: "trixie", apart: ["torrents/files"], guarded: [] },
  { version: "4.5.2", suite: "bookworm", apart: ["torrents/files", "torrents/trackers"], guarded: [] },
];

describe.each(servers)("requests of a pass on qBittorrent $version", ({ suite, apart, guarded }) => {
  let server: RealServer;
  let session: RawSession;
  let runner: Runner;

  beforeAll(async () => {
    const [checking, showing] = [CHECK_AT_ONCE.BitTorrent, { "Session\\RefreshInterval": 300 }];
    server = await startReal({ suite, profileOptions: { BitTorrent: { ...checking, ...showing } } });
    await fillLibrary(server, { stopped: STOPPED, seeding: SEEDING });
    session = await logIn(server.url);
    runner = await startRunner(server.url);
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await server.stop();
  });

  test("the first pass: the list, and one request for each action and value", async () => {
    const rows = await listed(session);
    const { result, reads, writes } = await runner.run(fiveRules);
    expect(result).toMatchObject({ torrents_processed: STOPPED + SEEDING, errors: 0 });
    expect(result.rules.every(({ executed }) => executed > 0)).toBe(true);
    expect(counted(reads)).toEqual({
      "torrents/info": 1,
      ...Object.fromEntries(apart.map((one) => [one, rows.length])),
    });
    // Nothing else than files tells whether the fourth rule holds, and so with the third one: each torrent is asked, once.
    for (const one of apart) expect(askedOf(reads, one)).toEqual(rows.map(({ hash }) => hash).toSorted());
    expect(new Set(writes.map(said))).toEqual(
      new Set([
        "torrents/addTags tags=episode",
        "torrents/addTags tags=hd",
        "torrents/addTags tags=private-tracker",
        "torrents/createCategory category=video savePath=",
        "torrents/setCategory category=video",
        "torrents/setUploadLimit limit=512000",
        `torrents/${stopVerb(suite)}`,
      ]),
    );
    expect(writes).toHaveLength(7);
    expect(result.requests).toEqual({ read: reads.length, write: writes.length });
  });

  test("the second pass: the list, and no write", async () => {
    await untilNoneRuns(session);
    const { result, reads, writes } = await runner.run(fiveRules);
    expect(result).toMatchObject({ actions_executed: 0, errors: 0, requests: { read: reads.length, write: 0 } });
    expect(result.rules_matched).toBeGreaterThan(0);
    expect(counted(reads)["torrents/info"]).toBe(1);
    expect(reads).toHaveLength(1 + apart.length * (STOPPED + SEEDING));
    expect(writes).toEqual([]);
  });

  test("a category that is there: one request, and a look at its share limits where torrents are protected", async () => {
    const some = (await listed(session)).filter(({ name }) => name.includes("2160p"));
    const leave = () =>
      session.post("torrents/setCategory", { hashes: some.map(({ hash }) => hash).join("|"), category: "" });
    const [first = { name: "", actions: [] }] = fiveRules.rules;
    await leave();
    const plain = await runner.run({ rules: [first] });
    expect(plain.reads.map(endpointOf)).toEqual(["torrents/info"]);
    expect(plain.writes.map(said)).toEqual(["torrents/setCategory category=video"]);
    await leave();
    const guarding = await runner.run({
      rules: [first],
      protect: [{ field: "info.name", operator: "contains", value: "2160p" }],
    });
    expect(guarding.reads.map(endpointOf)).toEqual(["torrents/info", ...guarded]);
    expect(guarding.writes.map(said)).toEqual(["torrents/setCategory category=video"]);
  });

  test("only torrents whose outcome hangs on it are asked, whatever the order of the conditions", async () => {
    const rows = await listed(session);
    const { reads, writes } = await runner.run({
      rules: [
        rule("Films", [
          { field: "files.name", operator: "ends_with", value: ".mkv" },
          { field: "info.name", operator: "starts_with", value: "Movie." },
        ]),
        rule("Albums", [
          { any_of: "trackers", where: { field: "url", operator: "contains", value: "/private/" } },
          { field: "info.name", operator: "contains", value: "[FLAC]" },
        ]),
        rule("Books", [
          { field: "info.name", operator: "ends_with", value: ".epub" },
          {
            any: [
              { field: "info.progress", operator: "==", value: 0 },
              { field: "files.size", operator: "larger_than", value: "1 GB" },
            ],
          },
        ]),
      ],
    });
    const named = (part: string) =>
      rows
        .filter(({ name }) => name.includes(part))
        .map(({ hash }) => hash)
        .toSorted();
    expect(named("Movie.").length).toBeGreaterThan(10);
    expect(named("[FLAC]").length).toBeGreaterThan(10);
    expect(askedOf(reads, "torrents/files")).toEqual(apart.includes("torrents/files") ? named("Movie.") : []);
    expect(askedOf(reads, "torrents/trackers")).toEqual(apart.includes("torrents/trackers") ? named("[FLAC]") : []);
    expect(counted(reads)["torrents/info"]).toBe(1);
    expect(writes.map(endpointOf)).toEqual(["torrents/addTags", "torrents/addTags", "torrents/addTags"]);
  });
});

const rule = (name: string, conditions: readonly unknown[]) => ({
  name,
  conditions: { all: conditions },
  actions: [{ type: "add_tag", params: { tag: name } }],
});

const stopVerb = (suite: Suite): string => (suite === "bookworm" ? "pause" : "stop");

/** How often each endpoint was asked. */
const counted = (exchanges: readonly Exchange[]): Record<string, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(exchanges, endpointOf)).map(([endpoint, asked = []]) => [endpoint, asked.length]),
  );

/** The torrents that an endpoint was asked about; one that was asked twice is there twice. */
const askedOf = (exchanges: readonly Exchange[], endpoint: string): string[] =>
  exchanges
    .filter((exchange) => endpointOf(exchange) === endpoint)
    .map(({ path }) => new URLSearchParams(path.replace(/^.*\?/, "")).get("hash") ?? "")
    .toSorted();

/** A write without its torrents. */
function said(exchange: Exchange): string {
  const fields = [...new URLSearchParams(exchange.body)].filter(([name]) => name !== "hashes");
  return [endpointOf(exchange), ...fields.map(([name, value]) => `${name}=${value}`)].join(" ");
}

const Rows = v.array(v.object({ hash: v.string(), name: v.string(), state: v.string() }));

const listed = async (session: RawSession): Promise<v.InferOutput<typeof Rows>> =>
  v.parse(Rows, JSON.parse((await session.get("torrents/info")).text));

/** Until the server shows what the first pass has stopped. */
async function untilNoneRuns(session: RawSession): Promise<void> {
  for (let tries = 0; (await listed(session)).some(({ state }) => !/^(?:stopped|paused)/.test(state)); tries++) {
    if (tries > 100) throw new Error("torrents that were stopped still run");
    await Bun.sleep(100);
  }
}
