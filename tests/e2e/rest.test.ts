import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

test("a server with nothing to do gives memory back, and answers as before", async () => {
  const program = await startProgram({ qbittorrent: "http://127.0.0.1:9", rules: "rules: []" });
  try {
    const { status } = await program.api("/api/stats");
    const before = resident(program.pid);
    await until(async () => resident(program.pid) < 0.75 * before);
    expect(await program.api("/api/stats")).toMatchObject({ status });
    expect((await program.api("/api/execute?context=any", { method: "POST" })).status).toBe(202);
  } finally {
    await program.stop();
  }
});

/** Kilobytes of a process that are in memory. */
const resident = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
