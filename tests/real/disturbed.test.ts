import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as v from "valibot";

import { LAB_CREDENTIALS, type RawSession, createRawSession, logIn } from "../support/qbittorrent/http.ts";
import { fillByCopies } from "../support/qbittorrent/library.ts";
import { type Disturbance, type Exchange, endpointOf } from "../support/qbittorrent/proxy.ts";
import { type RealServer, startReal } from "../support/qbittorrent/real.ts";
import { type RulesFile, type Runner, startRunner } from "./runner.ts";

setDefaultTimeout(120_000);

const LIBRARY = 2_000;
const MOVED = "Copy.100.2160p";
const TOGGLE = "torrents/toggleSequentialDownload";

/** In the order in which they are sent: a tag, a switch that a second request would turn back, and a step in the queue. */
const rules: RulesFile = {
  rules: [
    {
      name: "All",
      match_all: true,
      actions: [
        { type: "add_tag", params: { tag: "seen" } },
        { type: "set_sequential_download", params: { enabled: true } },
      ],
    },
    {
      name: "One",
      conditions: [{ field: "info.name", operator: "==", value: MOVED }],
      actions: [{ type: "increase_priority" }],
    },
  ],
};

const queueing = {
  BitTorrent: { "Session\\QueueingSystemEnabled": true },
  Preferences: { "Queueing\\QueueingEnabled": true },
};

describe("a pass over 2,000 torrents on qBittorrent 5.3.0, disturbed in the middle:", () => {
  let server: RealServer;

  beforeAll(async () => {
    server = await startReal({ suite: "sid", profileOptions: queueing });
    await fillByCopies(server, LIBRARY);
  });

  afterAll(() => server.stop());

  let before: Library;
  beforeEach(async () => {
    before = await reset(await logIn(server.url));
  });

  const disturbed = async <T>(disturbance: Disturbance, use: (runner: Runner) => Promise<T>): Promise<T> => {
    await using runner = await startRunner(server.url);
    runner.disturb(disturbance);
    return await use(runner);
  };

  /** As if the server had forgotten it. */
  const endSession = async (cookie: string): Promise<void> => {
    expect((await createRawSession(server.url, cookie).post("auth/logout")).status).toBe(200);
  };

  test("it is restarted when all is planned and nothing sent: the pass goes on, and all is done once", async () => {
    const restart: Disturbance = {
      at: (exchange) => endpointOf(exchange) === "torrents/addTags",
      by: async (forward) => {
        await server.restart();
        return await forward();
      },
    };
    await disturbed(restart, async (runner) => {
      const { status, result, writes } = await runner.run(rules);
      expect([status, result.errors]).toEqual(["completed", 0]);
      expect(writes.map(endpointOf)).toEqual([
        "torrents/addTags",
        "auth/login",
        "torrents/addTags",
        TOGGLE,
        "torrents/increasePrio",
      ]);
    });
    await expectDoneOnce(server, before);
  });

  test("it forgets its sessions between two writes: one login, the pass goes on, and all is done once", async () => {
    const forget: Disturbance = {
      at: isToggle,
      by: async (forward, cookie) => {
        await endSession(cookie);
        return await forward();
      },
    };
    await disturbed(forget, async (runner) => {
      const { status, result, writes } = await runner.run(rules);
      expect([status, result.errors]).toEqual(["completed", 0]);
      expect(writes.map(endpointOf)).toEqual([
        "torrents/addTags",
        TOGGLE,
        "auth/login",
        TOGGLE,
        "torrents/increasePrio",
      ]);
    });
    await expectDoneOnce(server, before);
  });

  test("its answer is lost, and its sessions with it: the pass begins again, and all is done once", async () => {
    const drop: Disturbance = {
      at: isToggle,
      by: async (forward, cookie) => {
        expect((await forward()).status).toBe(200);
        await endSession(cookie);
        return new Response("nobody behind", { status: 502 });
      },
    };
    await disturbed(drop, async (runner) => {
      const { status, result, writes } = await runner.run(rules);
      expect([status, result.errors]).toEqual(["completed", 0]);
      const sent = writes.map(endpointOf);
      expect(sent).toEqual(["torrents/addTags", TOGGLE, "auth/login", "torrents/increasePrio"]);
    });
    await expectDoneOnce(server, before);
  });

  test("its password is another one afterwards: the pass fails after one login, says what to do, and nothing is done twice", async () => {
    const owner = await logIn(server.url);
    const change: Disturbance = {
      at: isToggle,
      by: async (forward, cookie) => {
        await changePassword(owner, "another-one");
        await endSession(cookie);
        return await forward();
      },
    };
    try {
      await disturbed(change, async (runner) => {
        const { status, error, writes } = await runner.run(rules);
        expect(status).toBe("failed");
        expect(error).toContain('refused the login of user "admin"; sent before that: add_tags');
        expect(error).toContain("correct qbittorrent.username or qbittorrent.password");
        expect(writes.map(endpointOf)).toEqual(["torrents/addTags", TOGGLE, "auth/login"]);
      });
      const tagged = [...before.values()].map((row) => ({ ...row, tags: "seen" }));
      expect(byHash([...(await listed(owner)).values()])).toEqual(byHash(tagged));
    } finally {
      await changePassword(owner, LAB_CREDENTIALS.password);
    }
  });
});

async function changePassword(session: RawSession, password: string): Promise<void> {
  const json = JSON.stringify({ web_ui_password: password });
  expect((await session.post("app/setPreferences", { json })).status).toBe(200);
}

const isToggle = (exchange: Exchange): boolean => endpointOf(exchange) === TOGGLE;

const byHash = <T extends { readonly hash: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));

const Row = v.object({
  hash: v.string(),
  name: v.string(),
  tags: v.string(),
  seq_dl: v.boolean(),
  priority: v.number(),
});

type Library = ReadonlyMap<string, v.InferOutput<typeof Row>>;

const listed = async (session: RawSession): Promise<Library> => {
  const rows = v.parse(v.array(Row), JSON.parse((await session.get("torrents/info")).text));
  return new Map(rows.map((row) => [row.hash, row]));
};

/** As if no test had been before. */
async function reset(session: RawSession): Promise<Library> {
  const sequential = [...(await listed(session)).values()].filter(({ seq_dl: is }) => is).map(({ hash }) => hash);
  if (sequential.length > 0) await session.post(TOGGLE, { hashes: sequential.join("|") });
  const all = [...(await listed(session)).keys()].join("|");
  await session.post("torrents/removeTags", { hashes: all, tags: "seen" });
  return await listed(session);
}

/** Twice would leave nothing in sequence, and the one two places further. */
async function expectDoneOnce(server: RealServer, before: Library): Promise<void> {
  const now = await listed(await logIn(server.url));
  expect(now.size).toBe(LIBRARY);
  for (const { tags, seq_dl: isSequential } of now.values()) expect([tags, isSequential]).toEqual(["seen", true]);
  expect(placeIn(before)).toBeGreaterThan(2);
  expect(await settledPlace(server, placeIn(before))).toBe(placeIn(before) - 1);
}

const placeIn = (library: Library): number => [...library.values()].find(({ name }) => name === MOVED)?.priority ?? 0;

/** The list shows a place some time after it was taken: once it is another, a second step would come with the next refresh. */
async function settledPlace(server: RealServer, before: number): Promise<number> {
  const session = await logIn(server.url);
  const place = async () => placeIn(await listed(session));
  for (let tries = 0; tries < 100 && (await place()) === before; tries += 1) await Bun.sleep(100);
  await Bun.sleep(2_000);
  return await place();
}
