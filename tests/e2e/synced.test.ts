import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { at } from "../support/json.ts";
import { startProgram } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";
import { type Call, parseTrace } from "../support/trace.ts";
import { until } from "../support/until.ts";

// What comes in, what is written where, and what waits for the disk. -D: the server keeps its process id, and the tracer
// ends with it.
const CALLS = "trace=/^(read|recv|write|pwrite|send|fsync|fdatasync)";
const tracer = (file: string): string[] => ["strace", "-D", "-f", "-y", "-s", "64", "-e", CALLS, "-o", file];

// Its job waits for a qBittorrent that is not there, so that what is written then is what comes in.
const RULES = `
rules:
  - name: Needs qBittorrent
    context: hold
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}]
`;

const contexts = ["one", "two", "three"];

test.skipIf(Bun.which("strace") === null)(
  "the system calls of a request: its job is written and synced to the disk before the 202 goes out",
  async () => {
    using folder = tempFolder();
    const trace = folder.file("trace");
    const env = { QBT_RULES_QUEUE_RETRY_FOR: "1h" };
    const program = await startProgram({ qbittorrent: "http://127.0.0.1:9", rules: RULES, env, under: tracer(trace) });
    const enqueue = async (context: string) => {
      const { status, body } = await program.api(`/api/execute?context=${context}`, { method: "POST" });
      expect(status).toBe(202);
      return String(at(body, "job_id"));
    };
    try {
      const held = await enqueue("hold");
      await until(async () => at((await program.api(`/api/jobs/${held}`)).body, "status") === "processing");
      for (const context of contexts) await enqueue(context);
      const calls = await callsWhen(trace, (all) => all.filter(isAnswer).length > contexts.length);
      for (const context of contexts) {
        const request = calls.find(({ text }) => text.includes(`POST /api/execute?context=${context} `));
        const from = request?.ended ?? Number.NaN;
        const to = calls.find((call) => call.begun > from && isAnswer(call))?.begun ?? Number.NaN;
        const between = calls.filter((call) => isOnQueue(call) && call.begun > from && call.ended < to);
        const written = between.findLast(isWrite)?.ended ?? Number.NaN;
        // Only what was written before it began is on the disk when it comes back.
        expect(between.filter((call) => isSync(call) && call.begun > written)).not.toBeEmpty();
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
