import { expect } from "bun:test";

import { makeTorrent } from "../torrents.ts";
import { asRow, asRows, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";
import { fileShape, propertiesShape, shapeOf, trackerShape } from "./shapes.ts";

function formOf(bytes: Buffer): FormData {
  const form = new FormData();
  for (const word of ["paused", "stopped"]) form.set(word, "true");
  form.append("torrents", new Blob([new Uint8Array(bytes)]), "1.torrent");
  return form;
}

const TRACKERS = ["http://127.0.0.1:9/announce?passkey=k", "http://127.0.0.1:9/second"];
const STICKY = ["** [DHT] **", "** [PeX] **", "** [LSD] **"];

export function detailCases(check: Check, bench: () => Bench): void {
  check(
    "a torrent with a hash of v1 and one of v2 is known by the beginning of the second alone, where both count",
    async () => {
      const { session, facts } = bench();
      const { bytes, hash: v1, hashV2: v2 = "" } = makeTorrent({ name: "hybrid.bin", length: 16_000, hybrid: true });
      const id = facts.knowsV2 ? v2.slice(0, 40) : v1;
      await session.post("torrents/add", formOf(bytes));
      const row = await bench().rowBecomes(id, { hash: id });
      expect(row).toMatchObject(facts.knowsV2 ? { infohash_v1: v1, infohash_v2: v2 } : {});
      for (const other of [v1, v2].filter((hash) => hash !== id)) {
        expect(await bench().rows({ hashes: other })).toEqual([]);
        expect((await session.get("torrents/properties", { hash: other })).status).toBe(404);
        expect((await session.post("torrents/addTags", { hashes: other, tags: "lost" })).status).toBe(facts.tags);
      }
      expect((await bench().row(id))["tags"]).toBe("");
    },
  );

  check("torrents/trackers: three sticky rows, then the trackers, not contacted yet", async () => {
    const { session, facts, add } = bench();
    const { hash } = await add({ name: "tracked.bin", trackers: TRACKERS });
    const rows = asRows(await session.get("torrents/trackers", { hash }));
    expect(rows.map((row) => row["url"])).toEqual([...STICKY, ...TRACKERS]);
    for (const sticky of rows.slice(0, 3)) {
      expect(sticky).toEqual({ url: expect.anything(), ...STICKY_VALUES, tier: facts.stickyTier });
    }
    expect(shapeOf(rows[3])).toEqual(trackerShape(facts.version));
    const counts = { num_peers: facts.uncontactedPeers, num_seeds: -1, num_leeches: -1, num_downloaded: -1 };
    expect(rows[3]).toMatchObject({ status: 1, tier: 0, msg: "", ...counts });
    expect(rows[4]).toMatchObject({ status: 1, tier: 1 });
  });

  check("torrents/trackers: the sticky rows tell that a torrent is private", async () => {
    const { session, add } = bench();
    const { hash } = await add({ name: "tracked-private.bin", private: true });
    const rows = asRows(await session.get("torrents/trackers", { hash }));
    expect(rows.map((row) => row["msg"])).toEqual(STICKY.map(() => "This torrent is private"));
  });

  check("torrents/files", async () => {
    const { session, facts, add } = bench();
    const files = [
      { path: "a/one.mkv", length: 20_000 },
      { path: "two.nfo", length: 300 },
    ];
    const { hash } = await add({ name: "many", files });
    const rows = asRows(await session.get("torrents/files", { hash }));
    const { is_seed: isSeed, ...first } = rows[0] ?? {};
    expect(isSeed).toBe(false);
    for (const row of [first, rows[1]]) expect(shapeOf(row)).toEqual(fileShape(facts.version));
    const priority = facts.normalFilePriority;
    expect(rows[0]).toMatchObject({ name: "many/a/one.mkv", size: 20_000, progress: 0, priority, piece_range: [0, 1] });
    expect(rows[1]).toMatchObject({ name: "many/two.nfo", size: 300, progress: 0, priority, piece_range: [1, 1] });
  });

  check("torrents/properties", async () => {
    const { session, facts, subject, add } = bench();
    const { hash } = await add({ name: "proper.bin", comment: "hello", length: 40_000 });
    const found = asRow(await session.get("torrents/properties", { hash }));
    expect(shapeOf(found)).toEqual(propertiesShape(facts.version));
    expect(found).toMatchObject({
      comment: "hello",
      completion_date: -1,
      last_seen: -1,
      creation_date: facts.never,
      up_limit: -1,
      dl_limit: -1,
      piece_size: 16_384,
      pieces_num: 3,
      pieces_have: 0,
      total_size: 40_000,
      save_path: subject.downloadsPath + facts.trailingSlash,
    });
  });

  check("one torrent that is not there", async () => {
    const { session } = bench();
    const paths = ["trackers", "files", "properties", "webseeds"].map((name) => `torrents/${name}`);
    for (const path of [...paths, "sync/torrentPeers"]) {
      for (const hash of [UNKNOWN_HASH, "nonsense", ""]) {
        expect((await session.get(path, { hash })).status, `${path} of "${hash}"`).toBe(404);
      }
    }
  });
}

const STICKY_VALUES = { msg: "", num_downloaded: 0, num_leeches: 0, num_peers: 0, num_seeds: 0, status: 0 };
