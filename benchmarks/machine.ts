import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

import { median, quantile } from "./statistics.ts";

/** The machine as it is right now: a ratio is worth as much as the noise around it is small. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly bun: string;
  /** Over the last minute: what else is running. */
  readonly load: number;
  /** The same calculation again and again: how far the 90th percentile lies above the median, in percent. */
  readonly noisePercent: number;
  /** Milliseconds that a write of 4 KiB takes to be on the disk of the temporary folder, the median. */
  readonly fsyncMs: number;
}

export function examineMachine(): Machine {
  const spins = Array.from({ length: SPINS }, spin);
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    bun: Bun.version,
    load: loadavg()[0] ?? Number.NaN,
    noisePercent: (quantile(spins, 0.9) / median(spins) - 1) * 100,
    fsyncMs: fsyncTime(),
  };
}

const SPINS = 50;
const SYNCS = 50;

function spin(): number {
  const start = performance.now();
  let state = 1;
  for (let index = 0; index < 3_000_000; index++) state = (state * 48_271) % 2_147_483_647;
  return state === 0 ? Number.NaN : performance.now() - start;
}

function fsyncTime(): number {
  const folder = mkdtempSync(join(tmpdir(), "qbt-rules-bench-"));
  const file = openSync(join(folder, "sync"), "w");
  try {
    const page = new Uint8Array(4096);
    const times = Array.from({ length: SYNCS }, () => {
      const start = performance.now();
      writeSync(file, page);
      fsyncSync(file);
      return performance.now() - start;
    });
    return median(times);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
