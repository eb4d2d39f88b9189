import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import { SUITES } from "../support/qbittorrent/cache.ts";
import { type Bench, asRows, openBench } from "../support/qbittorrent/conformance/bench.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { makeTorrent } from "../support/qbittorrent/torrents.ts";
import { type Runner, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

const bencoded = {
  "/announce/working": "d8:completei3e10:incompletei4e8:intervali1800e5:peers0:e",
  "/announce/failing": "d14:failure reason20:unregistered torrente",
} as const;

/** Nobody listens on the discard port. */
const UNREACHABLE = "http://127.0.0.1:9/announce";

/** Names of torrents by what their trackers do; `waiting` was never started. */
const kinds = ["mixed", "good", "bad", "dead", "waiting"] as const;
type Kind = (typeof kinds)[number];

describe.each([...SUITES])("trackers, each as a whole, on real qBittorrent (%s)", (suite) => {
  const tracker = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      return new Response(Object.entries(bencoded).find(([path]) => path === pathname)?.[1] ?? "", {
        headers: { "Content-Type": "text/plain" },
      });
    },
  });
  const working = new URL("/announce/working", tracker.url).href;
  const failing = new URL("/announce/failing", tracker.url).href;
  const trackersOf: Readonly<Record<Kind, readonly string[]>> = {
    mixed: [working, failing, UNREACHABLE],
    good: [working],
    bad: [failing, UNREACHABLE],
    dead: [UNREACHABLE],
    waiting: [failing],
  };
  const torrents = kinds.map((kind) => makeTorrent({ name: kind, trackers: trackersOf[kind] }));
  let bench: Bench;
  let runner: Runner;

  beforeAll(async () => {
    bench = await openBench(() =>
      startReal({ suite, profileOptions: { BitTorrent: { "Session\\RefreshInterval": 300 } } }),
    );
    for (const torrent of torrents) {
      await addTorrents(bench.session, [torrent], { stopped: torrent.name === "waiting", unsettled: true });
    }
    for (const { name, hash } of torrents) if (name !== "waiting") await untilHeard(bench, hash);
    runner = await startRunner(bench.subject.url);
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await bench.subject.stop();
    await tracker.stop(true);
  });

  async function decide(condition: unknown): Promise<Record<"matched" | "undecided", readonly string[]>> {
    const rules = [{ name: "decide", conditions: [condition], actions: [{ type: "recheck" }] }];
    const { result } = await runner.run({ rules }, "--dry-run");
    return {
      matched: result.torrents.map(({ name }) => name).toSorted(),
      undecided: result.undecided.map(({ name }) => name).toSorted(),
    };
  }

  const refused = { field: "msg", operator: "matches", value: "(?i)unregistered" };
  const fails = { field: "status", operator: "in", value: ["not_working", "tracker_error", "unreachable"] };
  const works = { field: "status", operator: "==", value: "working" };

  test("any_of: one such tracker is enough; what was not heard of yet leaves it open", async () => {
    expect(await decide({ any_of: "trackers", where: refused })).toEqual({
      matched: ["bad", "mixed"],
      undecided: ["waiting"],
    });
    expect(await decide({ any_of: "trackers", where: works })).toEqual({
      matched: ["good", "mixed"],
      undecided: ["waiting"],
    });
  });

  test("all_of: every tracker", async () => {
    expect(await decide({ all_of: "trackers", where: fails })).toEqual({
      matched: ["bad", "dead"],
      undecided: ["waiting"],
    });
  });

  test("none_of: no tracker", async () => {
    expect(await decide({ none_of: "trackers", where: fails })).toEqual({ matched: ["good"], undecided: ["waiting"] });
  });

  test("several conditions are about the same tracker", async () => {
    const worksAndRefuses = { all: [works, refused] };
    expect(await decide({ any_of: "trackers", where: worksAndRefuses })).toEqual({
      matched: [],
      undecided: ["waiting"],
    });
    const failsAndRefuses = { all: [fails, refused, { field: "host", operator: "==", value: "127.0.0.1" }] };
    expect(await decide({ any_of: "trackers", where: failsAndRefuses })).toEqual({
      matched: ["bad", "mixed"],
      undecided: ["waiting"],
    });
  });

  test("not_contacted: known of a torrent that was never started", async () => {
    const notContacted = { field: "status", operator: "==", value: "not_contacted" };
    expect(await decide({ all_of: "trackers", where: notContacted })).toEqual({ matched: ["waiting"], undecided: [] });
  });

  test("kinds of failure: told apart since 5.2, and open before", async () => {
    const answersFailure = { field: "status", operator: "==", value: "tracker_error" };
    const isTold = suite === "sid";
    expect(await decide({ any_of: "trackers", where: answersFailure })).toEqual(
      isTold
        ? { matched: ["bad", "mixed"], undecided: ["waiting"] }
        : { matched: [], undecided: ["bad", "dead", "mixed", "waiting"] },
    );
  });

  test("counts that a tracker told", async () => {
    expect(await decide({ any_of: "trackers", where: { field: "num_seeds", operator: "==", value: 3 } })).toEqual({
      matched: ["good", "mixed"],
      undecided: ["bad", "dead", "waiting"],
    });
  });
});

/** Until no tracker of the torrent is still to be asked, or being asked. Now and then a server leaves one out: it is asked to ask. */
async function untilHeard({ session }: Bench, hash: string): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const rows = asRows(await session.get("torrents/trackers", { hash })).filter(({ tier }) => Number(tier) >= 0);
    const real = rows.filter(({ url }) => !String(url).startsWith("** ["));
    if (
      real.length > 0 &&
      real.every(({ status, updating }) => Number(status) !== 1 && Number(status) !== 3 && updating !== true)
    )
      return;
    if (tries % 100 === 99) await session.post("torrents/reannounce", { hashes: hash });
    await Bun.sleep(50);
  }
  throw new Error(`the trackers of ${hash} were not heard of`);
}
