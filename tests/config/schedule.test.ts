import { describe, expect, test } from "bun:test";
import { complaint, load } from "./disk.ts";

const keys = ["schedule", "server.timezone"] as const;

const inFile = (text: string, env: Readonly<Record<string, string>> = {}) =>
  load({ files: { "/config/config.yml": text }, env, keys });

const fromEnv = (text: string) => load({ env: { QBT_RULES_SCHEDULE: text }, keys });

const ofFile = (text: string) =>
  complaint(load({ env: { QBT_RULES_SCHEDULE_FILE: "/run/s" }, files: { "/run/s": text }, keys }));

const FIELDS = 'write five fields, minute hour day month weekday, like "0 4 * * *" for 04:00 every day';

describe("the schedule", () => {
  test("is a list in config.yml", async () => {
    const { settings, origins } = await inFile(
      'schedule:\n  - cron: 0 4 * * *\n    context: daily\n  - {cron: "@hourly", dry_run: true}\n',
    );
    expect(settings.schedule).toEqual([
      { cron: "0 4 * * *", context: "daily", dryRun: false, where: "/config/config.yml:2:5" },
      { cron: "@hourly", context: null, dryRun: true, where: "/config/config.yml:4:5" },
    ]);
    expect(origins.schedule).toBe("/config/config.yml:2:3");
  });

  test("is JSON in the environment, in a file and as a flag, in the usual order", async () => {
    const env = { QBT_RULES_SCHEDULE: '[{"cron": "2 * * * *"}]' };
    const file = { QBT_RULES_SCHEDULE_FILE: "/run/schedule" };
    const files = {
      "/run/schedule": '[{"cron": "1 * * * *"}]\n',
      "/config/config.yml": "schedule: [{cron: 3 * * * *}]",
    };
    const flags = { schedule: '[{"cron": "0 * * * *"}]' };
    for (const [given, cron] of [
      [{ flags, env: { ...env, ...file } }, "0 * * * *"],
      [{ env: { ...env, ...file } }, "1 * * * *"],
      [{ env }, "2 * * * *"],
      [{}, "3 * * * *"],
    ] as const)
      expect((await load({ ...given, files, keys })).settings.schedule).toMatchObject([{ cron }]);
  });

  test.each(["", "schedule:\n", "schedule: []\n"])("may be empty: %j", async (text) => {
    expect((await inFile(text)).settings.schedule).toEqual([]);
  });

  test("may repeat itself by anchors, and not hold itself", async () => {
    const { settings } = await inFile("schedule:\n  - &a {cron: 0 4 * * *, context: a}\n  - *a\n");
    expect(settings.schedule.map(({ context }) => context)).toEqual(["a", "a"]);
    expect(await complaint(inFile("schedule: &a [*a]\n"))).toContain("config.yml:1:14: schedule is not a list");
  });
});

describe("mistakes in the schedule", () => {
  test("are reported all at once, each with its place and what to write", async () => {
    const text = `server:
  timezone: Europe/Berln
schedule:
  - cron: 0 25 * * *
    contxt: daily
  - context: 7
    dry_run: "yes"
  - daily
  - cron:
    context: ""
`;
    expect(await complaint(inFile(text))).toBe(`There are 9 problems with the settings
  /config/config.yml:5:5: schedule[0]: unknown key "contxt"
      -> did you mean "context"?
  /config/config.yml:4:11: schedule[0].cron "0 25 * * *" is no cron pattern: invalid value for hour: 25
      -> ${FIELDS}
  /config/config.yml:6:5: schedule[1] has no cron
      -> ${FIELDS}
  /config/config.yml:6:14: schedule[1].context is not the name of a context
      -> write the name of a context, in quotes where it is a number, or leave it out
  /config/config.yml:7:14: schedule[1].dry_run is neither true nor false
      -> yes is text here (YAML 1.2): write true, without quotes
  /config/config.yml:8:5: schedule[2] is not a mapping with a cron
      -> write an entry like {"cron": "0 4 * * *", "context": "daily"}
  /config/config.yml:9:5: schedule[3].cron is not a cron pattern
      -> ${FIELDS}
  /config/config.yml:10:14: schedule[3].context is not the name of a context
      -> write the name of a context, in quotes where it is a number, or leave it out
  /config/config.yml:2:13: server.timezone: "Europe/Berln" is no time zone that is known here
      -> did you mean "Europe/Berlin"?`);
  });

  test.each([
    ["schedule: daily\n", "1:11: schedule is not a list, expected a list of jobs"],
    ["schedule: {cron: 0 4 * * *}\n", "1:11: schedule is not a list"],
    ["schedule: 7\n", "1:11: schedule is not a list"],
    ["schedules: []\n", '1:1: unknown setting "schedules"\n      -> did you mean "schedule"?'],
    ["server:\n  schedule: []\n", '2:3: unknown setting "server.schedule"'],
  ])("%j is refused with its place", async (text, words) => {
    expect(await complaint(inFile(text))).toContain(words);
  });

  test.each([
    ["0 4 * * *", 'environment QBT_RULES_SCHEDULE: schedule: "0 4 * * *" is not a list in JSON'],
    ['{"cron": "0 4 * * *"}', "is not a list in JSON"],
    ['[{"cron": "0 4 * *"}]', 'QBT_RULES_SCHEDULE: schedule[0].cron "0 4 * *" has 4 fields instead of 5'],
    ['[{"cron": "0 4 * * *", "context": "a\\nb"}]', "schedule[0].context holds a line break"],
    ['[{"cron": "0 4 * * *", "context": "\\ud800x"}]', "schedule[0].context holds half a surrogate pair"],
  ])("%j in the environment is refused", async (text, words) => {
    expect(await complaint(fromEnv(text))).toContain(words);
  });

  test("in a file show what is wrong with an entry, and nothing of a file that holds something else", async () => {
    expect(await ofFile('[{"cron": "x"}]')).toContain(
      'file /run/s (QBT_RULES_SCHEDULE_FILE): schedule[0].cron "x" has 1',
    );
    expect(await ofFile("hunter2")).not.toContain("hunter2");
  });
});

describe("TZ", () => {
  const daily = "schedule: [{cron: 0 4 * * *}]\n";

  test.each(["Europe/Berlin", ":Europe/Berlin", "", "UTC"])("may be %j", async (TZ) => {
    expect((await inFile(daily, { TZ })).settings["server.timezone"]).toBeUndefined();
  });

  test("that is not understood stops a start with a schedule: it would run at other times than meant", async () => {
    expect(await complaint(inFile(daily, { TZ: "Europe/Berln" }))).toBe(
      `There is a problem with the settings
  environment TZ: "Europe/Berln" is no time zone that is known here
      -> did you mean "Europe/Berlin"?, or set server.timezone, which comes first`,
    );
  });

  test("is reported beside mistakes in the schedule", async () => {
    expect(await complaint(inFile("schedule: [{}]\n", { TZ: "CET-1CEST" }))).toContain("There are 2 problems");
  });

  test.each([
    ["there is no schedule", ""],
    ["the setting decides", `${daily}server: {timezone: UTC}\n`],
  ])("may hold anything where %s", async (_, text) => {
    expect((await inFile(text, { TZ: "CET-1CEST" })).warnings).toEqual([]);
  });
});
