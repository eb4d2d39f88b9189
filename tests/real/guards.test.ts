import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { SUITES } from "../support/qbittorrent/cache.ts";
import { type Bench, openBench } from "../support/qbittorrent/conformance/bench.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import type { TorrentSpec } from "../support/qbittorrent/torrents.ts";
import { addComplete } from "./complete.ts";
import { type RulesFile, type WrittenRule, outcomesOf, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

/** By what, is said behind it. */
const PROTECTED: string = expect.stringMatching(/^withheld: the torrent is protected/);
const PERHAPS: string = expect.stringMatching(/^withheld: whether the torrent is protected cannot be told/);

const keepers = [{ field: "info.tags", operator: "contains", value: "keep" }];

/** Of a program that has deleted nothing yet, so that no test counts what another one has deleted. */
describe.each([...SUITES])("guards on real qBittorrent (%s)", (suite) => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench(() =>
      startReal({ suite, profileOptions: { BitTorrent: { "Session\\RefreshInterval": 300 } } }),
    );
  });

  afterAll(async () => {
    await bench.subject.stop();
  });

  const data = (...names: readonly string[]) => join(bench.subject.downloadsDir, ...names);

  const complete = (spec: TorrentSpec): Promise<string> => addComplete(bench, spec);

  async function tagged(name: string, tag: string): Promise<string> {
    const { hash } = await bench.add({ name });
    if (tag !== "") await bench.session.post("torrents/addTags", { hashes: hash, tags: tag });
    return hash;
  }

  async function namesWith(begin: string): Promise<readonly unknown[]> {
    return (await bench.rows()).map(({ name }) => name).filter((name) => String(name).startsWith(begin));
  }

  test("protect: what is protected stays, and so does what may have been meant", async () => {
    await using runner = await startRunner(bench.subject.url);
    const kept = await tagged("protect-kept.bin", "keep");
    const nearly = await tagged("protect-nearly.bin", "keep-forever");
    const free = await tagged("protect-free.bin", "other");
    const ran = await runner.run({ protect: keepers, rules: [rule("protect-", deletion(false))] });
    expect(outcomesOf(ran, kept)).toEqual([PROTECTED]);
    expect(outcomesOf(ran, nearly)).toEqual([PERHAPS]);
    expect(outcomesOf(ran, free)).toEqual(["executed"]);
    expect(await namesWith("protect-")).toEqual(expect.arrayContaining(["protect-kept.bin", "protect-nearly.bin"]));
    expect(await namesWith("protect-")).toHaveLength(2);
  });

  test("protect: what a rule takes off in the same pass protects still", async () => {
    await using runner = await startRunner(bench.subject.url);
    const kept = await tagged("unprotect.bin", "keep");
    const untag = { type: "remove_tag", params: { tag: "keep" } };
    const ran = await runner.run({
      protect: keepers,
      rules: [rule("unprotect", untag), rule("unprotect", deletion(false))],
    });
    expect(outcomesOf(ran, kept)).toEqual(["executed", PROTECTED]);
    expect(await namesWith("unprotect")).toEqual(["unprotect.bin"]);
  });

  test("protect: no move, by whatever action, and no limit at which the server removes the torrent", async () => {
    const { session, subject, facts, row } = bench;
    await using runner = await startRunner(subject.url);
    const hash = await complete({ name: "unmovable.bin", length: 50_000 });
    await session.post("torrents/addTags", { hashes: hash, tags: "keep" });
    const place = (await row(hash))["save_path"];
    const outcomes = async (...actions: readonly Written[]) => {
      const ran = await runner.run({ protect: keepers, rules: [rule("unmovable", ...actions)] });
      expect(ran.writes).toHaveLength(outcomesOf(ran, hash).filter((outcome) => outcome === "executed").length);
      return outcomesOf(ran, hash);
    };
    const limits = { type: "set_share_limits", params: { ratio: 1 } };
    const moves = [
      { type: "set_location", params: { path: `${subject.downloadsPath}/elsewhere` } },
      { type: "set_auto_management", params: { enabled: true } },
    ];
    expect(await outcomes(...moves)).toEqual([PROTECTED, PROTECTED]);
    await session.post("app/setPreferences", { json: JSON.stringify({ max_ratio_act: 1 }) });
    expect(await outcomes(limits)).toEqual([PROTECTED]);
    await session.post("app/setPreferences", { json: JSON.stringify({ max_ratio_act: 0 }) });
    expect(await outcomes(limits)).toEqual(["executed"]);
    if (facts.limitsOfCategories) {
      expect(await outcomes({ type: "set_share_limits", params: { when_reached: "remove" } })).toEqual([PROTECTED]);
    }
    // Under automatic management the data follows the category.
    await session.post("torrents/setAutoManagement", { hashes: hash, enable: "true" });
    expect(await outcomes({ type: "set_category", params: { category: "else" } })).toEqual([PROTECTED]);
    expect((await row(hash))["save_path"]).toBe(place);
    expect(existsSync(data("unmovable.bin"))).toBe(true);
  });

  test("shared content: data that another torrent uses is not deleted, unless the rule says that it may", async () => {
    await using runner = await startRunner(bench.subject.url);
    // Another announce, the same data: what cross-seeding makes.
    const spec = { name: "shared.bin", length: 50_000, seed: 1 };
    const one = await complete(spec);
    const other = await complete({ ...spec, private: true });
    const both = await runner.run({ rules: [rule("shared", deletion(true))] });
    expect(outcomesOf(both, one)).toEqual([usedBy("shared.bin", other)]);
    expect(outcomesOf(both, other)).toEqual([usedBy("shared.bin", one)]);
    expect(both.writes).toEqual([]);
    const alone = await runner.run({ rules: [rule("shared", deletion(true))] }, "--hash", one);
    expect(outcomesOf(alone, one)).toEqual([usedBy("shared.bin", other)]);
    expect(existsSync(data("shared.bin"))).toBe(true);

    // Without its data one may go, and then the data is nobody else's.
    const kept = await runner.run({ rules: [rule("shared", deletion(false))] }, "--hash", one);
    expect(outcomesOf(kept, one)).toEqual(["executed"]);
    expect(existsSync(data("shared.bin"))).toBe(true);
    const last = await runner.run({ rules: [rule("shared", deletion(true))] });
    expect(outcomesOf(last, other)).toEqual(["executed"]);
    await untilGone(data("shared.bin"));
  });

  test("shared content: even_if_shared deletes it all the same", async () => {
    await using runner = await startRunner(bench.subject.url);
    const spec = { name: "given-up.bin", length: 50_000, seed: 2 };
    const one = await complete(spec);
    const other = await complete({ ...spec, private: true });
    const ran = await runner.run(
      { rules: [rule("given-up", deletion(true, { even_if_shared: true }))] },
      "--hash",
      one,
    );
    expect(outcomesOf(ran, one)).toEqual(["executed"]);
    await untilGone(data("given-up.bin"));
    expect((await bench.rows()).map(({ hash }) => hash)).toContain(other);
  });

  test("shared content: a torrent inside the folder of another, either way round", async () => {
    const { subject } = bench;
    await using runner = await startRunner(subject.url);
    const pack = await complete({
      name: "Pack",
      files: [
        { path: "a.bin", length: 30_000 },
        { path: "b.bin", length: 20_000 },
      ],
      seed: 3,
    });
    const inside = { name: "a.bin", length: 30_000, seed: 4, hollow: true };
    const { hash: single } = await bench.add(inside, { savePath: `${subject.downloadsPath}/Pack` });
    for (const [hash, refusal] of [
      [pack, usedBy("a.bin", single)],
      [single, usedBy("Pack", pack)],
    ] as const) {
      const ran = await runner.run(removal(hash, true));
      expect(outcomesOf(ran, hash)).toEqual([refusal]);
    }
    expect(existsSync(data("Pack", "a.bin"))).toBe(true);
    expect(outcomesOf(await runner.run(removal(single, false)), single)).toEqual(["executed"]);
    expect(outcomesOf(await runner.run(removal(pack, true)), pack)).toEqual(["executed"]);
    await untilGone(data("Pack"));
  });

  test("shared content: of a torrent without a folder of its own, its files count, and not where they lie", async () => {
    const { subject, add } = bench;
    await using runner = await startRunner(subject.url);
    const savePath = `${subject.downloadsPath}/loose`;
    const files = [
      { path: "one.bin", length: 30_000 },
      { path: "two.bin", length: 20_000 },
    ];
    const { hash: loose } = await add({ name: "Loose", files }, { savePath, loose: true });
    const { hash: same } = await add({ name: "one.bin", length: 30_000, seed: 5 }, { savePath });
    const { hash: other } = await add({ name: "three.bin", length: 30_000, seed: 5 }, { savePath });
    const outcomes = async (hash: string) => outcomesOf(await runner.run(removal(hash, true)), hash);
    expect(await outcomes(loose)).toEqual([usedBy("one.bin", same)]);
    expect(await outcomes(same)).toEqual([usedBy("Loose", loose)]);
    expect(await outcomes(other)).toEqual(["executed"]);
    expect(await outcomes(loose)).toEqual([usedBy("one.bin", same)]);
  });

  test("max_deletions: what goes beyond it within ten minutes stays, over jobs; the rest of the job is done", async () => {
    await using runner = await startRunner(bench.subject.url);
    const first = [await tagged("limit-1-a.bin", ""), await tagged("limit-1-b.bin", "")];
    const second = [await tagged("limit-2-a.bin", ""), await tagged("limit-2-b.bin", "")];
    const remove = (begin: string, most: number, ...flags: readonly string[]) =>
      runner.run(
        {
          safety: { max_deletions: most },
          rules: [rule(begin, { type: "add_tag", params: { tag: "seen" } }), rule(begin, deletion(false))],
        },
        ...flags,
      );
    const before = await remove("limit-1", 3);
    expect(first.map((hash) => outcomesOf(before, hash))).toEqual(first.map(() => ["superseded", "executed"]));

    const dry = await remove("limit-2", 3, "--dry-run");
    expect(dry).toMatchObject({ status: "failed", writes: [] });
    const ran = await remove("limit-2", 3);
    expect(ran.status).toBe("failed");
    expect(ran.error).toContain("the rules would delete 2 torrents, and only 3 may be deleted within 10 minutes");
    expect(ran.error).toContain("; 2 went already");
    expect(ran.error).toContain("raise safety.max_deletions to 4 or more");
    for (const hash of second) {
      expect(ran.error).toContain(`(${hash}), by rule "limit-2 delete_torrent"`);
      expect((await bench.row(hash))["tags"]).toBe("seen");
    }

    const allowed = await remove("limit-2", 4);
    expect(allowed.status).toBe("completed");
    expect(await namesWith("limit-")).toEqual([]);
  });
});

interface Written {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** About the torrents whose names begin so. */
const rule = (begin: string, ...actions: readonly Written[]): WrittenRule => ({
  name: [begin, ...actions.map(({ type }) => type)].join(" "),
  conditions: [{ field: "info.name", operator: "starts_with", value: begin }],
  actions,
});

/** About one torrent. */
const removal = (hash: string, withFiles: boolean): RulesFile => ({
  rules: [
    {
      name: "remove",
      conditions: [{ field: "info.hash", operator: "==", value: hash }],
      actions: [deletion(withFiles)],
    },
  ],
});

const deletion = (withFiles: boolean, more: Readonly<Record<string, boolean>> = {}) => ({
  type: "delete_torrent",
  params: { delete_files: withFiles, ...more },
});

const usedBy = (name: string, hash: string): string =>
  `withheld: "${name}" (${hash}) uses the same data; even_if_shared would allow it`;

/** The server answers before the data is gone. */
async function untilGone(path: string): Promise<void> {
  for (let tries = 0; existsSync(path); tries += 1) {
    if (tries > 200) throw new Error(`${path} is still there`);
    await Bun.sleep(50);
  }
}
