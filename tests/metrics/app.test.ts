import { expect, test } from "bun:test";
import { systemClock } from "../../src/lib/clock.ts";
import { type QueueStore, openQueue } from "../../src/queue/open.ts";
import { MOST_DEATHS } from "../../src/queue/queue.ts";
import { APP_KEY, type TestApp, startTestApp, until } from "../support/app.ts";
import { at } from "../support/json.ts";
import { describeRedis, startRedis } from "../support/redis.ts";
import { tempFolder } from "../support/temp.ts";
import { samplesOf } from "./support.ts";

const RULES = `rules: [{name: 'say "hi"', match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}]`;

const scrape = async (url: string) =>
  samplesOf(await (await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${APP_KEY}` } })).text());

test("the server tells of a job it ran, of the rule, and of what it asked", async () => {
  await using server = await startTestApp({ rules: RULES, simulator: { torrents: [{}, {}] } });
  const id = String(at((await server.ask("POST /execute")).body, "job_id"));
  await until(
    async () => at((await server.ask(`GET /jobs/${id}`)).body, "status"),
    (status) => status === "completed",
  );
  expect(await scrape(server.app.url)).toMatchObject({
    'qbt_rules_jobs_total{status="completed"}': 1,
    qbt_rules_job_duration_seconds_count: 1,
    'qbt_rules_passes_total{dry_run="false",outcome="completed"}': 1,
    'qbt_rules_rule_matches_total{rule="say \\"hi\\""}': 2,
    'qbt_rules_actions_total{rule="say \\"hi\\"",action="add_tag",outcome="executed"}': 2,
    'qbt_rules_qbittorrent_requests_total{endpoint="torrents/addTags",method="POST",status="200"}': 1,
    'qbt_rules_http_requests_total{route="/api/execute",method="POST",status="202"}': 1,
    'qbt_rules_queue_jobs{status="completed"}': 1,
    qbt_rules_queue_oldest_pending_seconds: 0,
    qbt_rules_runner_held: 1,
    qbt_rules_qbittorrent_up: 1,
    qbt_rules_rules_loaded: 1,
    qbt_rules_rules_file_valid: 1,
  });
});

/** A queue with a job of which the next death of its server is the last; it is left as by one that died. */
async function leftByTheDead(store: QueueStore): Promise<string> {
  let id: string | undefined;
  for (let death = 0; death < MOST_DEATHS; death++) {
    const queue = await openQueue({ ...store, clock: systemClock });
    id ??= (await queue.enqueue({ context: null, hash: null, dryRun: false, trace: false })).id;
    await queue.rescue();
    await queue.claim(1);
    await queue.close();
  }
  return String(id);
}

/** How many jobs failed, once this one has. */
async function failuresWhen(server: TestApp, id: string): Promise<number | undefined> {
  await until(
    async () => at((await server.ask(`GET /jobs/${id}`)).body, "status"),
    (status) => status === "failed",
  );
  return (await scrape(server.app.url))['qbt_rules_jobs_total{status="failed"}'];
}

test("a job that fails since its server died whenever it ran it counts among those that failed", async () => {
  using folder = tempFolder();
  const sqlitePath = folder.file("left.db");
  const id = await leftByTheDead({ backend: "sqlite", sqlitePath });
  await using server = await startTestApp({ rules: RULES, settings: { "queue.sqlite_path": sqlitePath } });
  expect(await failuresWhen(server, id)).toBe(1);
});

describeRedis("with jobs in Redis", () => {
  test("so does one that came with the lease of the server that died", async () => {
    await using redis = await startRedis();
    const id = await leftByTheDead({ backend: "redis", redisUrl: redis.url, redisPrefix: "left" });
    const settings = { "queue.backend": "redis", "queue.redis_url": redis.url, "queue.redis_prefix": "left" } as const;
    await using server = await startTestApp({ rules: RULES, settings });
    expect(await failuresWhen(server, id)).toBe(1);
    expect(server.lines.join("\n")).toContain(`Job failed: the server died whenever it ran it job=${id}`);
  });
});

test("a scrape does not wait for a qBittorrent that does not answer", async () => {
  const silent = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Promise<Response>(() => {}) });
  try {
    const settings = { "qbittorrent.host": silent.url.origin, "qbittorrent.timeout": 600_000 };
    await using server = await startTestApp({ rules: RULES, settings });
    expect((await scrape(server.app.url))["qbt_rules_qbittorrent_up"]).toBe(0);
  } finally {
    await silent.stop(true);
  }
});
