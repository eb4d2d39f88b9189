import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startGate } from "../../../scripts/crash/gate.ts";
import { environmentFor } from "../../../scripts/under-test/environment.ts";
import { listening } from "../../../scripts/under-test/listening.ts";
import { createRandom } from "../../../scripts/under-test/random.ts";
import { createServerProcess } from "../../../scripts/under-test/server.ts";
import { APP_KEY } from "../../support/app.ts";
import { describeRedis, startRedis, type TestRedis } from "../../support/redis.ts";
import { startSimulator } from "../../support/qbittorrent/simulator/main.ts";
import { tempFolder } from "../../support/temp.ts";
import { type HeldDoor, openHeldDoor } from "./held-door.ts";

const RULES = `
rules:
  - name: Films
    match_all: true
    actions: [{type: set_category, params: {category: films}}]
`;

/** A lease lasts 10 s, and servers have to be started on a busy machine. */
const WITHIN_MS = 90_000;

describeRedis("a runner that cannot be sure any more", () => {
  let redis: TestRedis;
  let opened = 0;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis[Symbol.asyncDispose]());

  /**
   * Two servers that share a queue and a qBittorrent, each a process of its own. The first runs a job and is in the midst of a
   * write that qBittorrent does not answer; the second stands by.
   */
  async function inTheMidst() {
    const prefix = `takeover_${opened++}`;
    const events: string[] = [];
    const stack = new AsyncDisposableStack();
    const folder = stack.use(tempFolder());
    const simulator = startSimulator({ version: "5.1.0" });
    stack.defer(() => simulator.stop());
    const torrent = simulator.addTorrent();
    const way = await startGate(redis.port, createRandom(1), () => ({ sent: () => {}, over: () => {} }));
    stack.defer(() => way.cut());

    async function start(name: string, redisUrl: string, door: HeldDoor) {
      const own = join(folder.path, name);
      mkdirSync(own);
      writeFileSync(join(own, "rules.yml"), RULES);
      const server = createServerProcess([process.execPath, "src/main.ts", "--serve"], {
        ...environmentFor({ folder: own, qbittorrent: door.url, key: APP_KEY, password: "adminadmin" }),
        QBT_RULES_QUEUE_BACKEND: "redis",
        QBT_RULES_QUEUE_REDIS_URL: redisUrl,
        QBT_RULES_QUEUE_REDIS_PREFIX: prefix,
      });
      stack.defer(() => server.kill());
      server.start();
      await listening(server);
      return server;
    }

    const doorOf = (name: string, held: string) =>
      stack.use(openHeldDoor({ qbittorrent: simulator.url, held, saw: (what) => events.push(`${name}: ${what}`) }));
    const [door, other] = [doorOf("first", "torrents/setCategory"), doorOf("second", "nothing")];
    const first = await start("first", way.url.replace("http:", "redis:"), door);
    const answer = await fetch(`${first.url() ?? ""}/api/execute`, {
      method: "POST",
      headers: { "X-API-Key": APP_KEY },
    });
    expect(answer.status).toBe(202);
    await soon(() => door.writes.includes("torrents/setCategory"));
    await start("second", redis.url, other);
    return {
      first,
      door,
      torrent,
      events,
      way,
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  }

  test(
    "is cut off from Redis: its write is given up before another server goes on, and it writes no more",
    async () => {
      await using stage = await inTheMidst();
      await stage.way.cut();
      await soon(() => stage.torrent.category === "films");
      const tellingEvents = stage.events.filter((what) => !what.endsWith("createCategory"));
      expect(tellingEvents).toEqual(["first: torrents/setCategory", "first: given up", "second: torrents/setCategory"]);
      await stage.way.open();
      await soon(() => stage.first.console().includes("Another server runs the jobs"));
      expect(stage.door.writes).toEqual(["torrents/createCategory", "torrents/setCategory"]);
    },
    WITHIN_MS,
  );

  test(
    "stands still until another has gone on: it does not go on with what it had begun",
    async () => {
      await using stage = await inTheMidst();
      process.kill(stage.first.pid(), "SIGSTOP");
      // The answer it waits for, upon which it would create the category, and then set it.
      stage.door.answer(409);
      await soon(() => stage.torrent.category === "films");
      process.kill(stage.first.pid(), "SIGCONT");
      await soon(() => stage.first.console().includes("Another server runs the jobs"));
      expect(stage.door.writes).toEqual(["torrents/createCategory", "torrents/setCategory"]);
    },
    WITHIN_MS,
  );
});

/** Ended by the time limit of the test. */
async function soon(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(10);
}
