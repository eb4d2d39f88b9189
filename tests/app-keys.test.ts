import { describe, expect, test } from "bun:test";
import { AppError } from "../src/errors.ts";
import { APP_KEY, type TestApp, startTestApp } from "./support/app.ts";
import { manualClock } from "./support/clock.ts";

const RULES = "rules: []";

const statusWith = async ({ app }: TestApp, key: string) =>
  (await fetch(`${app.url}/api/stats`, { headers: { "X-API-Key": key } })).status;

describe("the keys of a server", () => {
  test("change while it runs, and those who have the old one go on until it is gone", async () => {
    const file = { text: APP_KEY };
    const text = async () => file.text;
    const keys = { text, read: async () => file.text.split(",") };
    const clock = manualClock();
    await using server = await startTestApp({ rules: RULES, keys, clock });
    file.text = `the-next-key,${APP_KEY}`;
    await clock.advance(3_000);
    expect([await statusWith(server, APP_KEY), await statusWith(server, "the-next-key")]).toEqual([200, 200]);
    file.text = "the-next-key";
    await server.app.rereadKeys();
    expect([await statusWith(server, APP_KEY), await statusWith(server, "the-next-key")]).toEqual([401, 200]);
  });

  test("stay as they were when they cannot be read again", async () => {
    const unreadable = new AppError("settings", "There is a problem with the settings");
    const keys = { text: undefined, read: () => Promise.reject(unreadable) };
    await using server = await startTestApp({ rules: RULES, keys });
    await server.app.rereadKeys();
    expect(await statusWith(server, APP_KEY)).toBe(200);
    expect(server.lines.join("\n")).toContain("stay as they were");
  });
});
