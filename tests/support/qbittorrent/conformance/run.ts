import { expect } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { addTorrents } from "../seed.ts";
import { makeTorrent, writeContent } from "../torrents.ts";
import type { Bench, Check } from "./bench.ts";
import { addComplete } from "./complete.ts";

export function runCases(check: Check, bench: () => Bench): void {
  check("stop and start, pause and resume: one pair exists", async () => {
    const { session, facts, add } = bench();
    const { hash } = await add({ name: "verbs.bin" });
    for (const verb of ["stop", "start", "pause", "resume"] as const) {
      expect((await session.post(`torrents/${verb}`, { hashes: hash })).status, verb).toBe(facts[verb]);
    }
  });

  check("states of an incomplete torrent", async () => {
    const { facts, add, rowBecomes } = bench();
    const { hash } = await add({ name: "states-dl.bin" });
    const { stop, start, force } = verbs(bench(), hash);
    const stopped = { state: `${facts.stoppedWord}DL`, force_start: false };
    const running = { state: "stalledDL", force_start: false };
    const forced = { state: "forcedDL", force_start: true };
    await rowBecomes(hash, stopped);
    await start();
    await rowBecomes(hash, running);
    await force("true");
    await rowBecomes(hash, forced);
    await force("false");
    await rowBecomes(hash, running);
    await force("true");
    await start();
    await rowBecomes(hash, running);
    await force("true");
    await stop();
    await rowBecomes(hash, stopped);
    // taking force off starts a stopped torrent, and so does a word that is no boolean
    await force("false");
    await rowBecomes(hash, running);
    await stop();
    await rowBecomes(hash, stopped);
    await force("1");
    await rowBecomes(hash, running);
  });

  check("states of a complete torrent", async () => {
    const { facts, rowBecomes } = bench();
    const { hash } = await addComplete(bench(), { name: "states-up.bin", length: 50_000 });
    const { start, force } = verbs(bench(), hash);
    const stopped = await rowBecomes(hash, { state: `${facts.stoppedWord}UP`, progress: 1, amount_left: 0 });
    expect(Number(stopped["completion_on"])).toBeGreaterThan(86_400);
    expect(stopped["priority"]).toBe(0);
    await start();
    await rowBecomes(hash, { state: "stalledUP", force_start: false });
    await force("true");
    await rowBecomes(hash, { state: "forcedUP", force_start: true });
  });

  check("data that is there already: found when added, or only when started", async () => {
    const { session, subject, facts, rowBecomes } = bench();
    const spec = { name: "there-already.bin", length: 50_000 };
    await writeContent(spec, subject.downloadsDir);
    const torrent = makeTorrent(spec);
    await addTorrents(session, [torrent]);
    const side = facts.checkedWhenAddedStopped ? "UP" : "DL";
    await rowBecomes(torrent.hash, { state: `${facts.stoppedWord}${side}` });
    await verbs(bench(), torrent.hash).start();
    await rowBecomes(torrent.hash, { state: "stalledUP", progress: 1 });
  });

  check("all stops all", async () => {
    await bench().another(async ({ session, facts, add, rowBecomes }) => {
      const one = await add({ name: "all-1.bin" }, { stopped: false });
      const two = await add({ name: "all-2.bin" }, { stopped: false });
      expect((await session.post(`torrents/${facts.stopVerb}`, { hashes: "all" })).status).toBe(200);
      for (const { hash } of [one, two]) await rowBecomes(hash, { state: `${facts.stoppedWord}DL` });
    });
  });

  check("recheck finds out what is on disk; the date of completion survives", async () => {
    const { session, subject, facts, rowBecomes } = bench();
    const { hash } = await addComplete(bench(), { name: "rechecked.bin", length: 50_000 });
    const complete = await rowBecomes(hash, { state: `${facts.stoppedWord}UP`, progress: 1 });
    await rm(join(subject.downloadsDir, "rechecked.bin"));
    expect((await session.post("torrents/recheck", { hashes: hash })).status).toBe(200);
    const empty = await rowBecomes(hash, { state: `${facts.stoppedWord}DL`, progress: 0 });
    expect(empty["completion_on"]).toBe(complete["completion_on"]);
    await writeContent({ name: "rechecked.bin", length: 50_000 }, subject.downloadsDir);
    await session.post("torrents/recheck", { hashes: hash });
    await rowBecomes(hash, { state: `${facts.stoppedWord}UP`, progress: 1 });
  });

  check("reannounce is accepted, stopped or not", async () => {
    const { session, add } = bench();
    const one = await add({ name: "announced.bin", trackers: ["http://127.0.0.1:9/announce"] });
    const two = await add({ name: "announced-2.bin", trackers: ["http://127.0.0.1:9/announce"] }, { stopped: false });
    const answer = await session.post("torrents/reannounce", { hashes: `${one.hash}|${two.hash}` });
    expect(answer.status).toBe(200);
  });
}

function verbs({ session, facts }: Bench, hash: string) {
  const post = async (action: string, more: Readonly<Record<string, string>> = {}) => {
    expect((await session.post(`torrents/${action}`, { hashes: hash, ...more })).status, action).toBe(200);
  };
  return {
    stop: () => post(facts.stopVerb),
    start: () => post(facts.startVerb),
    force: (value: string) => post("setForceStart", { value }),
  };
}
