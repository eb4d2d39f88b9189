import { expect, test } from "bun:test";

import { asRow, type Bench } from "./bench.ts";

const DIRECTIONS = [
  { endpoint: "torrents/setUploadLimit", field: "up_limit" },
  { endpoint: "torrents/setDownloadLimit", field: "dl_limit" },
] as const;

export function limitCases(bench: () => Bench): void {
  for (const { endpoint, field } of DIRECTIONS) {
    test(`${endpoint}: bytes per second, at once; 0, -1 and nonsense take it off`, async () => {
      const { session, add, row } = bench();
      const { hash } = await add({ name: `${field}.bin` });
      const set = async (limit: string) => {
        expect((await session.post(endpoint, { hashes: hash, limit })).status).toBe(200);
        const properties = asRow(await session.get("torrents/properties", { hash }));
        return [(await row(hash))[field], properties[field]];
      };
      expect(await set("1000")).toEqual([1000, 1000]);
      // once touched, no limit is 0 in torrents/info and -1 in torrents/properties, in every version
      for (const none of ["0", "-1", "nonsense"]) {
        expect(await set(none)).toEqual([0, -1]);
        expect(await set("2048")).toEqual([2048, 2048]);
      }
    });
  }

  test("torrents/setShareLimits: what must be sent", async () => {
    const { session, facts, add, row } = bench();
    const { hash } = await add({ name: "share-limits.bin" });
    const set = async (more: Readonly<Record<string, string>>) => {
      const parameters = { hashes: hash, ratioLimit: "2.5", seedingTimeLimit: "60", ...more };
      return (await session.post("torrents/setShareLimits", parameters)).status;
    };
    const idle = { inactiveSeedingTimeLimit: "-1" };
    expect(await set({})).toBe(facts.shareLimitsOldThree);
    expect(await set(idle)).toBe(facts.shareLimitsWithIdle);
    const all = { ...idle, shareLimitAction: "Default", shareLimitsMode: "Default" };
    expect(await set(all)).toBe(facts.shareLimitsAllFive);
    expect(await row(hash)).toMatchObject({
      ratio_limit: 2.5,
      seeding_time_limit: 60,
      max_ratio: 2.5,
      max_seeding_time: 60,
    });
  });
}
