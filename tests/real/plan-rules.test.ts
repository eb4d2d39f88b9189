import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

import { age } from "../support/aged.ts";
import { SUITES } from "../support/qbittorrent/cache.ts";
import { type RawSession, logIn } from "../support/qbittorrent/http.ts";
import { type RealServer, startReal } from "../support/qbittorrent/real.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { type TestTorrent, type TorrentSpec, makeTorrent, writeContent } from "../support/qbittorrent/torrents.ts";
import { type Finished, type Program, startProgram } from "../support/program.ts";

const DAY = 86_400;
const PLAN_RULES = readFileSync("config/rules.example.yml", "utf8");

const spec = (name: string, seed: number): TorrentSpec => ({
  name,
  length: 40_000,
  seed,
  trackers: ["http://127.0.0.1:9/announce"],
});

/** What each torrent is there for. */
const specs = {
  hd: spec("Some.Movie.2023.1080p.BluRay", 1),
  uhd: spec("Another Movie 4K", 2),
  sd: spec("Old.Movie.480p", 3),
  /** Complete, old, ratio over 2: the second rule deletes it. */
  worn: spec("Worn.Out.Show", 4),
  /** Complete and old, but it has not given back enough. */
  owing: spec("Owing.Show", 5),
  /** Enough ratio, but not old. */
  fresh: spec("Fresh.Show", 6),
  /** Never complete: its date of completion is not known. */
  partial: spec("Partial.Show", 7),
};

type Key = keyof typeof specs;
const complete: readonly Key[] = ["worn", "owing", "fresh"];

describe.each([...SUITES])("the plan's example rules on real qBittorrent (%s)", (suite) => {
  const torrents = {
    hd: makeTorrent(specs.hd),
    uhd: makeTorrent(specs.uhd),
    sd: makeTorrent(specs.sd),
    worn: makeTorrent(specs.worn),
    owing: makeTorrent(specs.owing),
    fresh: makeTorrent(specs.fresh),
    partial: makeTorrent(specs.partial),
  } satisfies Record<Key, TestTorrent>;
  let server: RealServer;
  let session: RawSession;
  let program: Program;

  beforeAll(async () => {
    server = await startReal({ suite });
    for (const key of complete) await writeContent(specs[key], server.downloadsDir);
    await addTorrents(await logIn(server.url), Object.values(torrents));
    await recheckUntilComplete(
      await logIn(server.url),
      complete.map((key) => torrents[key].hash),
    );
    const now = Math.floor(Date.now() / 1000);
    await server.restart(async () => {
      await age(server.profileDir, torrents.worn, { completedAt: now - 60 * DAY, ratio: 3 });
      await age(server.profileDir, torrents.owing, { completedAt: now - 60 * DAY, ratio: 0.5 });
      await age(server.profileDir, torrents.fresh, { completedAt: now - 5 * DAY, ratio: 3 });
    });
    session = await logIn(server.url);
    await untilAllListed(session, Object.keys(specs).length);
    program = await startProgram({ qbittorrent: server.url, rules: PLAN_RULES });
  });

  afterAll(async () => {
    await program.stop();
    await server.stop();
  });

  test("on_added: the HD torrents, and only those, get category and tag; then there is nothing left to do", async () => {
    const dry = resultOf(await program.client("--context", "on_added", "--dry-run", "--wait", "--output", "json"));
    expect(await labels(session)).toEqual({});

    const real = resultOf(await program.client("--context", "on_added", "--wait", "--output", "json"));
    expect(foretold(real)).toEqual(foretold(dry));
    expect(real.actions_executed).toBe(4);
    expect(await labels(session)).toEqual({
      [torrents.hd.hash]: ["Movies-HD", "hd"],
      [torrents.uhd.hash]: ["Movies-HD", "hd"],
    });

    const again = resultOf(await program.client("--context", "on_added", "--wait", "--output", "json"));
    expect(again).toMatchObject({ actions_executed: 0, actions_skipped: 4, errors: 0, requests: { write: 0 } });
  });

  test("scheduled: what is old and has given back goes, its data stays; the other complete ones are forced", async () => {
    const dry = resultOf(await program.client("--context", "scheduled", "--dry-run", "--wait", "--output", "json"));
    expect(await listed(session)).toHaveLength(Object.keys(specs).length);

    const real = resultOf(await program.client("--context", "scheduled", "--wait", "--output", "json"));
    expect(foretold(real)).toEqual(foretold(dry));
    expect(
      Object.fromEntries(real.torrents.map(({ hash, actions }) => [hash, actions.map(({ type }) => type)])),
    ).toEqual({
      [torrents.worn.hash]: ["delete_torrent"],
      [torrents.owing.hash]: ["force_start"],
      [torrents.fresh.hash]: ["force_start"],
    });

    const left = await listed(session);
    expect(left.map(({ hash }) => hash)).not.toContain(torrents.worn.hash);
    expect(left).toHaveLength(Object.keys(specs).length - 1);
    expect(existsSync(join(server.downloadsDir, specs.worn.name))).toBe(true);
    const forced = left.filter(({ force_start }) => force_start).map(({ hash }) => hash);
    expect(forced.toSorted()).toEqual([torrents.owing.hash, torrents.fresh.hash].toSorted());

    const again = resultOf(await program.client("--context", "scheduled", "--wait", "--output", "json"));
    expect(again).toMatchObject({ actions_executed: 0, errors: 0, requests: { write: 0 } });
  });

  test("a job for one hash touches that torrent alone", async () => {
    await session.post("torrents/removeTags", { hashes: `${torrents.hd.hash}|${torrents.uhd.hash}`, tags: "hd" });
    const { hash } = torrents.uhd;
    const done = resultOf(
      await program.client("--context", "on_added", "--hash", hash.toUpperCase(), "--wait", "--output", "json"),
    );
    expect(done).toMatchObject({ torrents_processed: 1, actions_executed: 1 });
    expect(await labels(session)).toMatchObject({ [hash]: ["Movies-HD", "hd"], [torrents.hd.hash]: ["Movies-HD", ""] });
  });
});

const Result = v.looseObject({
  actions_executed: v.number(),
  requests: v.object({ read: v.number(), write: v.number() }),
  dry_run: v.boolean(),
  torrents: v.array(v.looseObject({ hash: v.string(), actions: v.array(v.looseObject({ type: v.string() })) })),
});

type Result = v.InferOutput<typeof Result>;

function resultOf({ code, stdout, stderr }: Finished): Result {
  if (code !== 0) throw new Error(`exit ${code}: ${stdout}${stderr}`);
  return v.parse(v.looseObject({ result: Result }), JSON.parse(stdout)).result;
}

/** What a dry run has to get right: everything but that it was one, and what it had to ask to find out. */
const foretold = ({ requests, ...result }: Result) => ({ ...result, dry_run: false, write: requests.write });

const Row = v.looseObject({
  hash: v.string(),
  category: v.string(),
  tags: v.string(),
  state: v.string(),
  progress: v.number(),
  force_start: v.boolean(),
});

const listed = async (session: RawSession): Promise<v.InferOutput<typeof Row>[]> =>
  v.parse(v.array(Row), JSON.parse((await session.get("torrents/info")).text));

/** Category and tags of the torrents that have any. */
async function labels(session: RawSession): Promise<Record<string, string[]>> {
  const rows = (await listed(session)).filter(({ category, tags }) => category !== "" || tags !== "");
  return Object.fromEntries(rows.map(({ hash, category, tags }) => [hash, [category, tags]]));
}

async function recheckUntilComplete(session: RawSession, hashes: readonly string[]): Promise<void> {
  await session.post("torrents/recheck", { hashes: hashes.join("|") });
  await until(
    async () =>
      (await listed(session)).filter(
        ({ hash, progress, state }) => hashes.includes(hash) && progress === 1 && !state.startsWith("checking"),
      ).length === hashes.length,
  );
}

const untilAllListed = (session: RawSession, count: number): Promise<void> =>
  until(async () => {
    const rows = await listed(session);
    return rows.length === count && rows.every(({ state }) => !state.startsWith("checking"));
  });

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    if (await condition()) return;
    await Bun.sleep(100);
  }
  throw new Error("waited 30 s in vain");
}
