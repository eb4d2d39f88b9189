import { describe, expect, test } from "bun:test";
import { answering, bench, protecting, rules } from "./support.ts";

const KEEP = protecting("{field: info.tags, operator: contains, value: keep}");
const SEEDING = { progress: 1, stopped: false };

/** Outcomes by torrent. */
const outcomes = ({ torrents }: Awaited<ReturnType<ReturnType<typeof bench>["run"]>>) =>
  torrents.map(({ name, actions }) => [name, ...actions.map(({ type, outcome }) => `${type} ${outcome}`)]);

describe("what was harmless only with an earlier request is not sent where that was refused", () => {
  test("a category, where management was to end first: the data of a protected torrent stays", async () => {
    const list = rules(
      `sort | always | {type: set_auto_management, params: {enabled: false}}, {type: set_category, params: {category: films}}`,
    );
    const managed = { ...SEEDING, name: "managed", autoManaged: true, tags: ["keep"] };
    await using on = bench({
      rules: list,
      torrents: [managed, { ...SEEDING, name: "free" }],
      book: { protect: KEEP },
      before: answering("torrents/setAutoManagement", 409),
    });
    const report = await on.run();
    expect(outcomes(report)).toEqual([
      ["managed", "set_auto_management failed", "set_category failed"],
      ["free", "set_category executed"],
    ]);
    expect(report.torrents[0]?.actions[1]?.reason).toBe("not sent, since what it goes by was refused before");
    expect([...on.simulator.torrents.values()].map(({ category }) => category)).toEqual(["", "films"]);
  });

  test("a category, where the move before it was refused; a tag is, whatever became of the move", async () => {
    const list = rules(
      `park | always | {type: set_location, params: {path: /elsewhere}}`,
      `label | always | {type: add_tag, params: {tag: seen}}`,
      `sort | always | {type: set_category, params: {category: films}}`,
    );
    await using on = bench({ rules: list, torrents: [SEEDING], before: answering("torrents/setLocation", 403) });
    const report = await on.run();
    expect(outcomes(report).map(([, ...actions]) => actions)).toEqual([
      ["set_location failed", "add_tag executed", "set_category failed"],
    ]);
    expect(on.asked().filter((request) => request.startsWith("setCategory"))).toEqual([]);
  });

  test("a category, where the share limits before it were refused: with those of the torrent it may be removed there", async () => {
    const list = rules(
      `seed on | always | {type: set_share_limits, params: {ratio: unlimited, seeding_time: unlimited, inactive_seeding_time: unlimited}}`,
      `sort | always | {type: set_category, params: {category: films}}`,
    );
    const before = answering("torrents/setShareLimits", 409);
    await using on = bench({ version: "5.3.0", rules: list, torrents: [SEEDING], before });
    const report = await on.run();
    expect(outcomes(report).map(([, ...actions]) => actions)).toEqual([
      ["set_share_limits failed", "set_category failed"],
    ]);
    expect(on.asked().filter((request) => request.startsWith("setCategory"))).toEqual([]);
  });
});
