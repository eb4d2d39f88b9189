import { describe, expect, test } from "bun:test";
import { createUuidV7 } from "../../src/lib/uuid.ts";
import { observedEngine, observedFetch, observedQueue } from "../../src/metrics/observed.ts";
import { bench, notRecording, rules, scopeOf, type BenchOptions } from "../engine/support.ts";
import { claimed, complete, request } from "../queue/jobs.ts";
import { manualClock } from "../support/clock.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";
import { metricsBench } from "./support.ts";

describe("jobs are counted", () => {
  test("when they come, and by how they end; those that ran, with the time from start to end", async () => {
    const { clock, queue, samples } = queueBench();
    for (let i = 0; i < 3; i++) await queue.enqueue(request());
    await clock.advance(60_000);
    const first = await claimed(queue);
    await clock.advance(200);
    await complete(queue, first);
    const second = await claimed(queue);
    await clock.advance(40_000);
    await queue.fail(second, "no");
    await queue.cancel((await queue.list({ status: "pending", limit: 1, offset: 0 })).jobs[0]?.id ?? "");
    expect(samples("jobs_")).toEqual({
      jobs_accepted_total: 3,
      'jobs_total{status="completed"}': 1,
      'jobs_total{status="failed"}': 1,
      'jobs_total{status="cancelled"}': 1,
    });
    expect(samples("job_duration")).toMatchObject({
      'job_duration_seconds_bucket{le="0.1"}': 0,
      'job_duration_seconds_bucket{le="0.25"}': 1,
      'job_duration_seconds_bucket{le="30"}': 1,
      'job_duration_seconds_bucket{le="60"}': 2,
      job_duration_seconds_sum: 40.2,
      job_duration_seconds_count: 2,
    });
  });

  test("each of those that shared a pass", async () => {
    const { queue, samples } = queueBench();
    for (let i = 0; i < 3; i++) await queue.enqueue(request());
    const claim = await queue.claim(10);
    if (claim !== undefined) await complete(queue, claim);
    expect(samples("jobs_total")['jobs_total{status="completed"}']).toBe(3);
  });

  test("once: not for one who comes late, nor when there is nothing to cancel", async () => {
    const { queue, samples } = queueBench();
    await queue.enqueue(request());
    const late = await claimed(queue);
    await queue.rescue();
    await complete(queue, late);
    await queue.fail(late, "no");
    await complete(queue, await claimed(queue));
    await queue.cancel(late.job.id);
    await queue.cancel("nobody");
    expect(samples("jobs_total")).toEqual({
      'jobs_total{status="completed"}': 1,
      'jobs_total{status="failed"}': 0,
      'jobs_total{status="cancelled"}': 0,
    });
  });
});

describe("a pass is counted", () => {
  const twoRules = rules(
    "tag | always | {type: add_tag, params: {tag: a}}",
    "never | {field: info.ratio, operator: '>', value: 99} | {type: stop}",
  );

  async function passOf({ dryRun = false, ...options }: Partial<BenchOptions> & { readonly dryRun?: boolean } = {}) {
    await using server = bench({ rules: twoRules, torrents: [{}, {}], ...options });
    const { metrics, samples } = metricsBench();
    const engine = observedEngine(server.engine, metrics);
    const asked = { context: null, dryRun, trace: false, scope: scopeOf(null) };
    await engine.run(asked, notRecording, AbortSignal.timeout(20_000)).catch(() => undefined);
    return samples;
  }

  test("with its matches, and its actions by what became of them", async () => {
    const samples = await passOf();
    expect(samples("passes_total")['passes_total{dry_run="false",outcome="completed"}']).toBe(1);
    expect(samples("rule_matches_total")).toEqual({
      'rule_matches_total{rule="tag"}': 2,
      'rule_matches_total{rule="never"}': 0,
    });
    expect(samples("actions_total")).toEqual({ 'actions_total{rule="tag",action="add_tag",outcome="executed"}': 2 });
  });

  test("as a dry run, without matches or actions: nothing was done", async () => {
    const samples = await passOf({ dryRun: true });
    expect(samples("passes_total")['passes_total{dry_run="true",outcome="completed"}']).toBe(1);
    expect({ ...samples("rule_matches_total"), ...samples("actions_total") }).toEqual({});
  });

  test("with what qBittorrent refused as failed", async () => {
    const samples = await passOf({ faults: [{ kind: "status", status: 409, at: "torrents/addTags" }] });
    expect(samples("actions_total")).toEqual({ 'actions_total{rule="tag",action="add_tag",outcome="failed"}': 2 });
  });

  test("as failed when qBittorrent goes away", async () => {
    const samples = await passOf({ faults: [{ kind: "restart", downMs: 60_000, at: "torrents/info" }] });
    expect(samples("passes_total")['passes_total{dry_run="false",outcome="failed"}']).toBe(1);
  });
});

describe("requests to qBittorrent are counted", () => {
  test("by endpoint, method and status, whatever their parameters and the base path", async () => {
    const { metrics, samples } = metricsBench();
    const ask = observedFetch(async () => new Response("", { status: 403 }), metrics);
    await ask("http://q/qbt/api/v2/torrents/info?hashes=a", {});
    await ask("http://q/qbt/api/v2/torrents/info?hashes=b", {});
    await ask("http://q/api/v2/torrents/stop", { method: "POST" });
    await ask("http://q/qbt/", {});
    expect(samples("qbittorrent_requests")).toEqual({
      'qbittorrent_requests_total{endpoint="torrents/info",method="GET",status="403"}': 2,
      'qbittorrent_requests_total{endpoint="torrents/stop",method="POST",status="403"}': 1,
      'qbittorrent_requests_total{endpoint="/",method="GET",status="403"}': 1,
    });
  });

  test("also when no answer comes, and the error goes on", async () => {
    const { metrics, samples } = metricsBench();
    const ask = observedFetch(() => Promise.reject(new Error("refused")), metrics);
    expect(await ask("http://q/api/v2/app/version", {}).catch(String)).toBe("Error: refused");
    const name = 'qbittorrent_requests_total{endpoint="app/version",method="GET",status="none"}';
    expect(samples("qbittorrent_requests")).toEqual({ [name]: 1 });
  });
});

function queueBench() {
  const clock = manualClock();
  const { metrics, samples } = metricsBench();
  const queue = observedQueue(createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) }), metrics, clock);
  return { clock, queue, samples };
}
