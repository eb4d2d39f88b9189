import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { AppError } from "../../src/errors.ts";
import type { SimulatedTorrent } from "../support/qbittorrent/simulator/torrent.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { EVEN_IF_SHARED, libraries, preferences, tangled } from "./libraries.ts";
import { type Bench, type BenchOptions, bench, protecting, rules } from "./support.ts";

/** Whatever the rules, the library and the server: runs them, and hands out the torrents as they were. */
async function afterRun(
  options: BenchOptions & { readonly said: Readonly<Record<string, string | number | boolean>> },
  check: (before: readonly SimulatedTorrent[], on: Bench) => void,
): Promise<void> {
  const { said, ...rest } = options;
  await using on = bench(rest);
  Object.assign(on.simulator.preferences, said);
  const before = structuredClone([...on.simulator.torrents.values()]);
  try {
    await on.run();
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === "too_many_deletions")) throw thrown;
  }
  check(before, on);
}

const version = fc.constantFrom(...SIMULATED_VERSIONS);
const someRules = fc.shuffledSubarray([...tangled, EVEN_IF_SHARED], { minLength: 1, maxLength: 20 });
const withoutException = fc.shuffledSubarray(tangled, { minLength: 1, maxLength: 20 });
const given = fc.record({ version, torrents: libraries, said: preferences });

test("a protected torrent is there afterwards, its data lies where it lay, and it is not set to go", async () => {
  const THREE = "{field: info.tags, operator: contains, value: three}";
  const holds = fc.asyncProperty(given, someRules, async (passed, lines) => {
    const book = { protect: protecting(THREE) };
    await afterRun({ ...passed, rules: rules(...lines), book }, (before, { simulator }) => {
      for (const { hash, savePath, shareLimitAction } of before.filter(({ tags }) => tags.has("three"))) {
        const after = simulator.torrents.get(hash);
        expect(after).toMatchObject({ savePath });
        if (after?.shareLimitAction === "Remove") expect(shareLimitAction).toBe("Remove");
      }
    });
  });
  await fc.assert(holds, { numRuns: 100 });
}, 120_000);

test("no data goes that another torrent uses, unless a rule says that it does not matter", async () => {
  const holds = fc.asyncProperty(given, withoutException, async (passed, lines) => {
    await afterRun({ ...passed, rules: rules(...lines) }, (before, { simulator }) => {
      for (const { hash } of simulator.deletions.filter(({ withFiles }) => withFiles)) {
        const gone = before.filter((torrent) => torrent.hash === hash);
        const others = [...before, ...simulator.torrents.values()].filter((torrent) => torrent.hash !== hash);
        expect(gone.flatMap((one) => others.filter((other) => overlap(one, other)).map(({ name }) => name))).toEqual(
          [],
        );
      }
    });
  });
  await fc.assert(holds, { numRuns: 150 });
}, 120_000);

test("never more torrents go than may, and never a part of too many", async () => {
  const most = fc.integer({ min: 0, max: 4 });
  const holds = fc.asyncProperty(given, someRules, most, async (passed, lines, count) => {
    const options = { ...passed, rules: rules(...lines) };
    const planned: number[] = [];
    await afterRun(options, (_, { simulator }) => void planned.push(simulator.deletions.length));
    await afterRun({ ...options, maxDeletions: { count } }, (_, { simulator }) => {
      expect(simulator.deletions.length).toBe(planned.every((deletions) => deletions <= count) ? (planned[0] ?? 0) : 0);
    });
  });
  await fc.assert(holds, { numRuns: 80 });
}, 120_000);

test("nothing is destroyed while that is withheld", async () => {
  const holds = fc.asyncProperty(given, someRules, async (passed, lines) => {
    await afterRun({ ...passed, rules: rules(...lines), withhold: "the file is broken" }, (before, { simulator }) => {
      expect(placesOf(simulator.torrents.values())).toEqual(placesOf(before));
    });
  });
  await fc.assert(holds, { numRuns: 80 });
}, 120_000);

/** Whether a file of one torrent lies where a file of the other lies. */
const overlap = (one: SimulatedTorrent, other: SimulatedTorrent): boolean =>
  pathsOf(one).some((path) => pathsOf(other).includes(path));

const pathsOf = ({ savePath, files }: SimulatedTorrent) => files.map(({ name }) => `${savePath}/${name}`);

const placesOf = (torrents: Iterable<SimulatedTorrent>) =>
  [...torrents].map(({ hash, savePath }) => ({ hash, savePath }));
