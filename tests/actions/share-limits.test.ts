import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { ShareLimit, Write } from "../../src/qbittorrent/writes.ts";
import { aTorrent } from "../support/builders.ts";
import { actionOf, course, effectOn, unset, writesAfter } from "./support.ts";

type Row = Readonly<Record<string, unknown>>;

const HOUR = 3_600;

const limits = (params: Row) => actionOf("set_share_limits", params);

const isSkipped = (row: Row, params: Row) => effectOn(aTorrent({ ...unset, ...row }), limits(params)) === undefined;

describe("set_share_limits is skipped", () => {
  test.each([
    ["a ratio that the torrent has", { ratio_limit: 2 }, { ratio: 2 }],
    ["a ratio of which qBittorrent kept three digits", { ratio_limit: 1.1 }, { ratio: 1.1009 }],
    ["no ratio where there is none", { ratio_limit: -1 }, { ratio: "unlimited" }],
    ["the global ratio where it holds", {}, { ratio: "global" }],
    ["a time that the torrent has", { seeding_time_limit: 90 }, { seeding_time: "1h30m" }],
    [
      "no time of inactivity where there is none",
      { inactive_seeding_time_limit: -1 },
      { inactive_seeding_time: "unlimited" },
    ],
    ["what happens, where it happens already", { share_limit_action: "Stop" }, { when_reached: "stop" }],
    ["the global action where it holds", {}, { when_reached: "global" }],
    [
      "several, all of which the torrent has",
      { ratio_limit: 1, seeding_time_limit: 60 },
      { ratio: 1, seeding_time: "1h" },
    ],
  ])("for %s", (_, row, params) => {
    expect(isSkipped(row, params)).toBe(true);
  });

  test.each([
    ["another ratio", { ratio_limit: 2 }, { ratio: 2.01 }],
    ["a ratio where there is none", { ratio_limit: -1 }, { ratio: 9999 }],
    ["a ratio of 0 where the global one holds", {}, { ratio: 0 }],
    ["no ratio where the global one holds", {}, { ratio: "unlimited" }],
    ["several of which one differs", { ratio_limit: 1 }, { ratio: 1, seeding_time: "1h" }],
    ["another action", { share_limit_action: "Stop" }, { when_reached: "remove" }],
  ])("not for %s", (_, row, params) => {
    expect(isSkipped(row, params)).toBe(false);
  });
});

describe("later rules see", () => {
  test("the limits that were set, in seconds, and those that hold in the end where they are the torrent's own", () => {
    const { torrent } = course(aTorrent(unset), [
      limits({ ratio: 2, seeding_time: "1 hour", inactive_seeding_time: "unlimited", when_reached: "remove" }),
    ]);
    expect(torrent).toMatchObject({
      ratio_limit: 2,
      max_ratio: 2,
      seeding_time_limit: HOUR,
      max_seeding_time: HOUR,
      inactive_seeding_time_limit: Infinity,
      max_inactive_seeding_time: Infinity,
      share_limit_action: "Remove",
    });
  });

  test("under a global limit not which one it is", () => {
    const { torrent } = course(aTorrent({ ...unset, ratio_limit: 2, max_ratio: 2 }), [limits({ ratio: "global" })]);
    expect([torrent.ratio_limit, torrent.max_ratio]).toEqual([undefined, undefined]);
  });

  test("what was not named as it was", () => {
    const { torrent } = course(aTorrent({ ...unset, seeding_time_limit: 5, max_seeding_time: 5 }), [
      limits({ ratio: 1 }),
    ]);
    expect(torrent).toMatchObject({ seeding_time_limit: 300, max_seeding_time: 300, share_limit_action: "Default" });
  });
});

describe("the request", () => {
  test("carries along what is not named, as the torrent has it", () => {
    const torrent = aTorrent({
      ...unset,
      ratio_limit: 2,
      seeding_time_limit: 60,
      share_limit_action: "Remove",
      share_limits_mode: "MatchAll",
    });
    expect(writesAfter(torrent, limits({ inactive_seeding_time: "1 day" }))).toEqual([
      {
        kind: "set_share_limits",
        ratio: 2,
        seedingTime: HOUR,
        inactiveSeedingTime: 24 * HOUR,
        action: "Remove",
        mode: "MatchAll",
      },
    ]);
  });

  test("is one for all that several rules want", () => {
    const torrent = aTorrent(unset);
    expect(writesAfter(torrent, limits({ ratio: 2 }), limits({ seeding_time: "1h" }), limits({ ratio: 3 }))).toEqual([
      {
        kind: "set_share_limits",
        ratio: 3,
        seedingTime: HOUR,
        inactiveSeedingTime: "global",
        action: "Default",
        mode: "Default",
      },
    ]);
  });

  test("is none where all is back where it was", () => {
    expect(
      writesAfter(
        aTorrent(unset),
        limits({ ratio: 2, seeding_time: "1h" }),
        limits({ ratio: "global" }),
        limits({ seeding_time: "global" }),
      ),
    ).toEqual([]);
  });
});

describe("what it needs", () => {
  test.each([
    [{ ratio: 1, seeding_time: "1h" }, undefined],
    [{ inactive_seeding_time: "1h" }, { release: "4.6", what: "inactive_seeding_time" }],
    [
      { ratio: 1, when_reached: "stop" },
      { release: "5.2", what: "when_reached" },
    ],
    [
      { inactive_seeding_time: "1h", when_reached: "stop" },
      { release: "5.2", what: "when_reached" },
    ],
  ] as const)("of %j is %j", (params, expected) => {
    expect(limits(params).needs).toEqual(expected);
  });
});

const someLimit = fc.constantFrom<unknown>("unlimited", "global");
const someParams = fc
  .record(
    {
      ratio: fc.oneof(someLimit, fc.double({ min: 0, max: 9999, noNaN: true })),
      seeding_time: fc.oneof(
        someLimit,
        fc.integer({ min: 0, max: 525_600 }).map((minutes) => `${minutes} minutes`),
      ),
      inactive_seeding_time: fc.oneof(
        someLimit,
        fc.integer({ min: 0, max: 8760 }).map((hours) => `${hours}h`),
      ),
      when_reached: fc.constantFrom("stop", "remove", "global"),
    },
    { requiredKeys: [] },
  )
  .filter((params) => Object.keys(params).length > 0);

function shown(limit: ShareLimit): number {
  if (limit === "global") return -2;
  return limit === Infinity ? -1 : limit;
}

const inMinutes = (limit: ShareLimit): ShareLimit => (limit === "global" ? limit : limit / 60);

/** A row of a torrent for which the request was carried out. */
function carriedOut(write: Extract<Write, { kind: "set_share_limits" }>): Row {
  return {
    ratio_limit: shown(write.ratio),
    seeding_time_limit: shown(inMinutes(write.seedingTime)),
    inactive_seeding_time_limit: shown(inMinutes(write.inactiveSeedingTime)),
    share_limit_action: write.action,
    share_limits_mode: write.mode,
  };
}

test("whatever the parameters, the request makes the torrent so that the action is skipped the next time", () => {
  fc.assert(
    fc.property(someParams, (params) => {
      const [write] = writesAfter(aTorrent(unset), limits(params));
      if (write?.kind !== "set_share_limits") return;
      expect(effectOn(aTorrent(carriedOut(write)), limits(params))).toBeUndefined();
    }),
  );
});
