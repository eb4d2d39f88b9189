import { describe, expect, test } from "bun:test";
import { SIMULATED_VERSIONS, type SimulatedVersion } from "../support/qbittorrent/simulator/profiles.ts";
import { type BenchOptions, bench, rules } from "./support.ts";

const SEEDING = { name: "one", progress: 1, stopped: false };

const always = (...actions: readonly string[]) => rules(`a | always | ${actions.join(", ")}`);

/** What is asked of the server for one torrent, reads apart, and what a second pass then has left to do. */
async function twoPasses(version: SimulatedVersion, options: Pick<BenchOptions, "rules" | "torrents">) {
  await using on = bench({ version, ...options });
  on.simulator.preferences["max_ratio_act"] = 0;
  const first = await on.run();
  const writes = on.asked().filter((request) => /^(?:set|toggle)/.test(request));
  const second = await on.run();
  return { first, writes, again: second.actions_executed };
}

describe.each([...SIMULATED_VERSIONS])("on qBittorrent %s", (version) => {
  test.each([
    ["{type: set_location, params: {path: /elsewhere/}}", "setLocation hashes location=/elsewhere"],
    ["{type: set_auto_management, params: {enabled: true}}", "setAutoManagement hashes enable=true"],
    ["{type: set_super_seeding, params: {enabled: true}}", "setSuperSeeding hashes value=true"],
    ["{type: set_sequential_download, params: {enabled: true}}", "toggleSequentialDownload hashes"],
  ])("%s asks once, and then the torrent is so", async (action, request) => {
    const { first, writes, again } = await twoPasses(version, { rules: always(action), torrents: [SEEDING] });
    expect(first.actions_executed).toBe(1);
    expect(writes).toEqual([request]);
    expect(again).toBe(0);
  });

  test("set_share_limits asks once, and then the torrent is so", async () => {
    const list = always("{type: set_share_limits, params: {ratio: 2.5, seeding_time: 7 days}}");
    const { first, writes, again } = await twoPasses(version, { rules: list, torrents: [SEEDING] });
    expect(first.actions_executed).toBe(1);
    expect(writes).toEqual([expect.stringContaining("setShareLimits hashes ratioLimit=2.5 seedingTimeLimit=10080")]);
    expect(again).toBe(0);
  });
});

describe("share limits", () => {
  test("keep what is not named", async () => {
    const limited = { ...SEEDING, seedingTimeLimit: 5, inactiveSeedingTimeLimit: 7, shareLimitAction: "Stop" };
    const list = always("{type: set_share_limits, params: {ratio: unlimited}}");
    await using on = bench({ version: "5.3.0", rules: list, torrents: [{ ...limited, shareLimitsMode: "MatchAll" }] });
    await on.run();
    const [torrent] = on.simulator.torrents.values();
    expect(torrent).toMatchObject({ ...limited, ratioLimit: -1, shareLimitsMode: "MatchAll" });
  });

  test.each([
    ["4.5.2", "inactive_seeding_time: 1 day", "inactive_seeding_time needs qBittorrent 4.6 or newer"],
    ["5.1.0", "when_reached: stop", "when_reached needs qBittorrent 5.2 or newer"],
  ] as const)("fail on %s for %s, which it does not have, and nothing is sent", async (version, limit, reason) => {
    const list = always(`{type: set_share_limits, params: {ratio: 1, ${limit}}}`);
    await using on = bench({ version, rules: list, torrents: [SEEDING] });
    const report = await on.run();
    expect(report.errors).toBe(1);
    expect(report.torrents[0]?.actions).toEqual([expect.objectContaining({ outcome: "failed", reason })]);
    expect(report.requests.write).toBe(0);
  });

  test.each([
    [0, "executed"],
    [1, "withheld"],
    [2, "executed"],
    [3, "withheld"],
  ] as const)("under doubt, where max_ratio_act is %d, are %s", async (max_ratio_act, outcome) => {
    const list = always("{type: set_share_limits, params: {ratio: 1}}");
    await using on = bench({ rules: list, torrents: [SEEDING], withhold: "the rules file is broken" });
    on.simulator.preferences["max_ratio_act"] = max_ratio_act;
    const report = await on.run();
    expect(report.torrents[0]?.actions).toEqual([expect.objectContaining({ outcome })]);
  });
});

test("a refused place is a failure of its torrents alone", async () => {
  const list = always("{type: set_location, params: {path: /nowhere}}", "{type: add_tag, params: {tag: t}}");
  await using on = bench({
    rules: list,
    torrents: [SEEDING],
    before: (path) =>
      path.endsWith("setLocation") ? new Response("Cannot make save path", { status: 409 }) : undefined,
  });
  const report = await on.run();
  expect(report.torrents[0]?.actions).toEqual([
    expect.objectContaining({ outcome: "failed", reason: expect.stringContaining("Cannot make save path") }),
    expect.objectContaining({ outcome: "executed", type: "add_tag" }),
  ]);
});

test("the end of automatic management goes before the category, so that the data stays", async () => {
  const list = always(
    "{type: set_auto_management, params: {enabled: false}}",
    "{type: set_category, params: {category: c}}",
  );
  await using on = bench({ rules: list, torrents: [{ ...SEEDING, autoManaged: true, savePath: "/here" }] });
  await on.run();
  const [torrent] = on.simulator.torrents.values();
  expect(torrent).toMatchObject({ category: "c", savePath: "/here", autoManaged: false });
});
