import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { SUITES } from "../support/qbittorrent/cache.ts";
import { type Bench, asRow } from "../support/qbittorrent/conformance/bench.ts";
import type { TorrentSpec } from "../support/qbittorrent/torrents.ts";
import { addComplete } from "./complete.ts";
import { CALL_LOG, type Stage, endedJobs, eventsOf, installHook, openStage, peerOf, seedOf } from "./hooked.ts";

setDefaultTimeout(110_000);

/** What happens at each event shows afterwards: a tag when added, another category when finished. */
const rules = JSON.stringify({
  rules: [
    rule("new ones are marked", "on_added", { type: "add_tag", params: { tag: "seen when added" } }),
    rule("finished ones move on", "on_completed", { type: "set_category", params: { category: "done" } }),
  ],
});

/** Names that a shell, or a careless splitting into words, would make something else of. */
const film: TorrentSpec = { name: `It's a "Film" $(id) (2020) %N.bin`, length: 300_000, seed: 11 };

describe.each([...SUITES])("the hook on real qBittorrent (%s)", (suite) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(suite, rules);
  });

  afterAll(() => stage[Symbol.asyncDispose]());

  const events = () => eventsOf(stage.bench);
  const install = (names = events()) => installHook(stage, names);

  const programs = async () =>
    Object.entries(asRow(await stage.bench.session.get("app/preferences")))
      .filter(([name]) => /^autorun_.*program$/.test(name))
      .map(([, text]) => String(text));

  test("is installed, once", async () => {
    const { programOnAdded } = stage.bench.facts;
    await stage.program.client("--remove-hook");
    const all = await install(["on_added", "on_completed"]);
    expect(all.code).toBe(programOnAdded ? 0 : 1);
    if (!programOnAdded) expect(await programs()).toEqual([""]);
    expect((await install()).code).toBe(0);
    expect((await install()).stdout).toEndWith("there is nothing to change\n");
    const calls = await programs();
    expect(calls).toHaveLength(events().length);
    for (const call of calls)
      expect(call).toMatch(/^"[^"]*\/my tools\/qbt-rules" --config-dir "[^"]*" --context on_\w+ --hash "%[IK]"$/);
  });

  test("runs the rules for a torrent that is added, downloaded from another server, and finished", async () => {
    const { seeder, bench, server, program } = stage;
    await install();
    await seedOf(seeder, film);
    const added = await bench.add(film, { stopped: false, category: "incoming" });
    await download(seeder, bench, added.hash);
    const jobs = await endedJobs(program, events().length);
    const found = jobs.map(({ context, hash: of, status }) => ({ context, of, status }));
    const expected = events().map((context) => ({ context, of: added.hash, status: "completed" }));
    expect(found.toSorted((a, b) => String(a.context).localeCompare(String(b.context)))).toEqual(expected);
    const tags = bench.facts.programOnAdded ? "seen when added" : "";
    expect(await bench.row(added.hash)).toMatchObject({ tags, category: "done", progress: 1 });
    const calls = await linesOf(join(server.profileDir, CALL_LOG), events().length);
    expect(calls).toHaveLength(events().length);
    for (const call of calls) expect(call).toContain("INFO    client  Job queued ");
  });

  test("is removed, and nothing is called any more", async () => {
    const { bench, program } = stage;
    await install();
    expect((await program.client("--remove-hook")).code).toBe(0);
    expect(await programs()).toEqual(events().map(() => ""));
    const before = (await endedJobs(program, 0)).length;
    await addComplete(bench, { name: "after.bin", length: 50_000, seed: 12 });
    await Bun.sleep(1_000);
    expect(await endedJobs(program, before)).toHaveLength(before);
  });
});

function rule(name: string, context: string, action: unknown) {
  return { name, context, match_all: true, actions: [action] };
}

/** The one connects to the other, as often as it takes, until it has everything. */
async function download(from: Bench, to: Bench, hash: string): Promise<void> {
  const peers = await peerOf(from);
  for (const end = Date.now() + 60_000; Date.now() < end; await Bun.sleep(300)) {
    if ((await to.row(hash))["progress"] === 1) return;
    await to.session.post("torrents/addPeers", { hashes: hash, peers });
  }
  throw new Error(`not downloaded: ${JSON.stringify(await to.row(hash))}`);
}

/** Once there are so many: a job may be over before the call that submitted it. */
async function linesOf(path: string, atLeast: number): Promise<readonly string[]> {
  for (const end = Date.now() + 10_000; Date.now() < end; await Bun.sleep(50)) {
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
    if (lines.length >= atLeast) return lines;
  }
  throw new Error(`there are not ${atLeast} lines in ${path}`);
}
