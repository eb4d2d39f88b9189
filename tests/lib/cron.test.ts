import { describe, expect, test } from "bun:test";
import { isoTime } from "../../src/lib/clock.ts";
import { cronFault, nextTick } from "../../src/lib/cron.ts";
import { isTimeZone, systemTimeZone, timeZoneNames } from "../../src/lib/time-zone.ts";

/** The next times of a pattern, one after the other. */
function times(pattern: string, zone: string, from: string, count: number): string[] {
  const next = nextTick(pattern, zone);
  const found: number[] = [];
  for (let after = Date.parse(from); found.length < count; found.push(after)) after = next(after);
  return found.map((time) => isoTime(time).replace(":00.000Z", "Z"));
}

describe("a pattern", () => {
  test.each([
    "0 4 * * *",
    " 0  4 * * * ",
    "*/15 * * * *",
    "0 4 * * MON-FRI",
    "0 0 L * *",
    "30 6,18 1-7 jan,JUL 7",
    "@daily",
    "@hourly",
  ])("may be %j", (pattern) => {
    expect(cronFault(pattern)).toBeUndefined();
  });

  test.each([
    ["", "has 1 field instead of 5"],
    ["daily", "has 1 field instead of 5"],
    ["0 4 * *", "has 4 fields instead of 5"],
    ["0 0 4 * * *", "has 6 fields instead of 5"],
    ["2026-01-01T00:00:00", "has 1 field instead of 5"],
    ["60 * * * *", "is no cron pattern: invalid value for minute: 60"],
    ["0 24 * * *", "is no cron pattern: invalid value for hour: 24"],
    ["*/0 * * * *", "is no cron pattern: "],
    ["0 4 * * FUNDAY", "is no cron pattern: "],
    ["H 4 * * *", "is no cron pattern: "],
    ["@reboot", "is no cron pattern: "],
    ["@noon", "is no cron pattern: "],
    ["0 0 30 2 *", "never comes"],
  ])("cannot be %j: it %s", (pattern, fault) => {
    expect(cronFault(pattern)).toStartWith(fault);
  });

  test("comes after a time, and not at it", () => {
    expect(times("0 4 * * *", "UTC", "2026-01-01T04:00:00Z", 2)).toEqual(["2026-01-02T04:00Z", "2026-01-03T04:00Z"]);
  });

  test("comes by the clocks of its time zone", () => {
    expect(times("0 4 * * *", "Asia/Kolkata", "2026-01-01T00:00:00Z", 1)).toEqual(["2026-01-01T22:30Z"]);
    expect(times("0 4 * * *", "+05:30", "2026-01-01T00:00:00Z", 1)).toEqual(["2026-01-01T22:30Z"]);
  });

  test("of the 29th of February comes in leap years, the one after 2096 too", () => {
    expect(times("0 0 29 2 *", "UTC", "2096-01-01T00:00:00Z", 2)).toEqual(["2096-02-29T00:00Z", "2104-02-29T00:00Z"]);
  });
});

describe("when clocks go forward, from 2:00 to 3:00", () => {
  test("what would come between comes once all the same, right after the gap", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:00Z",
      "2026-03-30T00:30Z",
    ]);
  });

  test("what comes every hour comes every hour", () => {
    expect(times("0 * * * *", "Europe/Berlin", "2026-03-28T23:30:00Z", 3)).toEqual([
      "2026-03-29T00:00Z",
      "2026-03-29T01:00Z",
      "2026-03-29T02:00Z",
    ]);
  });
});

describe("when clocks go back, from 3:00 to 2:00", () => {
  test("a time that is there twice comes once", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
  });

  test("what comes every hour comes in both", () => {
    expect(times("0 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 3)).toEqual([
      "2026-10-25T00:00Z",
      "2026-10-25T01:00Z",
      "2026-10-25T02:00Z",
    ]);
  });

  test.each(["* * * * *", "*/15 * * * *", "30 2 * * *", "0 0 * * *"])(
    "%s is never before the time that was asked about",
    (pattern) => {
      const next = nextTick(pattern, "Europe/Berlin");
      const from = Date.parse("2026-10-24T22:00:00Z");
      const asked = Array.from({ length: 360 }, (_, minute) => from + minute * 60_000 + 13);
      expect(asked.filter((time) => next(time) <= time)).toEqual([]);
    },
  );
});

describe("a time zone", () => {
  test.each(["Europe/Berlin", "europe/berlin", "UTC", "Etc/GMT-2", "+05:30"])("may be %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each(["", "Europe/Berln", "CET-1CEST", "GMT+2", ":UTC", "local"])("cannot be %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  test("of the system is one, and the names there are have the usual ones", () => {
    expect(isTimeZone(systemTimeZone())).toBe(true);
    expect(timeZoneNames()).toContain("America/New_York");
  });
});
