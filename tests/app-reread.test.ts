import { describe, expect, test } from "bun:test";
import { AppError } from "../src/errors.ts";
import { APP_KEY, type TestApp, startTestApp, until } from "./support/app.ts";
import { manualClock } from "./support/clock.ts";
import { at } from "./support/json.ts";

const RULES = "rules: [{name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}]";

const statusWith = async ({ app }: TestApp, key: string) =>
  (await fetch(`${app.url}/api/stats`, { headers: { "X-API-Key": key } })).status;

describe("the keys of a server", () => {
  test("change while it runs, and those who have the old one go on until it is gone", async () => {
    const file = { text: APP_KEY };
    const text = async () => file.text;
    const keys = { text, read: async () => file.text.split(",") };
    const clock = manualClock();
    await using server = await startTestApp({ rules: RULES, again: { keys }, clock });
    file.text = `the-next-key,${APP_KEY}`;
    await clock.advance(3_000);
    expect([await statusWith(server, APP_KEY), await statusWith(server, "the-next-key")]).toEqual([200, 200]);
    file.text = "the-next-key";
    await server.app.reread();
    expect([await statusWith(server, APP_KEY), await statusWith(server, "the-next-key")]).toEqual([401, 200]);
  });

  test("stay as they were when they cannot be read again", async () => {
    const unreadable = new AppError("settings", "There is a problem with the settings");
    const keys = { text: undefined, read: () => Promise.reject(unreadable) };
    await using server = await startTestApp({ rules: RULES, again: { keys } });
    await server.app.reread();
    expect(await statusWith(server, APP_KEY)).toBe(200);
    expect(server.lines.join("\n")).toContain("stay as they were");
  });
});

const jobWith = async (server: TestApp) => String(at((await server.ask("POST /execute")).body, "job_id"));
const statusOf = async (server: TestApp, id: string) => at((await server.ask(`GET /jobs/${id}`)).body, "status");
const loginsOf = ({ simulator }: TestApp) => simulator.requests.filter(({ path }) => path === "auth/login").length;

describe("the login of qBittorrent", () => {
  test.each([
    ["is corrected in its file", async () => {}],
    ["is corrected, and the server told", ({ app }: TestApp) => app.reread()],
  ] as const)("that was refused, %s: the queue goes on, and nothing else has tried it", async (_, tell) => {
    const file = { text: "wrong" };
    const login = {
      text: async () => file.text,
      read: async () => ({ kind: "password" as const, username: "admin", password: file.text }),
    };
    const settings = { "qbittorrent.password": "wrong" };
    await using server = await startTestApp({ rules: RULES, again: { login }, settings });
    const first = await jobWith(server);
    await until(
      () => statusOf(server, first),
      (status) => status === "failed",
    );
    const behind = await jobWith(server);
    await server.app.reread();
    await until(
      async () => loginsOf(server),
      (logins) => logins === 2,
    );
    expect(await statusOf(server, behind)).toBe("pending");
    file.text = "adminadmin";
    await tell(server);
    await until(
      () => statusOf(server, behind),
      (status) => status === "completed",
    );
    expect(loginsOf(server)).toBe(3);
    expect((await server.ask("GET /health")).body).toMatchObject({ qbittorrent: { connected: true } });
  });
});
