import { describe, expect, test } from "bun:test";
import { schema, settingKeys } from "../../src/config/schema.ts";
import { fitsConfig, written } from "./support.ts";

const fitsSchedule = (...entries: readonly unknown[]) => fitsConfig({ schedule: entries });

describe("the schema of config.yml takes", () => {
  const settings = settingKeys.map((key) => [key, ...key.split(".")] as const);

  test.each(settings)("what the program takes for %s", (key, section = "", name = "") => {
    const { kind } = schema[key];
    const isTaken = (value: unknown): boolean => {
      if (typeof value === "boolean") return kind.booleans === true;
      if (typeof value === "number") return kind.numbers === true && kind.parse(String(value)).ok;
      return typeof value === "string" && value.trim() !== "" && kind.parse(value).ok;
    };
    const values = [...written, "debug", "WARNING", "http://localhost:8080", "redis://localhost", "127.0.0.1", "::"];
    expect(values.filter((value) => isTaken(value) && !fitsConfig({ [section]: { [name]: value } }))).toEqual([]);
  });

  test.each(settings)("nothing but what it is for %s", (key, section = "", name = "") => {
    const lists = schema[key].kind.lists ? [] : [["a"]];
    const booleans = schema[key].kind.booleans ? [] : [true];
    for (const value of [null, ...booleans, ...lists, [], [1], [["a"]], {}, "", " "])
      expect(fitsConfig({ [section]: { [name]: value } })).toBe(false);
  });

  test("a list where the program takes one", () => {
    const lists = settings.filter(([, section = "", name = ""]) => fitsConfig({ [section]: { [name]: ["a", "b"] } }));
    expect(lists.map(([key]) => key)).toEqual(["server.api_key", "client.api_key"]);
  });

  test("numbers, durations and names as the program reads them", () => {
    const wrong = [
      { server: { port: 70_000 } },
      { server: { port: "http" } },
      { server: { workers: 0 } },
      { server: { shutdown_grace: 5 } },
      { queue: { cleanup_after: "7" } },
      { queue: { cleanup_after: "7 dasy" } },
      { queue: { backend: "postgres" } },
      { logging: { level: "loud" } },
      { safety: { max_deletions: "many" } },
      { qbittorrent: { user: "admin" } },
      { sever: { port: 1 } },
      { server: [] },
    ];
    expect(wrong.filter(fitsConfig)).toEqual([]);
  });

  test("a schedule of entries with a pattern, and no others", () => {
    const right = [
      { cron: "0 4 * * *", context: "daily", dry_run: true },
      { cron: "@daily" },
      { cron: "*/5 * * * 1-5" },
    ];
    expect(fitsSchedule(...right)).toBe(true);
    expect(fitsConfig({ schedule: null })).toBe(true);
    const wrong = [{}, { cron: "0 4 * *" }, { cron: "daily" }, { cron: 7 }, "0 4 * * *", { cron: "@daily", dry: true }];
    const others = [
      { cron: "@daily", dry_run: "yes" },
      { cron: "@daily", context: " " },
    ];
    expect([...wrong, ...others].filter((entry) => fitsSchedule(entry))).toEqual([]);
    expect(["daily", {}, 7, "[]"].filter((value) => fitsConfig({ schedule: value }))).toEqual([]);
  });

  test("a file, and a section, with nothing in it", () => {
    expect(fitsConfig(null)).toBe(true);
    expect(fitsConfig({ server: null })).toBe(true);
  });
});
