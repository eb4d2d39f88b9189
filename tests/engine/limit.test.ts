import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { limitOf } from "../../src/engine/limit.ts";
import type { Report } from "../../src/engine/report.ts";
import type { TorrentSeed } from "../support/qbittorrent/simulator/torrent.ts";
import { type Bench, type BenchOptions, bench, rules } from "./support.ts";

const OLD = "{field: info.ratio, operator: '>=', value: 2}";
const DELETE = "{type: delete_torrent, params: {delete_files: false}}";
const list = rules(`gone | ${OLD} | ${DELETE}`);

const old = (name = ""): TorrentSeed => ({ progress: 1, ratio: 3, ...(name !== "" && { name }) });
const young: TorrentSeed = { progress: 1, ratio: 1 };
const many = (count: number, seed: TorrentSeed) => Array.from({ length: count }, () => seed);

function addOld({ simulator }: Bench, count: number, name = "late"): void {
  for (let n = 0; n < count; n++) simulator.addTorrent(old(`${name} ${n}`));
}

const MINUTE = 60_000;

/** `done`, or the error that the job ends with. */
async function outcome(run: Promise<Report>): Promise<"done" | AppError> {
  try {
    await run;
    return "done";
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

/** Whether so many may go of a library. */
async function mayDelete(count: number, library: number, limits: Partial<BenchOptions>): Promise<boolean> {
  const torrents = [...many(count, old()), ...many(library - count, young)];
  await using on = bench({ torrents, rules: list, maxDeletions: null, ...limits });
  const ended = await outcome(on.run());
  expect(on.simulator.deletions).toHaveLength(ended === "done" ? count : 0);
  return ended === "done";
}

describe("without a limit named", () => {
  test("ten may go, however small the library is", async () => {
    expect(await mayDelete(10, 12, {})).toBe(true);
    expect(await mayDelete(11, 12, {})).toBe(false);
  });

  test("5 % may go of a larger one", async () => {
    expect(await mayDelete(15, 300, {})).toBe(true);
    expect(await mayDelete(16, 300, {})).toBe(false);
  });
});

describe("a limit that is named holds instead:", () => {
  test("a number", async () => {
    expect(await mayDelete(20, 20, { maxDeletions: { count: 20 } })).toBe(true);
    expect(await mayDelete(3, 200, { maxDeletions: { count: 2 } })).toBe(false);
  });

  test("a percentage of all there are, to the torrent", async () => {
    for (const written of ["29%", "57%", "58%"]) {
      const part = Number.parseInt(written, 10) / 100;
      expect(limitOf([{ part }], 100)).toBe(Number.parseInt(written, 10));
    }
    expect(limitOf([{ part: 0.299 }], 100)).toBe(29);
  });

  test("0 for none at all", async () => {
    expect(await mayDelete(1, 200, { maxDeletions: { count: 0 } })).toBe(false);
  });

  test("a part of the library, rounded down", async () => {
    expect(await mayDelete(3, 30, { maxDeletions: { part: 0.1 } })).toBe(true);
    expect(await mayDelete(3, 29, { maxDeletions: { part: 0.1 } })).toBe(false);
  });

  test("in the rules file as well", async () => {
    expect(await mayDelete(2, 20, { book: { maxDeletions: { count: 1 } } })).toBe(false);
    expect(await mayDelete(20, 20, { book: { maxDeletions: { part: 1 } } })).toBe(true);
  });

  test("the stricter one where both the setting and the file name one", async () => {
    const three = { count: 3 };
    const aTenth = { part: 0.1 };
    expect(await mayDelete(3, 20, { maxDeletions: three, book: { maxDeletions: aTenth } })).toBe(false);
    expect(await mayDelete(3, 20, { maxDeletions: aTenth, book: { maxDeletions: three } })).toBe(false);
    expect(await mayDelete(3, 30, { maxDeletions: three, book: { maxDeletions: aTenth } })).toBe(true);
    expect(await mayDelete(4, 60, { maxDeletions: three, book: { maxDeletions: aTenth } })).toBe(false);
  });
});

describe("a plan that deletes more", () => {
  const everything = rules(
    `tag | always | {type: add_tag, params: {tag: seen}}`,
    `move | {field: info.name, operator: starts_with, value: young} | {type: set_location, params: {path: /elsewhere}}`,
    `gone | ${OLD} | ${DELETE}`,
    `park | ${OLD} | {type: stop}`,
  );
  const torrents = [old("old one"), old("old two"), { ...young, name: "young", stopped: false }];
  const strict = { torrents, rules: everything, maxDeletions: { count: 1 } };

  test("sends nothing that destroys, and does all else, as it is for torrents that stay", async () => {
    await using on = bench(strict);
    expect(await outcome(on.run())).toMatchObject({ code: "too_many_deletions" });
    expect(on.asked()).toEqual(["info", "addTags hashes tags=seen"]);
    expect([...on.simulator.torrents.values()].map(({ savePath }) => savePath)).toEqual(
      many(3, {}).map(() => "/downloads"),
    );
  });

  test("fails with the list of what would have gone, by which rule, and says how to allow it", async () => {
    await using on = bench(strict);
    const failure = await outcome(on.run());
    const [one, two] = [...on.simulator.torrents.values()];
    expect(failure).toMatchObject({
      message:
        "Nothing was deleted or moved, and all else was done: the rules would delete 2 torrents, and only 1 may be deleted within 10 minutes",
      hint: expect.stringContaining("raise safety.max_deletions to 2 or more"),
      problems: [
        { message: `old one (${one?.hash}), by rule "gone"` },
        { message: `old two (${two?.hash}), by rule "gone"` },
      ],
    });
  });

  test("reports and explains what it did and what it withheld, all the same", async () => {
    await using on = bench(strict);
    const { reportFor, failure } = await on.pass({ trace: true });
    const report = reportFor(null);
    expect(failure).toMatchObject({ code: "too_many_deletions" });
    expect(report.rules.map(({ name, executed, withheld }) => ({ name, executed, withheld }))).toEqual([
      { name: "tag", executed: 3, withheld: 0 },
      { name: "move", executed: 0, withheld: 1 },
      { name: "gone", executed: 0, withheld: 2 },
      { name: "park", executed: 0, withheld: 0 },
    ]);
    expect(report.trace?.torrents[0]?.rules).toMatchObject([
      { rule: "tag", outcome: "matched" },
      { rule: "move", outcome: "not matched" },
      {
        rule: "gone",
        outcome: "matched",
        actions: [{ outcome: "withheld", reason: expect.stringContaining("safety.max_deletions") }],
      },
      { rule: "park", outcome: "matched" },
    ]);
  });

  test("fails alike in a dry run, which does nothing at all", async () => {
    await using on = bench(strict);
    const failure = await outcome(on.run({ dryRun: true }));
    expect(failure).toMatchObject({
      code: "too_many_deletions",
      message: expect.stringContaining("Nothing would be deleted or moved, and all else would be done"),
      problems: [{}, {}],
    });
    expect(on.asked()).toEqual(["info"]);
  });

  test("lists the first fifty and says how many more there are", async () => {
    await using on = bench({ torrents: many(53, old()), rules: list, maxDeletions: null });
    const failure = await outcome(on.run());
    const problems = failure instanceof AppError ? failure.problems : [];
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({ message: "and 3 more" });
  });

  test("counts what is left after protection, doubt and shared data", async () => {
    const film = { ...old(), files: [{ name: "film", size: 9, progress: 1 }] };
    const withFiles = rules(`gone | ${OLD} | {type: delete_torrent, params: {delete_files: true}}`);
    await using on = bench({ torrents: [film, film, old()], rules: withFiles, maxDeletions: { count: 1 } });
    expect(await outcome(on.run())).toBe("done");
    expect(on.simulator.deletions).toHaveLength(1);
  });
});

/** Nine of a library are to go. */
const start = (library: number, limits: Partial<BenchOptions> = {}): Bench =>
  bench({ torrents: [...many(9, old()), ...many(library - 9, young)], rules: list, maxDeletions: null, ...limits });

describe("the limit is for ten minutes, over all jobs:", () => {
  test("what went before counts", async () => {
    await using on = start(20);
    await on.run();
    addOld(on, 2);
    expect(await outcome(on.run())).toMatchObject({
      message: expect.stringContaining(
        "would delete 2 torrents, and only 10 may be deleted within 10 minutes; 9 went already",
      ),
      hint: expect.stringContaining('write "safety: {max_deletions: 11}" into the rules file'),
    });
  });

  test("until it is long enough ago", async () => {
    await using on = start(20);
    await on.run();
    addOld(on, 10);
    await on.clock.advance(10 * MINUTE - 1_000);
    expect(await outcome(on.run({ dryRun: true }))).not.toBe("done");
    await on.clock.advance(2_000);
    expect(await outcome(on.run({ dryRun: true }))).toBe("done");
  });

  test("what a dry run would have deleted does not count", async () => {
    await using on = start(20);
    for (let times = 0; times < 3; times++) expect(await outcome(on.run({ dryRun: true }))).toBe("done");
    expect(await outcome(on.run())).toBe("done");
  });

  test("jobs for one torrent each count together", async () => {
    await using on = start(20, { maxDeletions: { count: 3 } });
    const hashes = [...on.simulator.torrents.keys()];
    const ended: boolean[] = [];
    for (const hash of hashes.slice(0, 5)) ended.push((await outcome(on.run({ hash }))) === "done");
    expect(ended).toEqual([true, true, true, false, false]);
  });

  test("a job for one torrent looks at the whole library only when its size matters", async () => {
    await using on = start(300);
    const infos: string[] = [];
    for (let count = 0; count < 3; count++) {
      addOld(on, 1, `late ${count}`);
      const hash = [...on.simulator.torrents.keys()].at(-1) ?? "";
      on.asked();
      expect(await outcome(on.run({ hash }))).toBe("done");
      infos.push(
        on
          .asked()
          .filter((request) => request.startsWith("info"))
          .join(", "),
      );
      if (count === 0) await on.run();
    }
    // One, then nine others and one more: ten may always go. The eleventh is less than 5 % of 300.
    expect(infos).toEqual(["info hashes", "info hashes, info", "info hashes, info"]);
  });

  test("a part of the library is a part of all of it, also for a job for one torrent", async () => {
    for (const [library, expected] of [
      [9, false],
      [10, true],
    ] as const) {
      await using on = bench({
        torrents: [old(), ...many(library - 1, young)],
        rules: list,
        maxDeletions: { part: 0.1 },
      });
      const [hash = ""] = on.simulator.torrents.keys();
      expect((await outcome(on.run({ hash }))) === "done").toBe(expected);
    }
  });
});

describe("deletions are written down", () => {
  test("before they are sent", async () => {
    const seen: string[] = [];
    const journal = {
      recordDeletions: async (torrents: number) => {
        seen.push(`${torrents} recorded, ${on.simulator.deletions.length} sent`);
      },
      deletionsSince: async () => 0,
    };
    await using on: Bench = bench({ torrents: [old(), old(), young], rules: list, journal });
    await on.run();
    expect(seen).toEqual(["2 recorded, 0 sent"]);
    expect(on.simulator.deletions).toHaveLength(2);
  });

  test("and not sent where they cannot be written down", async () => {
    const journal = {
      recordDeletions: () => Promise.reject(new AppError("queue_unavailable", "the disk is full")),
      deletionsSince: async () => 0,
    };
    await using on = bench({ torrents: [old()], rules: list, journal });
    expect(await outcome(on.run())).toMatchObject({ message: "the disk is full" });
    expect(on.simulator.deletions).toEqual([]);
  });

  test("and count also where the answer never came: they may have been carried out", async () => {
    const faults = [{ kind: "restart", downMs: 0, at: "torrents/delete" } as const];
    await using on = bench({ torrents: many(6, old()), rules: list, maxDeletions: null, faults });
    expect(await outcome(on.run())).toMatchObject({ code: "qbittorrent_unreachable" });
    expect(await outcome(on.run())).toMatchObject({ code: "too_many_deletions" });
  });
});
