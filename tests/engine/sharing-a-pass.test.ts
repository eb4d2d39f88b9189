import { describe, expect, test } from "bun:test";
import type { Scope } from "../../src/engine/scope.ts";
import { type Bench, bench, movingOn, notRecording, rules } from "./support.ts";

const TAG = "{type: add_tag, params: {tag: seen}}";
const list = rules(`films | {field: info.name, operator: contains, value: film} | ${TAG}`);
const GONE = "0".repeat(40);

const pass = (on: Bench, scope: Scope) =>
  movingOn(
    on.clock,
    on.engine.run({ context: null, dryRun: false, trace: false, scope }, notRecording, AbortSignal.timeout(20_000)),
  );

/** To be waited for so many milliseconds, from now on. */
const named = (on: Bench, hashes: readonly string[], wait = 0): Scope => ({
  all: false,
  named: hashes.map((hash) => ({ hash, until: on.clock.now() + wait })),
});

const hashesOf = ({ simulator }: Bench): readonly string[] => [...simulator.torrents.keys()];

describe("those who share a pass", () => {
  const torrents = [{ name: "film one" }, { name: "film two" }, { name: "book" }, { name: "film three" }];

  test("are each told of their own torrent, and whoever asked for all of them of all", async () => {
    await using on = bench({ rules: list, torrents });
    const [one = "", , book = ""] = hashesOf(on);
    const { reportFor } = await pass(on, { ...named(on, [one, book, GONE]), all: true });
    expect(reportFor(one)).toMatchObject({
      torrents_processed: 1,
      actions_executed: 1,
      torrents: [{ name: "film one" }],
      warnings: [],
    });
    expect(reportFor(book)).toMatchObject({ torrents_processed: 1, rules_matched: 0, torrents: [], warnings: [] });
    expect(reportFor(GONE)).toMatchObject({
      torrents_processed: 0,
      torrents: [],
      warnings: [`qBittorrent has no torrent ${GONE}`],
    });
    expect(reportFor(null)).toMatchObject({ torrents_processed: 4, actions_executed: 3, warnings: [] });
  });

  test("cost one list and one request for each action and value, whatever their number", async () => {
    await using on = bench({ rules: list, torrents });
    const [one = "", two = "", book = ""] = hashesOf(on);
    const { reportFor } = await pass(on, named(on, [two, one, book, two]));
    expect(on.asked()).toEqual(["info hashes", "addTags hashes tags=seen"]);
    expect(reportFor(two).requests).toEqual({ read: 3, write: 1 });
    expect([...on.simulator.torrents.values()].map(({ tags }) => tags.has("seen"))).toEqual([true, true, false, false]);
  });

  const v1 = "d".repeat(40);
  const v2 = "e".repeat(64);
  const hybrid = { hash: v2.slice(0, 40), infoHashes: { v1, v2 }, name: "film" };

  test.each([
    ["the only one it is known by", [hybrid.hash], ["info hashes"]],
    ["that of v2", [v2], ["info hashes"]],
    ["that of v1, by which it is not known", [v1], ["info hashes", "info", "info hashes"]],
    ["each of them", [v1, v2, hybrid.hash], ["info hashes"]],
  ])("may name a torrent with two hashes by %s", async (_, hashes, lists) => {
    await using on = bench({ rules: list, torrents: [{ name: "film before" }, hybrid] });
    const { reportFor } = await pass(on, named(on, hashes));
    for (const hash of hashes)
      expect(reportFor(hash)).toMatchObject({ torrents_processed: 1, actions_executed: 1, warnings: [] });
    expect(on.asked()).toEqual([...lists, "addTags hashes tags=seen"]);
    expect([...on.simulator.torrents.values()].map(({ tags }) => tags.has("seen"))).toEqual([false, true]);
  });

  test("may name a torrent of version 2 by all of its hash", async () => {
    await using on = bench({ rules: list, torrents: [{ hash: "b".repeat(40), name: "film" }] });
    const { reportFor } = await pass(on, named(on, ["b".repeat(64)]));
    expect(reportFor("b".repeat(64))).toMatchObject({ torrents_processed: 1, actions_executed: 1 });
  });
});

describe("a torrent that is not there yet", () => {
  const late = "c".repeat(40);

  test("is waited for, with ever longer rests, and nothing is done before", async () => {
    const seen: number[] = [];
    await using on = bench({
      rules: list,
      torrents: [{ name: "film" }],
      before: (path) => {
        if (path.startsWith("torrents/info") && seen.push(on.clock.now()) === 5)
          on.simulator.addTorrent({ hash: late, name: "film" });
        return undefined;
      },
    });
    const start = on.clock.now();
    const [there = ""] = hashesOf(on);
    const { reportFor } = await pass(on, named(on, [late, there], 10_000));
    expect(seen.map((at) => at - start)).toEqual([0, 100, 300, 700, 1_500]);
    expect(reportFor(late)).toMatchObject({ actions_executed: 1, warnings: [] });
    expect(on.asked().filter((request) => request.startsWith("addTags"))).toHaveLength(1);
  });

  test("is not looked for among all torrents at once, which would be much to ask, but when it is long in coming", async () => {
    const all: number[] = [];
    await using on = bench({
      rules: list,
      torrents: [{ name: "film" }],
      before: (path) => {
        if (path === "torrents/info") all.push(on.clock.now());
        return undefined;
      },
    });
    const start = on.clock.now();
    await pass(on, named(on, [late], 10_000));
    expect(all.map((at) => at - start)).toEqual([1_500, 10_000]);
  });

  test("is found by another hash while it is waited for, and not waited for any longer", async () => {
    const [v1, v2] = ["d".repeat(40), "e".repeat(64)];
    await using on = bench({
      rules: list,
      torrents: [{ name: "film", hash: v2.slice(0, 40), infoHashes: { v1, v2 } }],
    });
    const start = on.clock.now();
    const { reportFor } = await pass(on, named(on, [v1], 10_000));
    expect(on.clock.now() - start).toBe(1_500);
    expect(reportFor(v1)).toMatchObject({ actions_executed: 1, warnings: [] });
  });

  test("is not looked for among all torrents before 4.4, where each had one hash", async () => {
    await using on = bench({ version: "4.2.5", rules: list, torrents: [{ name: "film" }] });
    await pass(on, named(on, [late]));
    expect(on.asked()).toEqual(["info hashes"]);
  });

  test("is not waited for beyond its time: the others are served, and it is said", async () => {
    await using on = bench({ rules: list, torrents: [{ name: "film" }] });
    const start = on.clock.now();
    const [there = ""] = hashesOf(on);
    const { reportFor } = await pass(on, named(on, [late, there], 10_000));
    expect(on.clock.now() - start).toBe(10_000);
    expect(reportFor(late).warnings).toEqual([`qBittorrent has no torrent ${late}`]);
    expect(reportFor(there)).toMatchObject({ actions_executed: 1, warnings: [] });
  });

  test("is not waited for when its time was over before, nor where no rule runs", async () => {
    await using on = bench({ rules: list });
    const start = on.clock.now();
    await pass(on, named(on, [late], -1));
    await using other = bench({ rules: [] });
    await pass(other, named(other, [late], 10_000));
    expect([on.clock.now(), other.clock.now()]).toEqual([start, start]);
  });

  test("is given up at once when the pass is", async () => {
    await using on = bench({ rules: list });
    const giveUp = new AbortController();
    const run = on.engine.run(
      { context: null, dryRun: false, trace: false, scope: named(on, [late], 10_000) },
      notRecording,
      giveUp.signal,
    );
    while (on.asked().length === 0) await Bun.sleep(1);
    giveUp.abort();
    expect(
      await run.then(
        () => "ran",
        () => "given up",
      ),
    ).toBe("given up");
  });
});
