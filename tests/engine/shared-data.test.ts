import { describe, expect, test } from "bun:test";
import { answering, bench, rules } from "./support.ts";

const SEEDING = { progress: 1, stopped: false };
const OLD = "{field: info.ratio, operator: '>=', value: 2}";
const WITH_FILES = "{type: delete_torrent, params: {delete_files: true}}";
const EVEN_IF_SHARED = "{type: delete_torrent, params: {delete_files: true, even_if_shared: true}}";
const ALONE = "{type: delete_torrent, params: {delete_files: false}}";

const film = (name: string, ratio: number) => ({
  ...SEEDING,
  name,
  ratio,
  files: [{ name: "film", size: 9, progress: 1 }],
});
const crossSeeds = [film("old", 3), film("young", 1)];
const unshared = { ...SEEDING, name: "alone", ratio: 3, files: [{ name: "other", size: 9, progress: 1 }] };

const remaining = (on: ReturnType<typeof bench>) => [...on.simulator.torrents.values()].map(({ name }) => name);

describe.each(["5.1.0", "4.2.5"] as const)("files that another torrent uses, on %s,", (version) => {
  test("are not deleted: the torrent stays, with the reason, and the others go", async () => {
    await using on = bench({
      version,
      torrents: [...crossSeeds, unshared],
      rules: rules(`gone | ${OLD} | ${WITH_FILES}`),
    });
    const report = await on.run();
    expect(remaining(on)).toEqual(["old", "young"]);
    expect(on.simulator.deletions).toMatchObject([{ withFiles: true }]);
    expect(report).toMatchObject({ actions_executed: 1, rules: [{ matched: 2, withheld: 1 }] });
    const [action] = report.torrents.find(({ name }) => name === "old")?.actions ?? [];
    expect(action).toMatchObject({ outcome: "withheld", reason: expect.stringContaining('"young"') });
  });

  test("are withheld alike in a dry run", async () => {
    await using on = bench({
      version,
      torrents: [...crossSeeds, unshared],
      rules: rules(`gone | ${OLD} | ${WITH_FILES}`),
    });
    const dry = await on.run({ dryRun: true });
    expect(await on.run()).toEqual({ ...dry, dry_run: false, requests: expect.anything() });
  });

  test("go where the rule says that sharing does not matter", async () => {
    await using on = bench({ version, torrents: crossSeeds, rules: rules(`gone | ${OLD} | ${EVEN_IF_SHARED}`) });
    await on.run();
    expect(remaining(on)).toEqual(["young"]);
    expect(on.asked().filter((request) => request.startsWith("files"))).toEqual([]);
  });

  test("do not keep the torrent itself from going", async () => {
    await using on = bench({ version, torrents: crossSeeds, rules: rules(`gone | ${OLD} | ${ALONE}`) });
    await on.run();
    expect(remaining(on)).toEqual(["young"]);
  });

  test("leave the torrent to later rules, which may do with it what they ask", async () => {
    const list = rules(`gone | ${OLD} | ${WITH_FILES}`, `park | ${OLD} | {type: stop}`, `then | ${OLD} | ${ALONE}`);
    await using on = bench({ version, torrents: crossSeeds, rules: list });
    const report = await on.run();
    expect(remaining(on)).toEqual(["young"]);
    expect(
      report.rules.map(({ name, withheld, superseded, executed }) => ({ name, withheld, superseded, executed })),
    ).toEqual([
      { name: "gone", withheld: 1, superseded: 0, executed: 0 },
      { name: "park", withheld: 0, superseded: 1, executed: 0 },
      { name: "then", withheld: 0, superseded: 0, executed: 1 },
    ]);
  });

  test("are noticed by a job for one torrent as well", async () => {
    await using on = bench({ version, torrents: crossSeeds, rules: rules(`gone | always | ${WITH_FILES}`) });
    const [old] = [...on.simulator.torrents.values()];
    expect(await on.run({ hash: old?.hash ?? "" })).toMatchObject({ rules: [{ withheld: 1 }] });
  });
});

describe("what is asked to tell whether data is shared", () => {
  test("is nothing but the list, where that says where data lies", async () => {
    await using on = bench({ torrents: [...crossSeeds, unshared], rules: rules(`gone | ${OLD} | ${WITH_FILES}`) });
    await on.run();
    expect(on.asked()).toEqual(["info", "delete hashes deleteFiles=true"]);
  });

  test("is the whole list for a job about one torrent, but only where files would be deleted", async () => {
    const list = rules(`gone | ${OLD} | ${WITH_FILES}`);
    await using on = bench({ torrents: [...crossSeeds, unshared], rules: list });
    const [old, young] = [...on.simulator.torrents.values()];
    await on.run({ hash: young?.hash ?? "" });
    expect(on.asked()).toEqual(["info hashes"]);
    await on.run({ hash: old?.hash ?? "" });
    expect(on.asked()).toEqual(["info hashes", "info"]);
  });

  test("is on 4.2.5 the files of those that may lie together, once each", async () => {
    const elsewhere = { ...SEEDING, name: "elsewhere", savePath: "/elsewhere" };
    const torrents = [...crossSeeds, unshared, elsewhere];
    await using on = bench({ version: "4.2.5", torrents, rules: rules(`gone | ${OLD} | ${WITH_FILES}`) });
    await on.run();
    expect(on.asked().toSorted()).toEqual([
      "delete hashes deleteFiles=true",
      "files hash",
      "files hash",
      "files hash",
      "info",
    ]);
  });

  test("is the files of a torrent without a folder of its own, which lie beside those of others", async () => {
    const files = ["cover.jpg", "disc/one.flac"].map((name) => ({ name, size: 9, progress: 1 }));
    const loose = { ...SEEDING, name: "loose", ratio: 1, files };
    const cover = { ...SEEDING, name: "cover", ratio: 3, files: files.slice(0, 1) };
    await using on = bench({ torrents: [loose, unshared, cover], rules: rules(`gone | ${OLD} | ${WITH_FILES}`) });
    await on.run();
    expect(on.asked()).toEqual(["info", "files hash", "delete hashes deleteFiles=true"]);
    expect(remaining(on)).toEqual(["loose", "cover"]);
  });

  test("is nothing twice: files that a condition has asked about are known", async () => {
    const byFile = `{field: files.name, operator: '==', value: film}`;
    for (const single of [false, true]) {
      await using on = bench({
        version: "4.2.5",
        torrents: crossSeeds,
        rules: rules(`gone | ${byFile}, ${OLD} | ${WITH_FILES}`),
      });
      const [old] = [...on.simulator.torrents.values()];
      await on.run({ hash: single ? (old?.hash ?? "") : null });
      expect(on.asked().filter((request) => request.startsWith("files"))).toHaveLength(2);
    }
  });

  test("is nothing twice: a later rule finds the files of a torrent whose deletion they have prevented", async () => {
    const list = rules(
      `gone | ${OLD} | ${WITH_FILES}`,
      "film | {field: files.name, operator: '==', value: film} | {type: stop}",
    );
    await using on = bench({ version: "4.2.5", torrents: crossSeeds, rules: list });
    expect(await on.run()).toMatchObject({ rules: [{ withheld: 1 }, { matched: 2 }] });
    expect(on.asked()).toEqual(["info", "files hash", "files hash", "pause hashes"]);
  });

  test("and cannot be told, counts as shared", async () => {
    const [old] = crossSeeds;
    const before = answering("torrents/files", 404);
    await using on = bench({
      version: "4.2.5",
      torrents: old === undefined ? [] : [old],
      rules: rules(`gone | always | ${WITH_FILES}`),
      before,
    });
    const report = await on.run();
    expect(remaining(on)).toEqual(["old"]);
    expect(report.torrents[0]?.actions[0]?.reason).toContain("is not known");
  });
});

test.each(["5.1.0", "4.2.5"] as const)(
  "data does not go where another torrent is moved to in the same run, on %s",
  async (version) => {
    const young = { ...film("young", 1), savePath: "/new" };
    const list = rules(
      `move | {field: info.name, operator: '==', value: young} | {type: set_location, params: {path: /downloads}}`,
      `gone | ${OLD} | ${WITH_FILES}`,
    );
    await using on = bench({ version, torrents: [film("old", 3), young], rules: list });
    expect(await on.run()).toMatchObject({ rules: [{ executed: 1 }, { withheld: 1 }] });
    expect(on.simulator.deletions).toEqual([]);
  },
);

test("a torrent that goes is not moved before, so that it stands in nobody's way", async () => {
  const list = rules(
    `move | {field: info.name, operator: '==', value: young} | {type: set_location, params: {path: /downloads}}`,
    `gone | always | ${WITH_FILES}`,
  );
  await using on = bench({ torrents: [film("old", 3), { ...film("young", 1), savePath: "/new" }], rules: list });
  await on.run();
  expect(remaining(on)).toEqual([]);
});

test("a torrent that stays since its data is shared, and is moved instead, does not come to lie where data goes", async () => {
  const list = rules(
    `gone | {field: info.ratio, operator: '>=', value: 1} | ${WITH_FILES}`,
    `move | ${OLD} | {type: set_location, params: {path: /films}}`,
  );
  const torrents = [{ ...film("there", 1), savePath: "/films" }, film("old", 3), film("young", 1)];
  await using on = bench({ torrents, rules: list });
  expect(await on.run()).toMatchObject({ rules: [{ withheld: 3 }, { executed: 1 }] });
  expect(on.simulator.deletions).toEqual([]);
});

test("a torrent that is about to go does not keep the data of another after it has gone", async () => {
  const list = rules(`gone | ${OLD} | ${WITH_FILES}`, `rest | {field: info.ratio, operator: '<', value: 2} | ${ALONE}`);
  await using on = bench({ torrents: crossSeeds, rules: list });
  await on.run();
  expect(remaining(on)).toEqual(["old"]);
  await on.run();
  expect(remaining(on)).toEqual([]);
});
