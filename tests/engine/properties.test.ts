import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { AppError } from "../../src/errors.ts";
import { planTorrent } from "../../src/engine/plan.ts";
import { prepare } from "../../src/engine/prepare.ts";
import type { Report } from "../../src/engine/report.ts";
import { NOW } from "../support/builders.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { EVEN_IF_SHARED, layered, libraries, preferences, protections, tangled, sides } from "./libraries.ts";
import { type Bench, type BenchOptions, bench, knownServer, protecting, rules, torrent } from "./support.ts";

const version = fc.constantFrom(...SIMULATED_VERSIONS);
const inAnyOrder = fc.shuffledSubarray([...tangled, EVEN_IF_SHARED], { minLength: 1, maxLength: 15 });
const book = fc.subarray(protections).map((lines) => (lines.length === 0 ? {} : { protect: protecting(...lines) }));
const maxDeletions = fc.constantFrom({ count: 1 }, { part: 0.5 }, { count: 1_000 });
const pass = fc.record({ version, torrents: libraries, lines: inAnyOrder, book, maxDeletions, said: preferences });

interface Pass extends Omit<BenchOptions, "rules"> {
  readonly lines: readonly string[];
  readonly said: Readonly<Record<string, string | number | boolean>>;
}

function benchOf({ lines, said, ...options }: Pass): Bench {
  const on = bench({ ...options, rules: rules(...lines) });
  Object.assign(on.simulator.preferences, said);
  return on;
}

const torrentsOf = ({ simulator }: Bench) => structuredClone([...simulator.torrents.values()]);

/** What the job ends with: its report, or its failure; without what a dry run says otherwise. */
async function ending(run: Promise<Report>): Promise<Partial<Report> | Pick<AppError, "code" | "hint" | "problems">> {
  try {
    const { dry_run: _, requests, ...said } = await run;
    return { ...said, requests: { read: 0, write: requests.write } };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { code: thrown.code, hint: thrown.hint, problems: thrown.problems };
  }
}

test("a dry run changes nothing, and foretells all that the real run then does and sends", async () => {
  const foretells = fc.asyncProperty(pass, async (given) => {
    await using on = benchOf(given);
    const before = torrentsOf(on);
    const dry = await ending(on.run({ dryRun: true, trace: true }));
    expect(torrentsOf(on)).toEqual(before);
    expect(await ending(on.run({ trace: true }))).toEqual(dry);
  });
  await fc.assert(foretells, { numRuns: 150 });
}, 120_000);

test("after a run there is nothing left to do", async () => {
  const given = fc.record({
    version,
    torrents: libraries,
    lines: fc.subarray(layered, { minLength: 1 }),
    said: preferences,
  });
  const idempotent = fc.asyncProperty(given, async (passed) => {
    await using on = benchOf(passed);
    await on.run();
    const after = torrentsOf(on);
    const again = await on.run();
    expect(again).toMatchObject({ actions_executed: 0, requests: { write: 0 } });
    expect(torrentsOf(on)).toEqual(after);
  });
  await fc.assert(idempotent, { numRuns: 100 });
}, 120_000);

/** The reasons aside: any of several torrents may be named in one. */
const shown = ({ torrents = [], rules: perRule = [] }: Partial<Report>) => ({
  rules: perRule,
  torrents: torrents
    .map(({ hash, actions }) => ({
      hash,
      actions: actions.map(({ rule, type, outcome }) => ({ rule, type, outcome })),
    }))
    .toSorted((a, b) => a.hash.localeCompare(b.hash)),
});

test("the order of the torrents decides nothing", async () => {
  const independent = fc.asyncProperty(pass, async (given) => {
    await using on = benchOf(given);
    await using reversed = benchOf({ ...given, torrents: given.torrents.toReversed() });
    const [one, other] = [await ending(on.run({ dryRun: true })), await ending(reversed.run({ dryRun: true }))];
    if ("rules" in one && "rules" in other) expect(shown(other)).toEqual(shown(one));
    else expect(Object.keys(other)).toEqual(Object.keys(one));
  });
  await fc.assert(independent, { numRuns: 80 });
}, 120_000);

test("the trace and the report tell the same", async () => {
  const given = pass.map((passed) => ({ ...passed, maxDeletions: { count: 1_000 } }));
  const agree = fc.asyncProperty(given, fc.boolean(), async (passed, dryRun) => {
    await using on = benchOf(passed);
    const report = await on.run({ dryRun, trace: true });
    const { torrents: traced = [] } = report.trace ?? {};
    for (const { name, matched, undecided } of report.rules) {
      const outcomes = traced.map((each) => each.rules.find(({ rule }) => rule === name)?.outcome);
      expect(outcomes.filter((outcome) => outcome === "matched")).toHaveLength(matched);
      expect(outcomes.filter((outcome) => outcome === "undecided")).toHaveLength(undecided);
    }
    const actions: Report["torrents"] = traced.map(({ hash, name, rules: tried }) => ({
      hash,
      name,
      actions: tried.flatMap((rule) => rule.actions).filter(({ outcome }) => outcome !== "skipped"),
    }));
    expect(actions.filter((each) => each.actions.length > 0)).toEqual([...report.torrents]);
    expect(holdsOnlyJson(report.trace)).toBe(true);
  });
  await fc.assert(agree, { numRuns: 80 });
}, 120_000);

describe("a plan", () => {
  const row = fc.record({
    state: fc.constantFrom("stalledUP", "stoppedDL", "checkingUP", "moving"),
    ...sides,
  });
  const given = fc.record({ row, lines: inAnyOrder, book });

  test("is made of its arguments alone, and leaves them as they are", () => {
    const pure = fc.property(given, ({ row: of, lines, book: { protect } }) => {
      const context = prepare({ rules: rules(...lines), protect, now: NOW, server: knownServer() });
      const subject = deepFreeze(torrent(of));
      expect(planTorrent(subject, context)).toEqual(planTorrent(subject, context));
    });
    fc.assert(pure, { numRuns: 300 });
  });

  test("is the same for one who looks on", () => {
    const unseen = fc.property(given, ({ row: of, lines, book: { protect } }) => {
      const context = prepare({ rules: rules(...lines), protect, now: NOW, server: knownServer() });
      expect(planTorrent(torrent(of), context, () => {})).toEqual(planTorrent(torrent(of), context));
    });
    fc.assert(unseen, { numRuns: 300 });
  });
});

/** Without what JSON would turn into null. */
function holdsOnlyJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "object" && value !== null) return Object.values(value).every(holdsOnlyJson);
  return typeof value === "string" || typeof value === "boolean" || value === null;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
