import { expect } from "bun:test";

import { said, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";
import { addComplete } from "./complete.ts";

export function switchCases(check: Check, bench: () => Bench): void {
  check("torrents/setSuperSeeding: whatever the state, shown with the next refresh", async () => {
    const { session, add, rowBecomes } = bench();
    const complete = await addComplete(bench(), { name: "super-up.bin", length: 50_000 });
    const incomplete = await add({ name: "super-dl.bin" });
    for (const { hash } of [complete, incomplete]) {
      const set = async (value: string) => {
        expect((await session.post("torrents/setSuperSeeding", { hashes: hash, value })).status).toBe(200);
      };
      await rowBecomes(hash, { super_seeding: false });
      await set("true");
      await rowBecomes(hash, { super_seeding: true });
      await set("true");
      await rowBecomes(hash, { super_seeding: true });
      await set("false");
      await rowBecomes(hash, { super_seeding: false });
    }
    expect((await session.post("torrents/setSuperSeeding", { hashes: incomplete.hash })).status).toBe(400);
  });

  check(
    "torrents/toggleSequentialDownload: there and back, at once, whatever the parameters and the state",
    async () => {
      const { session, facts, add, row } = bench();
      const complete = await addComplete(bench(), { name: "sequential-up.bin", length: 50_000 });
      const incomplete = await add({ name: "sequential-dl.bin" });
      for (const { hash } of [complete, incomplete]) {
        const toggle = async (more: Readonly<Record<string, string>> = {}) => {
          expect((await session.post("torrents/toggleSequentialDownload", { hashes: hash, ...more })).status).toBe(200);
          return (await row(hash))["seq_dl"];
        };
        expect(await toggle()).toBe(true);
        expect(await toggle()).toBe(false);
        expect(await toggle({ value: "false" })).toBe(true);
      }
      expect(said(await session.post("torrents/toggleSequentialDownload"))).toBe(facts.missingHashes);
      expect((await session.post("torrents/toggleSequentialDownload", { hashes: UNKNOWN_HASH })).status).toBe(200);
    },
  );
}
