import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { isSince } from "../support/qbittorrent/releases.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { answering, bench, rules, rulesOf, notRecording, scopeOf } from "./support.ts";

const SEEDING = { progress: 1, stopped: false };
const LAG = { kind: "state_lag", ms: 1_500 } as const;
const ADD = "{type: add_tag, params: {tag: seen}}";
const DELETE = "{type: delete_torrent, params: {delete_files: false}}";
const BIG = "{field: info.size, operator: larger_than, value: 1 GB}";

describe("a run", () => {
  test.each(SIMULATED_VERSIONS.filter((version) => isSince(version, "4.2.0")))(
    "on qBittorrent %s changes it as the rules say, and a second run sends no write",
    async (version) => {
      const list = rules(
        `label | ${BIG} | {type: set_category, params: {category: big}}, ${ADD}, {type: set_upload_limit, params: {limit: 1 MiB/s}}`,
        `park | {field: info.category, operator: '==', value: big} | {type: stop}`,
        `clean | {field: info.ratio, operator: '>=', value: 2} | {type: delete_torrent, params: {delete_files: true}}`,
      );
      const torrents = [
        { ...SEEDING, name: "big", size: 2e9 },
        { ...SEEDING, name: "small", size: 2e6 },
        { ...SEEDING, name: "done", size: 2e9, ratio: 3 },
      ];
      await using on = bench({ version, rules: list, torrents });
      const report = await on.run();
      const [big, small, ...rest] = [...on.simulator.torrents.values()];
      expect(rest).toEqual([]);
      expect(big).toMatchObject({ name: "big", category: "big", uploadLimit: 2 ** 20, stopped: true });
      expect([...(big?.tags ?? [])]).toEqual(["seen"]);
      expect(small).toMatchObject({ name: "small", category: "", stopped: false });
      expect(on.simulator.deletions).toMatchObject([{ withFiles: true }]);
      expect(report).toMatchObject({
        torrents_processed: 3,
        rules_matched: 5,
        actions_executed: 5,
        errors: 0,
        dry_run: false,
      });

      on.asked();
      const again = await on.run();
      expect(again).toMatchObject({
        torrents_processed: 2,
        actions_executed: 0,
        actions_skipped: 4,
        requests: { write: 0 },
      });
      expect(on.asked().filter((request) => !request.startsWith("info"))).toEqual([]);
    },
  );

  test("asks once for everything, and writes once per action and value", async () => {
    const torrents = Array.from({ length: 30 }, (_, n) => ({
      ...SEEDING,
      size: n < 20 ? 2e9 : 5,
      tags: n < 5 ? ["seen"] : [],
    }));
    await using on = bench({ rules: rules(`a | ${BIG} | ${ADD}, {type: stop}`), torrents });
    const report = await on.run();
    expect(on.asked()).toEqual(["info", "addTags hashes tags=seen", "stop hashes"]);
    expect(report).toMatchObject({ actions_executed: 35, actions_skipped: 5, requests: { write: 2 } });
  });

  test("of one torrent reads and touches only that one", async () => {
    await using on = bench({ rules: rules(`a | always | ${ADD}`), torrents: [SEEDING, SEEDING, SEEDING] });
    const [, wanted] = [...on.simulator.torrents.values()];
    const report = await on.run({ hash: wanted?.hash ?? "" });
    expect(report).toMatchObject({ torrents_processed: 1, actions_executed: 1 });
    expect(on.simulator.requests.find(({ path }) => path === "torrents/info")?.parameters).toEqual({
      hashes: wanted?.hash ?? "",
    });
    expect([...on.simulator.torrents.values()].map(({ tags }) => tags.size)).toEqual([0, 1, 0]);
  });

  test("of a torrent that qBittorrent does not have says so and does nothing", async () => {
    await using on = bench({ rules: rules(`a | always | ${ADD}`), torrents: [SEEDING] });
    const hash = "f".repeat(40);
    const report = await on.run({ hash });
    expect(report).toMatchObject({
      torrents_processed: 0,
      actions_executed: 0,
      warnings: [`qBittorrent has no torrent ${hash}`],
    });
  });

  test("knows a torrent by the long hash of version 2, too", async () => {
    await using on = bench({ rules: rules(`a | always | ${ADD}`), torrents: [{ ...SEEDING, hash: "b".repeat(40) }] });
    expect(await on.run({ hash: "b".repeat(40) + "c".repeat(24) })).toMatchObject({ torrents_processed: 1 });
  });
});

describe("contexts", () => {
  const text = `
    rules:
      - {name: everywhere, match_all: true, actions: [{type: add_tag, params: {tag: always}}]}
      - {name: on add, context: [on_added, manual], match_all: true, actions: [{type: add_tag, params: {tag: added}}]}
      - {name: off, enabled: false, context: nightly, match_all: true, actions: [{type: add_tag, params: {tag: off}}]}
  `;
  const tagsAfter = async (context: string | null) => {
    await using on = bench({ rules: rulesOf(text), torrents: [SEEDING] });
    const { warnings } = await on.run({ context });
    return { tags: [...([...on.simulator.torrents.values()][0]?.tags ?? [])].toSorted(), warnings };
  };

  test("choose the rules: those of the job's context, and those without one", async () => {
    expect(await tagsAfter("on_added")).toEqual({ tags: ["added", "always"], warnings: [] });
    expect(await tagsAfter("manual")).toEqual({ tags: ["added", "always"], warnings: [] });
    expect(await tagsAfter(null)).toEqual({ tags: ["always"], warnings: [] });
  });

  test("are exact: one that no rule names gets a warning with those that are known", async () => {
    const warnings = ['no rule names the context "On_Added"; known are: on_added, manual, nightly'];
    expect(await tagsAfter("On_Added")).toEqual({ tags: ["always"], warnings });
  });

  test("for which no rule runs ask nothing of qBittorrent", async () => {
    await using on = bench({ rules: rulesOf(text).slice(1), torrents: [SEEDING] });
    const report = await on.run({ context: null });
    expect(report).toMatchObject({
      torrents_processed: 0,
      requests: { read: 0, write: 0 },
      warnings: ["no rule runs for this job"],
    });
    expect(on.asked()).toEqual([]);
  });
});

describe("a broken rules file", () => {
  test("comes first in what the report warns of: it may be why no rule names the context", async () => {
    const withhold = "the rules file has mistakes";
    await using on = bench({ rules: rules(`a | always | ${ADD}`), torrents: [SEEDING], withhold });
    const { warnings } = await on.run({ context: "new" });
    expect(warnings).toEqual([withhold, expect.stringContaining('no rule names the context "new"')]);
  });

  test("lets everything happen but deletes, and the report says so", async () => {
    const withhold = "the rules file has mistakes";
    await using on = bench({ rules: rules(`a | always | ${ADD}, ${DELETE}`), torrents: [SEEDING], withhold });
    const report = await on.run();
    expect(on.simulator.deletions).toEqual([]);
    expect([...on.simulator.torrents.values()][0]?.tags).toEqual(new Set(["seen"]));
    expect(report.warnings).toEqual([withhold]);
    expect(report.torrents[0]?.actions).toEqual([
      { rule: "a", type: "add_tag", params: { tag: "seen" }, outcome: "executed" },
      { rule: "a", type: "delete_torrent", params: { delete_files: false }, outcome: "withheld", reason: withhold },
    ]);
  });
});

describe("what qBittorrent refuses", () => {
  const list = rules(`a | always | ${ADD}, {type: stop}`, `b | ${BIG} | {type: reannounce}`);
  const before = answering("torrents/addTags", 409, "Nein");

  test("is an error of that action, with the reason, and the rest is done", async () => {
    await using on = bench({ rules: list, torrents: [SEEDING, { ...SEEDING, size: 2e9 }], before });
    const report = await on.run();
    expect(report).toMatchObject({ errors: 2, actions_executed: 3 });
    expect(report.rules.map(({ name, executed, failed }) => ({ name, executed, failed }))).toEqual([
      { name: "a", executed: 2, failed: 2 },
      { name: "b", executed: 1, failed: 0 },
    ]);
    expect(report.torrents[0]?.actions[0]).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("409: Nein"),
    });
    expect([...on.simulator.torrents.values()].map(({ stopped }) => stopped)).toEqual([true, true]);
  });
});

describe("a qBittorrent that goes away during a run", () => {
  test("ends it with an error that the whole job depends on", async () => {
    const gone = { kind: "restart", downMs: 60_000, at: "torrents/stop" } as const;
    const list = rules(`a | always | {type: stop}, {type: recheck}`);
    await using on = bench({ rules: list, torrents: [SEEDING], faults: [gone] });
    const failure = await on.run().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: "qbittorrent_unreachable" });
    expect([...on.simulator.torrents.values()][0]?.rechecks).toBe(0);
  });

  test("after carrying out a write: the next run first waits until the list shows it", async () => {
    const lost = { kind: "lost", at: "torrents/stop", times: 1 } as const;
    const faults = [LAG, lost];
    await using on = bench({ rules: rules(`a | always | {type: stop}`), torrents: [SEEDING], faults });
    const failure = await on.run().catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: "qbittorrent_unreachable" });
    expect(await on.run()).toMatchObject({ actions_executed: 0, actions_skipped: 1 });
  });
});

test("a run that is told to give up while it waits for qBittorrent's list ends without a write", async () => {
  await using on = bench({ rules: rules(`a | always | {type: stop}`), torrents: [SEEDING], faults: [LAG] });
  await on.run();
  const giveUp = new AbortController();
  const second = on.engine
    .run({ context: null, scope: scopeOf(null), dryRun: false, trace: false }, notRecording, giveUp.signal)
    .catch((thrown: unknown) => thrown);
  while (on.clock.sleepers === 0) await Bun.sleep(0);
  on.asked();
  giveUp.abort();
  expect(await second).toMatchObject({ name: "AbortError" });
  expect(on.asked()).toEqual([]);
});
