import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { SUITES } from "../support/qbittorrent/cache.ts";
import { type Bench, openBench } from "../support/qbittorrent/conformance/bench.ts";
import { endpointOf } from "../support/qbittorrent/proxy.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { addComplete } from "./complete.ts";
import { type Ran, type Runner, outcomesOf, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

interface Written {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

describe.each([...SUITES])("actions by the program on real qBittorrent (%s)", (suite) => {
  let bench: Bench;
  let runner: Runner;

  beforeAll(async () => {
    bench = await openBench(() =>
      startReal({ suite, profileOptions: { BitTorrent: { "Session\\RefreshInterval": 300 } } }),
    );
    runner = await startRunner(bench.subject.url);
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await bench.subject.stop();
  });

  const act = (hash: string, ...actions: readonly Written[]): Promise<Ran> =>
    runner.run({
      rules: [{ name: "act", conditions: [{ field: "info.hash", operator: "==", value: hash }], actions }],
    });

  /** The action is carried out, and then there is nothing left to do. */
  async function become(hash: string, action: Written, expected: Readonly<Record<string, unknown>>): Promise<void> {
    const first = await act(hash, action);
    expect(outcomesOf(first, hash)).toEqual(["executed"]);
    await bench.rowBecomes(hash, expected);
    await stay(hash, action);
  }

  /** The torrent is as the action asks: nothing is sent. */
  async function stay(hash: string, action: Written): Promise<void> {
    const { result, writes } = await act(hash, action);
    expect(writes).toEqual([]);
    expect(result).toMatchObject({ actions_executed: 0, actions_skipped: 1, errors: 0 });
  }

  const complete = (name: string): Promise<string> => addComplete(bench, { name, length: 50_000 });

  test("set_share_limits: what is named is set, and what is not stays as it is", async () => {
    const { session, facts, add } = bench;
    const { hash } = await add({ name: "share-limits.bin" });
    await session.post("torrents/setShareLimits", {
      hashes: hash,
      ratioLimit: "3",
      seedingTimeLimit: "120",
      inactiveSeedingTimeLimit: "60",
      shareLimitAction: "Stop",
      shareLimitsMode: "MatchAll",
    });
    const others = {
      ...(facts.idleLimit && { inactive_seeding_time_limit: 60 }),
      ...(facts.limitsOfCategories && { share_limit_action: "Stop", share_limits_mode: "MatchAll" }),
    };
    await become(hash, limits({ ratio: 1.5 }), { ratio_limit: 1.5, seeding_time_limit: 120, ...others });
    await become(hash, limits({ seeding_time: "3 days" }), { ratio_limit: 1.5, seeding_time_limit: 4_320, ...others });
    await become(hash, limits({ ratio: "unlimited" }), { ratio_limit: -1, seeding_time_limit: 4_320, ...others });
    await become(hash, limits({ seeding_time: "global" }), { ratio_limit: -1, seeding_time_limit: -2, ...others });
  });

  test("set_share_limits: the time without activity, where the server has such a limit", async () => {
    const { facts, subject, add } = bench;
    const { hash } = await add({ name: "inactive.bin" });
    const action = { type: "set_share_limits", params: { inactive_seeding_time: "2 hours" } };
    if (facts.idleLimit) {
      await become(hash, action, { ratio_limit: -2, seeding_time_limit: -2, inactive_seeding_time_limit: 120 });
      return;
    }
    const ran = await act(hash, action);
    expect(outcomesOf(ran, hash)).toEqual(["failed: inactive_seeding_time needs qBittorrent 4.6 or newer"]);
    expect(ran.result).toMatchObject({ actions_executed: 0, errors: 1 });
    expect(ran.result.warnings).toEqual([
      `rule "act": inactive_seeding_time needs qBittorrent 4.6, this is v${subject.version}: it will fail`,
    ]);
    expect(ran.writes).toEqual([]);
  });

  test("set_share_limits: what happens at a limit, where the server has a choice for each torrent", async () => {
    const { facts, subject, add, row } = bench;
    const { hash } = await add({ name: "reached.bin" });
    const action = { type: "set_share_limits", params: { ratio: 2, when_reached: "super_seeding" } };
    if (facts.limitsOfCategories) {
      await become(hash, action, {
        ratio_limit: 2,
        seeding_time_limit: -2,
        share_limit_action: "EnableSuperSeeding",
        share_limits_mode: "Default",
      });
      return;
    }
    const ran = await act(hash, action);
    expect(outcomesOf(ran, hash)).toEqual(["failed: when_reached needs qBittorrent 5.2 or newer"]);
    expect(ran.result.warnings).toEqual([
      `rule "act": when_reached needs qBittorrent 5.2, this is v${subject.version}: it will fail`,
    ]);
    // Nor is the half of it sent that the server could do.
    expect(ran.writes).toEqual([]);
    expect((await row(hash))["ratio_limit"]).toBe(-2);
  });

  test("set_location: the data moves, and automatic management ends", async () => {
    const { session, subject, facts } = bench;
    const hash = await complete("moved.bin");
    await session.post("torrents/setAutoManagement", { hashes: hash, enable: "true" });
    const path = `${subject.downloadsPath}/films/50% & "more"`;
    await become(
      hash,
      { type: "set_location", params: { path } },
      { save_path: `${path}${facts.trailingSlash}`, auto_tmm: false, state: `${facts.stoppedWord}UP` },
    );
    await untilThere(join(subject.downloadsDir, 'films/50% & "more"', "moved.bin"));
    expect(existsSync(join(subject.downloadsDir, "moved.bin"))).toBe(false);
  });

  test("set_location: a place that cannot be fails with the words of the server", async () => {
    const { subject, row } = bench;
    const hash = await complete("unmoved.bin");
    const before = await row(hash);
    const ran = await act(hash, {
      type: "set_location",
      params: { path: `${subject.downloadsPath}/unmoved.bin/below` },
    });
    expect(outcomesOf(ran, hash)).toEqual([expect.stringMatching(/^failed: .*status 409: Cannot make save path/)]);
    expect(ran.result.errors).toBe(1);
    expect((await row(hash))["save_path"]).toBe(before["save_path"]);
  });

  test("set_auto_management: the data goes where its category belongs, and stays there afterwards", async () => {
    const { session, subject, facts } = bench;
    const hash = await complete("managed.bin");
    await session.post("torrents/createCategory", { category: "placed", savePath: `${subject.downloadsPath}/placed` });
    await session.post("torrents/setCategory", { hashes: hash, category: "placed" });
    const place = `${subject.downloadsPath}/placed${facts.trailingSlash}`;
    const state = `${facts.stoppedWord}UP`;
    await become(hash, manage(true), { auto_tmm: true, save_path: place, state });
    await untilThere(join(subject.downloadsDir, "placed", "managed.bin"));
    await become(hash, manage(false), { auto_tmm: false, save_path: place, state });
  });

  test("set_super_seeding and set_sequential_download: on and off", async () => {
    const hash = await complete("switched.bin");
    for (const enabled of [true, false]) {
      await become(hash, { type: "set_super_seeding", params: { enabled } }, { super_seeding: enabled });
      await become(hash, { type: "set_sequential_download", params: { enabled } }, { seq_dl: enabled });
    }
  });

  test("start, force_start and stop", async () => {
    const { facts } = bench;
    const hash = await complete("running.bin");
    const [start, stop] = [{ type: "start" }, { type: "stop" }];
    await stay(hash, stop);
    // The server would start it.
    await stay(hash, force(false));
    await become(hash, start, { state: "stalledUP", force_start: false });
    await stay(hash, force(false));
    await become(hash, force(true), { state: "forcedUP", force_start: true });
    await stay(hash, start);
    await become(hash, force(false), { state: "stalledUP", force_start: false });
    await become(hash, stop, { state: `${facts.stoppedWord}UP`, force_start: false });
    await become(hash, { type: "force_start" }, { state: "forcedUP", force_start: true });
    await become(hash, stop, { state: `${facts.stoppedWord}UP`, force_start: false });
  });

  test("an action that a later one undoes is superseded, and neither is sent", async () => {
    const { hash } = await bench.add({ name: "there-and-back.bin" });
    await bench.rowBecomes(hash, { state: `${bench.facts.stoppedWord}DL` });
    const { result, writes } = await act(hash, { type: "start" }, { type: "stop" });
    expect(writes).toEqual([]);
    expect(result.actions_executed).toBe(0);
  });

  test("the queue: without queueing, a move fails with the words of the server", async () => {
    const { hash } = await bench.add({ name: "unqueued.bin" });
    const ran = await act(hash, { type: "set_bottom_priority" });
    expect(outcomesOf(ran, hash)).toEqual([
      expect.stringMatching(/^failed: .*bottomPrio with status 409: Torrent queueing must be enabled/),
    ]);
  });

  test("the queue: each move in turn, in the order of the rules", async () => {
    const { session, add, rows, rowBecomes } = bench;
    await session.post("app/setPreferences", { json: JSON.stringify({ queueing_enabled: true }) });
    const done = await complete("done.bin");
    const one = await add({ name: "queue-1.bin" });
    const two = await add({ name: "queue-2.bin" });
    const three = await add({ name: "queue-3.bin" });
    const last = (await rows()).filter(({ priority }) => priority !== 0).length;
    await rowBecomes(three.hash, { priority: last });

    await become(three.hash, { type: "set_top_priority" }, { priority: 1 });
    // It has no place in the queue.
    await stay(done, { type: "set_top_priority" });

    const first = await runner.run({
      rules: [moving(two, "set_top_priority", "decrease_priority"), moving(one, "set_bottom_priority")],
    });
    expect(first.writes.map(endpointOf)).toEqual(["torrents/topPrio", "torrents/decreasePrio", "torrents/bottomPrio"]);
    await rowBecomes(three.hash, { priority: 1 });
    await rowBecomes(two.hash, { priority: 2 });
    await rowBecomes(one.hash, { priority: last });

    // What the later rule puts on top is on top; moves of different rules are never one request.
    const second = await runner.run({ rules: [moving(two, "increase_priority"), moving(one, "set_top_priority")] });
    expect(second.writes.map(endpointOf)).toEqual(["torrents/increasePrio", "torrents/topPrio"]);
    await rowBecomes(one.hash, { priority: 1 });
    await rowBecomes(two.hash, { priority: 2 });
    await session.post("app/setPreferences", { json: JSON.stringify({ queueing_enabled: false }) });
  });
});

const limits = (params: NonNullable<Written["params"]>): Written => ({ type: "set_share_limits", params });

const manage = (enabled: boolean): Written => ({ type: "set_auto_management", params: { enabled } });

const force = (enabled: boolean): Written => ({ type: "force_start", params: { enabled } });

/** A rule that moves one torrent in the queue. */
const moving = (torrent: { readonly name: string; readonly hash: string }, ...types: readonly string[]) => ({
  name: `${torrent.name} ${types.join(" ")}`,
  conditions: [{ field: "info.hash", operator: "==", value: torrent.hash }],
  actions: types.map((type) => ({ type })),
});

/** The server may show a place some moments before the data is there. */
async function untilThere(path: string): Promise<void> {
  for (let tries = 0; !existsSync(path); tries += 1) {
    if (tries > 200) throw new Error(`${path} never came`);
    await Bun.sleep(50);
  }
}
