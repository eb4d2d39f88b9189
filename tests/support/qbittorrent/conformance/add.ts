import { expect } from "bun:test";

import { seedServer } from "../seed.ts";
import { makeTorrent } from "../torrents.ts";
import { asRow, said, type Bench, type Check } from "./bench.ts";

export function addCases(check: Check, bench: () => Bench): void {
  check("torrents/add: what it says when all are new, and when some are", async () => {
    const { session, facts } = bench();
    const [one, two, three] = [
      makeTorrent({ name: "add-1" }),
      makeTorrent({ name: "add-2" }),
      makeTorrent({ name: "add-3" }),
    ];
    const both = await session.post("torrents/add", form({ "1.torrent": one.bytes, "2.torrent": two.bytes }));
    // Torrents are added in the background: until one is listed, a duplicate of it counts as new.
    await untilListed(bench(), [one.hash, two.hash]);
    const mixed = await session.post("torrents/add", form({ "1.torrent": one.bytes, "3.torrent": three.bytes }));
    expect([both.status, mixed.status]).toEqual([200, 200]);
    if (!facts.addedByJson) {
      expect([both.text, mixed.text]).toEqual(["Ok.", "Ok."]);
      return;
    }
    const { added_torrent_ids: ids, ...counts } = asRow(both);
    expect(ids).toEqual(expect.arrayContaining([one.hash, two.hash]));
    expect(counts).toEqual({ failure_count: 0, pending_count: 0, success_count: 2 });
    expect(asRow(mixed)).toEqual({
      added_torrent_ids: [three.hash],
      failure_count: 1,
      pending_count: 0,
      success_count: 1,
    });
  });

  check("torrents/add: a duplicate, nothing at all, and rubbish", async () => {
    const { session, facts, add } = bench();
    const { bytes } = await add({ name: "twice.bin" });
    expect(said(await session.post("torrents/add", form({ "1.torrent": bytes })))).toBe(facts.addDuplicate);
    expect(said(await session.post("torrents/add", form({})))).toBe(facts.addNothing);
    expect((await session.post("torrents/add", form({ "1.torrent": Buffer.from("rubbish") }))).status).toBe(415);
  });

  check("torrents/add: options", async () => {
    const { session, facts, subject, rowBecomes } = bench();
    const { bytes, hash } = makeTorrent({ name: "optioned.bin" });
    const savepath = `${subject.downloadsPath}/elsewhere/`;
    const options = { savepath, category: "made by add", tags: "a1, a2", upLimit: "5000", dlLimit: "6000" };
    await session.post("torrents/add", form({ "1.torrent": bytes }, options));
    const row = await rowBecomes(hash, { state: `${facts.stoppedWord}DL` });
    expect(row).toMatchObject({
      category: "made by add",
      tags: facts.tagsOnAdd,
      up_limit: 5000,
      dl_limit: 6000,
      save_path: `${subject.downloadsPath}/elsewhere${facts.trailingSlash}`,
    });
    expect(Object.keys(asRow(await session.get("torrents/categories")))).toContain("made by add");
  });

  check("torrents/add: a few hundred, in chunks", async () => {
    await bench().another(async ({ subject, facts, rows }) => {
      const seeded = await seedServer(subject.url, { count: 300, category: "library", tags: ["seeded"] });
      const found = await rows({ category: "library" });
      expect(found.map((row) => String(row["hash"])).toSorted()).toEqual(seeded.map(({ hash }) => hash).toSorted());
      expect(new Set(found.map((row) => row["tags"]))).toEqual(new Set([facts.tags === 404 ? "" : "seeded"]));
      expect(new Set(found.map((row) => row["state"]))).toEqual(new Set([`${facts.stoppedWord}DL`]));
    });
  });

  check("torrents/add: not stopped", async () => {
    const { add, rowBecomes } = bench();
    const { hash } = await add({ name: "running.bin" }, { stopped: false });
    await rowBecomes(hash, { state: "stalledDL" });
  });
}

function form(files: Readonly<Record<string, Buffer>>, options: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries({ paused: "true", stopped: "true", ...options })) data.set(name, value);
  for (const [name, bytes] of Object.entries(files)) data.append("torrents", new Blob([new Uint8Array(bytes)]), name);
  return data;
}

async function untilListed({ rows }: Bench, hashes: readonly string[]): Promise<void> {
  for (let tries = 0; (await rows({ hashes: hashes.join("|") })).length < hashes.length; tries += 1) {
    if (tries > 200) throw new Error(`${hashes.join(", ")} never appeared`);
    await Bun.sleep(50);
  }
}
