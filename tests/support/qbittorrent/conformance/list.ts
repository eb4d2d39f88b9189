import { expect } from "bun:test";

import { asRows, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";
import { fileShape, infoShape, shapeOf, trackerShape } from "./shapes.ts";

const TRACKERS = ["http://127.0.0.1:9/announce", "http://127.0.0.1:9/second"];

export function listCases(check: Check, bench: () => Bench): void {
  check("torrents/info: the fields of the version, with their types", async () => {
    const { facts, add, row } = bench();
    const { hash } = await add({ name: "fields.bin", trackers: TRACKERS });
    const found = await row(hash);
    expect(shapeOf(found)).toEqual(infoShape(facts.version));
    expect(Object.keys(found)).toHaveLength(facts.infoFields);
  });

  check("torrents/info: a torrent just added and stopped", async () => {
    const { facts, subject, add, rowBecomes } = bench();
    const before = Math.floor(Date.now() / 1000) - 1;
    const files = [
      { path: "season 1/one.mkv", length: 20_000 },
      { path: "two.nfo", length: 300 },
    ];
    const { hash } = await add({ name: "fresh dir", files, trackers: TRACKERS });
    const found = await rowBecomes(hash, { state: `${facts.stoppedWord}DL` });
    expect(found).toMatchObject({
      name: "fresh dir",
      size: 20_300,
      total_size: 20_300,
      amount_left: 20_300,
      completed: 0,
      progress: 0,
      ratio: 0,
      eta: 8_640_000,
      category: "",
      tags: "",
      up_limit: facts.freshLimit,
      dl_limit: facts.freshLimit,
      ratio_limit: -2,
      seeding_time_limit: -2,
      max_ratio: -1,
      max_seeding_time: -1,
      completion_on: facts.never,
      seen_complete: facts.never,
      force_start: false,
      auto_tmm: false,
      save_path: subject.downloadsPath + facts.trailingSlash,
      tracker: facts.trackerOfNewTorrent === "first" ? TRACKERS[0] : "",
    });
    expect(Number(found["added_on"])).toBeGreaterThanOrEqual(before);
    expect(found["content_path"] ?? `${subject.downloadsPath}/fresh dir`).toBe(`${subject.downloadsPath}/fresh dir`);
  });

  check("torrents/info: the content of a torrent without a folder of its own is said to be the save path", async () => {
    const { subject, session, add, row } = bench();
    const files = [
      { path: "disc/one.flac", length: 20_000 },
      { path: "cover.jpg", length: 300 },
    ];
    const { hash } = await add({ name: "loose", files }, { loose: true, unsettled: false });
    const found = await row(hash);
    expect(found["content_path"] ?? subject.downloadsPath).toBe(subject.downloadsPath);
    expect(found["root_path"] ?? "").toBe("");
    const listed = asRows(await session.get("torrents/files", { hash }));
    expect(listed.map(({ name }) => name)).toEqual(["disc/one.flac", "cover.jpg"]);
  });

  check("torrents/info: what newer versions say of private, comment and root", async () => {
    const { subject, add, row } = bench();
    const single = await row((await add({ name: "private.bin", private: true, comment: "hello" })).hash);
    const folder = await row((await add({ name: "rooted", files: [{ path: "a.bin", length: 10 }] })).hash);
    const has = "has_metadata" in single;
    expect(single["private"]).toBe(has ? true : undefined);
    expect(folder["private"]).toBe(has ? false : undefined);
    expect(single["comment"]).toBe(has ? "hello" : undefined);
    expect(single["root_path"]).toBe(has ? "" : undefined);
    expect(folder["root_path"]).toBe(has ? `${subject.downloadsPath}/rooted` : undefined);
  });

  check("torrents/info: a thousand hashes by POST, of which two are there, as by GET", async () => {
    const { session, add } = bench();
    const hashes = [(await add({ name: "posted one.bin" })).hash, (await add({ name: "posted two.bin" })).hash];
    const others = Array.from({ length: 1_000 }, (_, n) => n.toString(16).padStart(40, "0"));
    const posted = asRows(await session.post("torrents/info", { hashes: [...others, ...hashes].join("|") }));
    expect(posted.map(({ hash }) => String(hash)).toSorted()).toEqual(hashes.toSorted());
    const [got] = asRows(await session.get("torrents/info", { hashes: hashes[0] ?? "" }));
    expect(posted.find(({ hash }) => hash === hashes[0])).toMatchObject({ name: got?.["name"], size: got?.["size"] });
  });

  check("torrents/info: includeTrackers and includeFiles", async () => {
    const { facts, add, rows } = bench();
    const { hash } = await add({ name: "included.bin", trackers: TRACKERS });
    const [found] = await rows({ hashes: hash, includeTrackers: "true", includeFiles: "true" });
    expect(shapeOf(found)).toEqual({
      ...infoShape(facts.version),
      ...(facts.infoHasTrackers ? { trackers: [trackerShape(facts.version)] } : {}),
      ...(facts.infoHasFiles ? { files: [fileShape(facts.version)] } : {}),
    });
  });

  check("torrents/info: hashes", async () => {
    const { facts, add, rows } = bench();
    const one = await add({ name: "hashes-1.bin" });
    const two = await add({ name: "hashes-2.bin" });
    const count = async (hashes: string) => (await rows({ hashes })).length;
    expect(await count(one.hash)).toBe(1);
    expect(await count([one.hash, UNKNOWN_HASH, two.hash].join("|"))).toBe(2);
    expect(await count(UNKNOWN_HASH)).toBe(0);
    expect(await count("nonsense")).toBe(0);
    expect(await count("all")).toBe(0);
    expect(await count("")).toBe((await rows()).length);
    expect(await count(one.hash.toUpperCase())).toBe(facts.upperCaseHashFound ? 1 : 0);
  });

  check("torrents/info: two thousand hashes by POST", async () => {
    const { session, add } = bench();
    const { hash } = await add({ name: "needle.bin" });
    const hay = Array.from({ length: 2_000 }, (_, n) => n.toString(16).padStart(40, "0"));
    const found = asRows(await session.post("torrents/info", { hashes: [...hay, hash].join("|") }));
    expect(found.map((row) => row["hash"])).toEqual([hash]);
  });

  check("torrents/info: category, tag, filter, sort", async () => {
    const { facts, session, add, rows } = bench();
    const one = await add({ name: "sift-1.bin" }, { category: "sift", tags: ["sift"], unsettled: false });
    const two = await add({ name: "sift-2.bin" }, { category: "sift", unsettled: false });
    const names = async (parameters: Readonly<Record<string, string>>) =>
      (await rows({ hashes: `${one.hash}|${two.hash}`, ...parameters })).map((row) => String(row["name"])).toSorted();
    const both = ["sift-1.bin", "sift-2.bin"];
    expect(await names({ category: "sift" })).toEqual(both);
    expect(await names({ category: "" })).toEqual([]);
    expect(await names({ tag: "sift" })).toEqual(facts.tagParameter ? ["sift-1.bin"] : both);
    expect(await names({ filter: facts.stoppedWord })).toEqual(both);
    expect(await names({ filter: "completed" })).toEqual([]);
    // an unknown filter narrows nothing
    expect(await names({ filter: facts.stoppedWord === "paused" ? "stopped" : "paused" })).toEqual(both);
    const backwards = await rows({ hashes: `${one.hash}|${two.hash}`, sort: "name", reverse: "true" });
    expect(backwards.map((row) => row["name"])).toEqual(both.toReversed());
    expect((await session.get("torrents/info", { sort: "nonsense" })).status).toBe(facts.unknownSort);
  });
}
