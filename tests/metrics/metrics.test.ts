import { describe, expect, test } from "bun:test";
import type { Tally } from "../../src/engine/tally.ts";
import { createMetrics } from "../../src/metrics/metrics.ts";
import { calm, metricsBench, samplesOf } from "./support.ts";

const tally = (more: Partial<Tally> = {}): Tally => ({
  rules: ["a", "b"],
  ran: ["a", "b"],
  matched: new Map([["a", 3]]),
  acted: [{ rule: "a", action: "stop", outcome: "executed", times: 3 }],
  ...more,
});
const real = { dryRun: false, outcome: "completed" } as const;

describe("what a pass did", () => {
  test("adds up by rule and action; a rule that ran is there even if it matched nothing", () => {
    const { metrics, samples } = metricsBench();
    metrics.passEnded({ ...real, tally: tally() });
    metrics.passEnded({ ...real, tally: tally({ ran: ["a"] }) });
    expect(samples("rule_matches_total")).toEqual({
      'rule_matches_total{rule="a"}': 6,
      'rule_matches_total{rule="b"}': 0,
    });
    expect(samples("actions_total")).toEqual({ 'actions_total{rule="a",action="stop",outcome="executed"}': 6 });
  });

  test("is forgotten when its rule has left the file: no more series than there are rules", () => {
    const { metrics, samples } = metricsBench();
    for (let edit = 0; edit < 50; edit++) {
      const rule = `rule ${edit}`;
      const acted = [{ rule, action: "stop", outcome: "executed", times: 1 } as const];
      metrics.passEnded({
        ...real,
        tally: tally({ rules: [rule], ran: [rule], matched: new Map([[rule, 1]]), acted }),
      });
    }
    expect(samples("rule_matches_total")).toEqual({ 'rule_matches_total{rule="rule 49"}': 1 });
    expect(Object.keys(samples("actions_total"))).toHaveLength(1);
  });

  test("stays while passes of other contexts run", () => {
    const { metrics, samples } = metricsBench();
    metrics.passEnded({ ...real, tally: tally() });
    metrics.passEnded({ ...real, tally: tally({ ran: ["b"], matched: new Map(), acted: [] }) });
    expect(samples("rule_matches_total")['rule_matches_total{rule="a"}']).toBe(3);
  });
});

describe("what is so at the moment", () => {
  const counts = { pending: 2, processing: 1, completed: 7, failed: 0, cancelled: 0 };
  const stats = {
    counts,
    averageExecutionSeconds: null,
    jobsPerHour: 0,
    lastCompletedAt: null,
    oldestPendingAt: 7_000,
  };

  test("is what runs, since when, and whether all is well", () => {
    expect(scrape({ qbittorrent: { connected: false }, rules: { count: 2, error: "broken" } })).toMatchObject({
      'qbt_rules_build_info{version="0.4.0",commit="abc123",runtime="bun 1.2.3"}': 1,
      qbt_rules_start_time_seconds: 4.5,
      qbt_rules_runner_held: 1,
      qbt_rules_qbittorrent_up: 0,
      qbt_rules_rules_loaded: 2,
      qbt_rules_rules_file_valid: 0,
    });
  });

  test("is the queue: how many jobs, and how long the next has waited", () => {
    expect(scrape({ stats })).toMatchObject({
      'qbt_rules_queue_jobs{status="pending"}': 2,
      'qbt_rules_queue_jobs{status="completed"}': 7,
      qbt_rules_queue_oldest_pending_seconds: 3,
    });
  });

  test.each([
    ["nobody waits", null],
    ["the clock was set back", 12_000],
  ])("is no wait when %s", (_, oldestPendingAt) => {
    const scraped = scrape({ stats: { ...stats, oldestPendingAt } });
    expect(scraped["qbt_rules_queue_oldest_pending_seconds"]).toBe(0);
  });

  test("is all but the queue while that cannot be read", () => {
    const names = Object.keys(scrape({}));
    expect(names.filter((name) => name.includes("queue"))).toEqual([]);
    expect(names).toContain("qbt_rules_qbittorrent_up");
  });
});

test("what can happen is there before it does", () => {
  const { samples } = metricsBench();
  expect(samples("jobs_")).toEqual({
    jobs_accepted_total: 0,
    'jobs_total{status="completed"}': 0,
    'jobs_total{status="failed"}': 0,
    'jobs_total{status="cancelled"}': 0,
  });
  expect(Object.values(samples("passes_total"))).toEqual([0, 0, 0, 0]);
});

const scrape = (state: Partial<typeof calm>) => samplesOf(createMetrics().text({ ...calm, ...state }));
