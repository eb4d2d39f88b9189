import { describe, expect, test } from "bun:test";
import { planTorrent } from "../../src/engine/plan.ts";
import { type Preparation, prepare } from "../../src/engine/prepare.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { NOW } from "../support/builders.ts";
import { bench, knownServer, outcomes, planOf, protecting, rules, torrent } from "./support.ts";

const KEPT = "{field: info.tags, operator: contains, value: keep}";
const ARCHIVED = "{field: info.category, operator: '==', value: archive}";
const UNKNOWN = "{field: info.popularity, operator: '>', value: 1}";
const BY_TRACKER = "{field: trackers.host, operator: '==', value: private.example}";
const DELETE = "{type: delete_torrent, params: {delete_files: false}}";
const KEEP = "{type: add_tag, params: {tag: keep}}";
const LET_GO = "{type: remove_tag, params: {tag: keep}}";

const kept = torrent({ tags: "keep", auto_tmm: false });
const free = torrent({ auto_tmm: false });

/** What becomes of the last action, and why. */
function last(of: Torrent, lines: readonly string[], more: Partial<Preparation>): string {
  const action = planOf(of, rules(...lines), more).actions.at(-1);
  return action === undefined ? "none" : [action.outcome, action.reason].filter(Boolean).join(": ");
}

const afterAll = (of: Torrent, protect: readonly string[], ...lines: readonly string[]) =>
  last(of, lines, { protect: protecting(...protect) });

/** What a plan for the rules still waits for. */
function waitsFor(of: Torrent, protect: readonly string[], ...lines: readonly string[]): string {
  const context = { rules: rules(...lines), protect: protecting(...protect), now: NOW, server: knownServer() };
  const made = planTorrent(of, prepare(context));
  return typeof made === "string" ? made : "nothing";
}

describe("a protected torrent", () => {
  const managed = { auto_tmm: true };
  const removing = { preferences: { max_ratio_act: 1 } };

  test.each([
    ["delete_torrent", "{type: delete_torrent, params: {delete_files: false}}", {}, {}],
    ["delete_torrent with the files", "{type: delete_torrent, params: {delete_files: true}}", {}, {}],
    [
      "delete_torrent even if shared",
      "{type: delete_torrent, params: {delete_files: true, even_if_shared: true}}",
      {},
      {},
    ],
    ["set_location", "{type: set_location, params: {path: /elsewhere}}", {}, {}],
    ["set_auto_management on", "{type: set_auto_management, params: {enabled: true}}", {}, {}],
    ["set_category under automatic management", "{type: set_category, params: {category: films}}", managed, {}],
    ["share limits that remove", "{type: set_share_limits, params: {ratio: 2, when_reached: remove}}", {}, {}],
    ["share limits where reaching any removes", "{type: set_share_limits, params: {ratio: 2}}", {}, removing],
  ])("is kept from %s", (_, action, row, facts) => {
    const protect = protecting(KEPT);
    const server = knownServer(facts);
    const line = [`r | always | ${action}`];
    expect(last(torrent({ ...row, tags: "keep" }), line, { protect, server })).toBe(
      "withheld: the torrent is protected (rules.yml:2:13)",
    );
    expect(last(torrent({ ...row, tags: "" }), line, { protect, server })).toBe("executed");
  });

  test.each([
    ["tags", LET_GO],
    ["stopping", "{type: stop}"],
    ["limits", "{type: set_upload_limit, params: {limit: 1000}}"],
    ["a category without automatic management", "{type: set_category, params: {category: films}}"],
    ["the end of automatic management", "{type: set_auto_management, params: {enabled: false}}"],
    ["share limits that stop", "{type: set_share_limits, params: {ratio: 2, when_reached: stop}}"],
  ])("is open to %s", (_, action) => {
    expect(
      afterAll(torrent({ tags: "keep", auto_tmm: action.includes("enabled") }), [KEPT], `r | always | ${action}`),
    ).toBe("executed");
  });

  test("stays for the rules after the one that may not delete it", () => {
    const list = rules(`gone | always | ${DELETE}`, `then | always | {type: stop}`);
    const made = planOf(kept, list, { protect: protecting(KEPT) });
    expect(outcomes(made)).toEqual(["gone delete_torrent: withheld", "then stop: executed"]);
    expect(made.writes.map(({ aspect }) => aspect)).toEqual(["running"]);
  });

  test("is protected by any entry, and the reason says which", () => {
    const gone = `gone | always | ${DELETE}`;
    expect(afterAll(torrent({ category: "archive" }), [KEPT, ARCHIVED], gone)).toBe(
      "withheld: the torrent is protected (rules.yml:3:13)",
    );
    expect(afterAll(torrent({ category: "other" }), [KEPT, ARCHIVED], gone)).toBe("executed");
  });
});

describe("protection is tested", () => {
  test("on the torrent as the pass found it: no rule can talk it away", () => {
    expect(afterAll(kept, [KEPT], `untag | always | ${LET_GO}`, `gone | always | ${DELETE}`)).toStartWith(
      "withheld: the torrent is protected",
    );
  });

  test("on the torrent as earlier rules left it: a rule can protect it", () => {
    expect(afterAll(free, [KEPT], `tag | always | ${KEEP}`, `gone | always | ${DELETE}`)).toStartWith(
      "withheld: the torrent is protected",
    );
  });

  test("before rules that come after the deletion have their say", () => {
    expect(afterAll(free, [KEPT], `gone | always | ${DELETE}`, `tag | always | ${KEEP}`)).toBe("executed");
  });

  test("where nothing would be destroyed, not at all", () => {
    expect(waitsFor(free, [BY_TRACKER], `r | always | {type: stop}`)).toBe("nothing");
    expect(waitsFor(free, [BY_TRACKER], `gone | ${KEPT} | ${DELETE}`)).toBe("nothing");
  });
});

describe("what cannot be known protects:", () => {
  const gone = `gone | always | ${DELETE}`;
  const cannotBeTold = "withheld: whether the torrent is protected cannot be told (rules.yml:2:13)";

  test("a value that qBittorrent does not say", () => {
    expect(afterAll(free, [UNKNOWN], gone)).toBe(cannotBeTold);
  });

  test("a tag that merely contains the one named", () => {
    expect(afterAll(torrent({ tags: "keep-forever" }), [KEPT], gone)).toBe(cannotBeTold);
  });

  test("what an earlier action of the same run has made unknown", () => {
    const stopped = "{field: info.state, operator: '==', value: stoppedUP}";
    expect(afterAll(free, [stopped], `r | always | {type: recheck}`, gone)).toBe(cannotBeTold);
  });

  test("a field that this server is too old for", () => {
    const server = knownServer({}, "2.5.1");
    const protect = protecting("{field: info.popularity, operator: '<', value: 1}");
    expect(last(torrent({ popularity: 5 }), [gone], { protect, server })).toBe(cannotBeTold);
  });

  test("but not where another entry is plainly met: that is the reason", () => {
    expect(afterAll(kept, [UNKNOWN, KEPT], gone)).toBe("withheld: the torrent is protected (rules.yml:3:13)");
  });

  test("and so does what an undecided rule before would have changed", () => {
    expect(afterAll(free, [KEPT], `tag | ${UNKNOWN} | ${KEEP}`, gone)).toBe(
      'withheld: rule "tag" could not be decided',
    );
    expect(afterAll(free, [ARCHIVED], `tag | ${UNKNOWN} | ${KEEP}`, gone)).toBe("executed");
  });
});

describe("protection that hangs on what was not fetched", () => {
  const gone = `gone | always | ${DELETE}`;

  test("is fetched before anything is destroyed", () => {
    expect(waitsFor(free, [BY_TRACKER], gone)).toBe("trackers");
  });

  test("is not fetched where another entry protects already", () => {
    expect(waitsFor(kept, [BY_TRACKER, KEPT], gone)).toBe("nothing");
  });

  test("is fetched in the cheapest way first", () => {
    const byPeer = "{field: peers.client, operator: contains, value: x}";
    expect(waitsFor(free, [byPeer, BY_TRACKER], gone)).toBe("trackers");
  });

  test("is not fetched where doubt or others' data withhold anyway", () => {
    expect(waitsFor(free, [BY_TRACKER], `keep! | ${UNKNOWN} | {type: stop}`, gone)).toBe("nothing");
  });

  test("decides when it has come", async () => {
    const SEEDING = { progress: 1, stopped: false };
    const ours = { ...SEEDING, name: "ours", trackers: ["http://private.example/announce"] };
    const other = { ...SEEDING, name: "other", trackers: ["http://public.example/announce"] };
    await using on = bench({
      version: "4.5.2",
      torrents: [ours, other],
      rules: rules(gone),
      book: { protect: protecting(BY_TRACKER) },
    });
    await on.run();
    expect([...on.simulator.torrents.values()].map(({ name }) => name)).toEqual(["ours"]);
    expect(on.asked()).toEqual(["info", "trackers hash", "trackers hash", "delete hashes deleteFiles=false"]);
  });
});

test("protection holds for jobs of every context", async () => {
  const torrents = [{ tags: ["keep"] }];
  await using on = bench({ torrents, rules: rules(`gone | always | ${DELETE}`), book: { protect: protecting(KEPT) } });
  for (const context of [null, "manual", "scheduled"]) {
    expect(await on.run({ context })).toMatchObject({ rules: [{ withheld: 1 }], actions_executed: 0 });
  }
  expect(on.simulator.deletions).toEqual([]);
});
