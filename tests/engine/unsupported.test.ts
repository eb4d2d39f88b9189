import { describe, expect, test } from "bun:test";
import { bench, knownServer, outcomes, planOf, protecting, rules, torrent } from "./support.ts";

/** The WebAPI versions of 4.5.2, 5.1.0 and 5.3.0. */
const V4_5 = "2.8.19";
const V5_1 = "2.11.4";
const V5_3 = "2.16.2";

const IDLE = "{type: set_share_limits, params: {inactive_seeding_time: 2 days}}";
const THEN_STOP = "{type: set_share_limits, params: {ratio: 2, when_reached: stop}}";
const THEN_REMOVE = "{type: set_share_limits, params: {ratio: 2, when_reached: remove}}";
const ADD = "{type: add_tag, params: {tag: seen}}";
const POPULAR = "{field: info.popularity, operator: '>', value: 1}";

const on = (api: string, ...lines: readonly string[]) =>
  planOf(torrent(), rules(...lines), { server: knownServer({}, api) });

describe("an action that the server is too old for", () => {
  test.each([
    [IDLE, V4_5, "inactive_seeding_time needs qBittorrent 4.6 or newer"],
    [THEN_STOP, V5_1, "when_reached needs qBittorrent 5.2 or newer"],
  ])("fails, and says what it needs: %s", (action, api, reason) => {
    const made = on(api, `r | always | ${action}`);
    expect(made.actions).toMatchObject([{ outcome: "failed", reason }]);
    expect(made.writes).toEqual([]);
    expect(outcomes(on(V5_3, `r | always | ${action}`))).toEqual(["r set_share_limits: executed"]);
  });

  test("is not seen by later rules", () => {
    const limited = "{field: info.ratio_limit, operator: '==', value: 2}";
    const lines = [`r | always | ${THEN_STOP}`, `then | ${limited} | ${ADD}`];
    expect(on(V5_1, ...lines).matched.map(({ name }) => name)).toEqual(["r"]);
    expect(on(V5_3, ...lines).matched.map(({ name }) => name)).toEqual(["r", "then"]);
  });

  test("keeps no other action of the rule, nor a later rule, from being done", () => {
    expect(outcomes(on(V5_1, `r | always | ${THEN_STOP}, ${ADD}`, "then | always | {type: stop}"))).toEqual([
      "r set_share_limits: failed",
      "r add_tag: executed",
      "then stop: executed",
    ]);
  });

  test("still counts as a match that stops", () => {
    expect(outcomes(on(V5_1, `r! | always | ${THEN_STOP}`, "then | always | {type: stop}"))).toEqual([
      "r set_share_limits: failed",
    ]);
  });

  test("fails where it would be withheld elsewhere: it would not be done in any case", () => {
    const server = knownServer({}, V5_1);
    const protect = protecting("{field: info.size, operator: '>', value: 0}");
    const made = planOf(torrent(), rules(`r | always | ${THEN_REMOVE}`), { server, protect });
    expect(outcomes(made)).toEqual(["r set_share_limits: failed"]);
  });

  test("is an error of the report, in a dry run and in a real one, and its warnings name rule and release", async () => {
    const list = rules(`limit | always | ${THEN_STOP}, ${ADD}`);
    await using server = bench({ version: "5.1.0", rules: list, torrents: [{}, {}] });
    for (const dryRun of [true, false]) {
      expect(await server.run({ dryRun })).toMatchObject({
        errors: 2,
        actions_executed: 2,
        rules: [{ name: "limit", matched: 2, executed: 2, failed: 2 }],
        warnings: ['rule "limit": when_reached needs qBittorrent 5.2, this is v5.1.0: it will fail'],
      });
    }
    expect(server.asked().filter((request) => request.startsWith("setShareLimits"))).toEqual([]);
  });
});

describe("a field that the server is too old for", () => {
  test("is unknown for every torrent, and the warnings name rule, field and release", async () => {
    const list = rules(`popular | ${POPULAR}, {field: info.size, operator: '>', value: 0}, ${POPULAR} | ${ADD}`);
    await using server = bench({ version: "4.5.2", rules: list, torrents: [{}, {}] });
    expect(await server.run()).toMatchObject({
      actions_executed: 0,
      rules: [{ undecided: 2 }],
      warnings: [
        'rule "popular": info.popularity needs qBittorrent 5.0, this is v4.5.2: it is unknown for every torrent',
      ],
    });
  });

  test("is named within groups about items, too", async () => {
    const unreachable = "{any_of: peers, where: {field: contribution, operator: '>', value: 0}}";
    await using server = bench({ version: "5.1.0", rules: rules(`r | ${unreachable} | ${ADD}`), torrents: [] });
    const { warnings } = await server.run();
    expect(warnings).toEqual([
      'rule "r": peers.contribution needs qBittorrent 5.3, this is v5.1.0: it is unknown for every torrent',
    ]);
  });

  test("is named for protection, since then nothing can be deleted", async () => {
    const list = rules(`gone | always | {type: delete_torrent, params: {delete_files: false}}`);
    await using server = bench({
      version: "4.5.2",
      rules: list,
      torrents: [{}],
      book: { protect: protecting(POPULAR) },
    });
    expect(await server.run()).toMatchObject({
      rules: [{ withheld: 1 }],
      warnings: ["protect: info.popularity needs qBittorrent 5.0, this is v4.5.2: it is unknown for every torrent"],
    });
  });

  test("is not named for rules that do not run for the job", async () => {
    const [rule] = rules(`r | ${POPULAR} | ${ADD}`);
    if (rule === undefined) throw new Error("no rule");
    const list = [{ ...rule, contexts: ["manual"] }, ...rules(`other | always | ${ADD}`)];
    await using server = bench({ version: "4.5.2", rules: list, torrents: [] });
    expect((await server.run()).warnings).toEqual([]);
    expect((await server.run({ context: "manual" })).warnings).toHaveLength(1);
  });

  test("is not named where the server has it elsewhere", async () => {
    const seeded = "{field: info.seeding_time, operator: '>', value: 1 day}";
    await using server = bench({ version: "4.2.5", rules: rules(`r | ${seeded} | ${ADD}`), torrents: [] });
    expect((await server.run()).warnings).toEqual([]);
  });
});
