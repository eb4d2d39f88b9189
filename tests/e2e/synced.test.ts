import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { startProgram } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";
import { type Call, parseTrace } from "../support/trace.ts";

// What comes in, what is written where, and what waits for the disk. -D: the server keeps its process id, and the tracer
// ends with it.
const CALLS = "trace=/^(read|recv|write|pwrite|send|fsync|fdatasync)";
const tracer = (file: string): string[] => ["strace", "-D", "-f", "-y", "-s", "64", "-e", CALLS, "-o", file];

const contexts = ["one", "two", "three"];

test.skipIf(Bun.which("strace") === null)(
  "the system calls of a request: its job is written and synced to the disk before the 202 goes out",
  async () => {
    using folder = tempFolder();
    const trace = folder.file("trace");
    const nobody = "http://127.0.0.1:9";
    const program = await startProgram({ qbittorrent: nobody, rules: "rules: []", under: tracer(trace) });
    try {
      for (const context of contexts) {
        const { status } = await program.api(`/api/execute?context=${context}`, { method: "POST" });
        expect(status).toBe(202);
      }
      const calls = await callsWhen(trace, (all) => all.filter(isAnswer).length === contexts.length);
      for (const context of contexts) {
        const request = calls.findIndex(({ text }) => text.includes(`POST /api/execute?context=${context} `));
        expect(request).toBeGreaterThanOrEqual(0);
        const answer = calls.findIndex((call, index) => index > request && isAnswer(call));
        const between = calls.slice(request + 1, answer).filter(isOnQueue);
        expect(between.filter(isWrite)).not.toBeEmpty();
        // Nothing that was written is still on its way to the disk.
        expect(between.findLastIndex(isSync)).toBeGreaterThan(between.findLastIndex(isWrite));
      }
    } finally {
      await program.stop();
    }
  },
);

const isAnswer = ({ name, text }: Call): boolean => /^(write|send)/.test(name) && text.includes("HTTP/1.1 202");
const isOnQueue = ({ text }: Call): boolean => /^\w+\(\d+<[^>]*qbt-rules\.db(-wal)?>/.test(text);
const isWrite = ({ name }: Call): boolean => /^p?write/.test(name);
const isSync = ({ name, text }: Call): boolean => /^f(data)?sync$/.test(name) && text.endsWith("= 0");

/** The calls in the trace, once enough of them are there: the tracer writes them down a little later. */
async function callsWhen(file: string, enough: (calls: readonly Call[]) => boolean): Promise<readonly Call[]> {
  for (let tries = 0; tries < 500; tries += 1) {
    const calls = parseTrace(readFileSync(file, "utf8"));
    if (enough(calls)) return calls;
    await Bun.sleep(20);
  }
  throw new Error(`not in the trace:\n${readFileSync(file, "utf8").slice(-4_000)}`);
}
