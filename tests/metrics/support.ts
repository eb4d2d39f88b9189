import { createMetrics, type Metrics } from "../../src/metrics/metrics.ts";
import type { State } from "../../src/metrics/state.ts";

export const calm: State = {
  now: 10_000,
  startedAt: 4_500,
  build: { version: "0.4.0", commit: "abc123" },
  runtime: "bun 1.2.3",
  stats: undefined,
  isRunner: true,
  qbittorrent: { connected: true },
  rules: { count: 2, error: null },
};

/** Samples of a text as Prometheus reads them: the line up to the value, and the value. */
export const samplesOf = (text: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );

/** Metrics, and a look at their samples whose names, after `qbt_rules_`, start so. */
export function metricsBench() {
  const metrics: Metrics = createMetrics();
  const samples = (start: string) =>
    Object.fromEntries(
      Object.entries(samplesOf(metrics.text(calm))).flatMap(([name, value]) =>
        name.startsWith(`qbt_rules_${start}`) ? [[name.slice("qbt_rules_".length), value] as const] : [],
      ),
    );
  return { metrics, samples };
}
