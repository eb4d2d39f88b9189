import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import { SUITES } from "../support/qbittorrent/cache.ts";
import { type Bench, openBench } from "../support/qbittorrent/conformance/bench.ts";
import { endpointOf } from "../support/qbittorrent/proxy.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { addComplete } from "./complete.ts";
import { type Ran, type Runner, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

/** What each server is asked for besides its list, since the list lacks what the rules ask about. */
const asked = {
  bullseye: ["torrents/properties", "torrents/trackers"],
  bookworm: ["torrents/properties"],
  trixie: [],
  sid: [],
} as const;

const MAGNET = "b".repeat(40);

describe.each([...SUITES])("facts that not every list has, on real qBittorrent (%s)", (suite) => {
  let bench: Bench;
  let runner: Runner;
  let open: string;
  let closed: string;

  beforeAll(async () => {
    bench = await openBench(() =>
      startReal({ suite, profileOptions: { BitTorrent: { "Session\\RefreshInterval": 300 } } }),
    );
    open = await addComplete(bench, { name: "open.bin", length: 50_000, comment: "made by a machine" });
    closed = await addComplete(bench, { name: "closed.bin", length: 50_000, comment: "made by hand", private: true });
    await addMagnet(bench);
    runner = await startRunner(bench.subject.url);
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await bench.subject.stop();
  });

  const decide = (condition: unknown): Promise<Ran> =>
    runner.run(
      { rules: [{ name: "decide", conditions: [condition], actions: [{ type: "reannounce" }] }] },
      "--dry-run",
    );

  const matchedBy = async (condition: unknown): Promise<readonly string[]> =>
    (await decide(condition)).result.torrents.map(({ hash }) => hash).toSorted();

  const undecidedBy = async (condition: unknown): Promise<readonly string[]> =>
    (await decide(condition)).result.undecided.map(({ hash }) => hash).toSorted();

  test("private: known with the metadata, and unknown before", async () => {
    expect(await matchedBy({ field: "info.private", operator: "==", value: true })).toEqual([closed]);
    expect(await matchedBy({ field: "info.is_private", operator: "==", value: false })).toEqual([open]);
    expect(await matchedBy({ field: "info.private", operator: "known", value: false })).toEqual([MAGNET]);
    expect(await undecidedBy({ field: "info.private", operator: "==", value: true })).toEqual([MAGNET]);
  });

  test("comment: searched on every server", async () => {
    expect(await matchedBy({ field: "info.comment", operator: "contains", value: "by hand" })).toEqual([closed]);
  });

  test("seeding_time: a number on every server", async () => {
    const short = { field: "info.seeding_time", operator: "<", value: "1 hour" };
    expect(await matchedBy(short)).toEqual([open, closed, MAGNET].toSorted());
    expect(await matchedBy({ field: "info.seeding_time", operator: "known", value: false })).toEqual([]);
  });

  test("size: not known of a magnet link without metadata, whatever number the server gives", async () => {
    expect(await matchedBy({ field: "info.size", operator: "known", value: false })).toEqual([MAGNET]);
    expect(await matchedBy({ field: "info.size", operator: "known", value: true })).toEqual([open, closed].toSorted());
    expect(await undecidedBy({ field: "info.size", operator: "smaller_than", value: "1 GB" })).toEqual([MAGNET]);
    expect(await undecidedBy({ field: "info.amount_left", operator: "==", value: 0 })).toEqual([MAGNET]);
    expect(await undecidedBy({ field: "files.name", operator: "contains", value: "bin" })).toEqual([MAGNET]);
    expect(await matchedBy({ field: "info.is_complete", operator: "==", value: true })).toEqual(
      [open, closed].toSorted(),
    );
  });

  test("each torrent is asked once for all that its list lacks", async () => {
    const { result, reads } = await decide({
      all: [known("info.private"), known("info.comment"), known("info.seeding_time"), known("properties.comment")],
    });
    expect(result.torrents.map(({ hash }) => hash).toSorted()).toEqual([open, closed].toSorted());
    // Of whatever server, properties are asked for by their own names.
    const endpoints = new Set([...asked[suite], "torrents/properties"]);
    const apart = reads.slice(1);
    expect(new Set(apart.map(endpointOf))).toEqual(endpoints);
    expect(new Set(apart.map(({ path }) => path)).size).toBe(apart.length);
    expect(reads.filter((exchange) => endpointOf(exchange) === "torrents/info")).toHaveLength(1);
  });

  test("only what the list lacks is asked for", async () => {
    const { reads } = await decide({
      any: [
        { field: "info.private", operator: "==", value: true },
        { field: "info.comment", operator: "==", value: "none has this" },
        { field: "info.seeding_time", operator: ">", value: "100 days" },
      ],
    });
    expect(new Set(reads.map(endpointOf))).toEqual(new Set(["torrents/info", ...asked[suite]]));
  });
});

const known = (field: string) => ({ field, operator: "known", value: true });

/** Nobody has its metadata. */
async function addMagnet({ session, rows }: Bench): Promise<void> {
  const urls = `magnet:?xt=urn:btih:${MAGNET}&dn=magnet`;
  await session.post("torrents/add", { urls, paused: "true", stopped: "true" });
  for (let tries = 0; (await rows({ hashes: MAGNET })).length === 0; tries += 1) {
    if (tries > 200) throw new Error("the magnet link never appeared");
    await Bun.sleep(50);
  }
}
