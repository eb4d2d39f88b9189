import { expect } from "bun:test";

import { asRow, type Bench, type Check } from "./bench.ts";
import type { Facts } from "./facts.ts";

const DIRECTIONS = [
  { endpoint: "torrents/setUploadLimit", field: "up_limit" },
  { endpoint: "torrents/setDownloadLimit", field: "dl_limit" },
] as const;

export function limitCases(check: Check, bench: () => Bench): void {
  for (const { endpoint, field } of DIRECTIONS) {
    check(`${endpoint}: bytes per second, at once; 0, -1 and nonsense take it off`, async () => {
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

  check("torrents/setShareLimits: what must be sent", async () => {
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
  check("torrents/setShareLimits: what becomes of the values", async () => {
    const { facts, add } = bench();
    const { hash } = await add({ name: "share-values.bin" });
    const set = (ratio: string, minutes: string) => setShareLimits(bench(), hash, ratio, minutes);
    const both = (ratio: number, minutes: number) => shareLimits(facts, ratio, minutes);
    expect(await set("1.23456", "90")).toEqual(both(1.23456, 90));
    expect(await set("-1", "-1")).toEqual(both(-1, -1));
    expect(await set("0", "0")).toEqual(both(0, 0));
    expect(await set("-2", "-2")).toEqual(both(-2, -2));
    expect(await set("9999", "525600")).toEqual(both(9_999, 525_600));
    const [ratio, minutes] = [facts.highestRatioLimit, facts.highestMinutesLimit];
    expect(await set("20000", "600000")).toEqual(both(Math.min(ratio, 20_000), Math.min(minutes, 600_000)));
    // what is too low means no limit, and what is no number a limit that every torrent has reached
    expect(await set("-3", "-3")).toEqual(both(-1, -1));
    expect(await set("nonsense", "1.5")).toEqual(both(0, 0));
  });

  check("torrents/setShareLimits: what happens then, and how many have to be reached", async () => {
    const { facts, session, add, row } = bench();
    const { hash } = await add({ name: "share-action.bin" });
    const limits = { ratioLimit: "-2", seedingTimeLimit: "-2", inactiveSeedingTimeLimit: "-2" };
    const set = async (shareLimitAction: string, shareLimitsMode: string) => {
      await session.post("torrents/setShareLimits", { hashes: hash, ...limits, shareLimitAction, shareLimitsMode });
      const { share_limit_action: action, share_limits_mode: mode } = await row(hash);
      return [action, mode];
    };
    const shown = (action: string, mode: string) => [
      facts.limitsOfCategories ? action : undefined,
      facts.shareLimitsMode ? mode : undefined,
    ];
    for (const action of ["Stop", "Remove", "RemoveWithContent", "EnableSuperSeeding", "Default"]) {
      expect(await set(action, "MatchAll")).toEqual(shown(action, "MatchAll"));
    }
    expect(await set("nonsense", "MatchAny")).toEqual(shown("Default", "MatchAny"));
    expect(await set("Stop", "nonsense")).toEqual(shown("Stop", "Default"));
  });

  check("torrents/createCategory: limits that its torrents and its subcategories inherit", async () => {
    const { facts, session, add, row } = bench();
    const { hash } = await add({ name: "limited-by-category.bin" });
    const limits = { ratioLimit: "2", seedingTimeLimit: "10", inactiveSeedingTimeLimit: "-2" };
    const create = (category: string, more: Readonly<Record<string, string>>) =>
      session.post("torrents/createCategory", { category, savePath: "", ...more });
    await create("limiting", { ...limits, shareLimitAction: "Remove", shareLimitsMode: "MatchAll" });
    await create("limiting/less", { ratioLimit: "-1" });
    const categories = asRow(await session.get("torrents/categories"));
    const own = {
      ratio_limit: 2,
      seeding_time_limit: 10,
      inactive_seeding_time_limit: -2,
      share_limit_action: "Remove",
    };
    expect(categories["limiting"]).toMatchObject(facts.limitsOfCategories ? own : { name: "limiting" });
    const effective = async (category: string) => {
      await session.post("torrents/setCategory", { hashes: hash, category });
      const { ratio_limit, max_ratio, max_seeding_time } = await row(hash);
      return [ratio_limit, max_ratio, max_seeding_time];
    };
    expect(await effective("limiting")).toEqual(facts.limitsOfCategories ? [-2, 2, 10] : [-2, -1, -1]);
    expect(await effective("limiting/less")).toEqual(facts.limitsOfCategories ? [-2, -1, 10] : [-2, -1, -1]);
    expect(await effective("")).toEqual([-2, -1, -1]);
    await setShareLimits(bench(), hash, "3", "-1");
    expect(await effective("limiting")).toEqual([3, 3, -1]);
  });
}

/** The limits that the list then shows. */
async function setShareLimits({ session, row }: Bench, hash: string, ratioLimit: string, minutes: string) {
  const answer = await session.post("torrents/setShareLimits", {
    hashes: hash,
    ratioLimit,
    seedingTimeLimit: minutes,
    inactiveSeedingTimeLimit: minutes,
    shareLimitAction: "Default",
    shareLimitsMode: "Default",
  });
  expect(answer.status).toBe(200);
  const { ratio_limit, seeding_time_limit, inactive_seeding_time_limit } = await row(hash);
  return { ratio_limit, seeding_time_limit, inactive_seeding_time_limit };
}

const shareLimits = ({ idleLimit }: Facts, ratio: number, minutes: number) => ({
  ratio_limit: ratio,
  seeding_time_limit: minutes,
  inactive_seeding_time_limit: idleLimit ? minutes : undefined,
});
