import { expect, test } from "bun:test";
import { APP_KEY, startTestApp, until } from "../support/app.ts";
import { at } from "../support/json.ts";
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
