import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { at } from "../support/json.ts";
import { serverBench } from "./support.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";

describe("POST /execute", () => {
  test("queues the job and answers 202 with it", async () => {
    using api = serverBench();
    const answer = await api.ask(`POST /execute?context=scheduled&hash=${HASH}`);
    const job_id = at(answer.body, "job_id");
    expect(answer).toEqual({
      status: 202,
      body: {
        job_id,
        status: "pending",
        context: "scheduled",
        hash: HASH,
        dry_run: false,
        trace: false,
        queued_at: "2025-12-13T10:00:00.000Z",
      },
    });
    expect(await api.queue.get(String(job_id))).toMatchObject({
      context: "scheduled",
      hash: HASH,
      dryRun: false,
      trace: false,
    });
  });

  test("without parameters queues a job for all torrents and no context", async () => {
    using api = serverBench();
    expect(await api.ask("POST /execute")).toMatchObject({ status: 202, body: { context: null, hash: null } });
  });

  test("tells the worker, once the job is there", async () => {
    using api = serverBench();
    await api.ask("POST /execute");
    expect(api.wakes()).toBe(1);
    await api.ask("POST /execute?nonsense=1");
    expect(api.wakes()).toBe(1);
  });

  test.each([
    ["true", true],
    ["false", false],
  ])("takes dry_run=%s", async (written, dry) => {
    using api = serverBench();
    const { body } = await api.ask(`POST /execute?dry_run=${written}`);
    expect(body).toMatchObject({ dry_run: dry });
    expect(await api.queue.get(String(at(body, "job_id")))).toMatchObject({ dryRun: dry });
  });

  test.each([
    ["true", true],
    ["false", false],
  ])("takes trace=%s", async (written, trace) => {
    using api = serverBench();
    const { body } = await api.ask(`POST /execute?trace=${written}`);
    expect(body).toMatchObject({ trace, dry_run: false });
    expect(await api.queue.get(String(at(body, "job_id")))).toMatchObject({ trace, dryRun: false });
  });

  test("takes a hash in any letter case, and of version 2", async () => {
    using api = serverBench();
    expect(await api.ask(`POST /execute?hash=${HASH.toUpperCase()}`)).toMatchObject({ body: { hash: HASH } });
    const long = "ab".repeat(32);
    expect(await api.ask(`POST /execute?hash=${long}`)).toMatchObject({ status: 202, body: { hash: long } });
  });

  test("takes any text as a context", async () => {
    using api = serverBench();
    for (const context of ["on_added", "Käse 🧀", "a&b=c", "  ", "%K"]) {
      const answer = await api.ask(`POST /execute?context=${encodeURIComponent(context)}`);
      expect(answer).toMatchObject({ status: 202, body: { context } });
    }
  });
});

/** The problems that a request is refused for. */
const refused = async (request: string, init?: RequestInit) => {
  using api = serverBench();
  const { status, body } = await api.ask(request, init);
  expect(status).toBe(400);
  expect(await api.queue.list({ limit: 1, offset: 0 })).toMatchObject({ total: 0 });
  expect(at(body, "error")).toBe("Bad Request");
  const problems = at(body, "problems");
  expect(at(body, "message")).toBe(Array.isArray(problems) ? problems.join("; ") : "");
  return problems;
};
const notHash = (found: string) => `hash: expected a torrent hash of 40 or 64 hex digits, found "${found}"`;

describe("nothing absent or misspelt means everything: 400, and no job", () => {
  test.each([
    ["an unknown parameter", "hsah=1", ['unknown parameter "hsah": did you mean "hash"?']],
    ["a parameter in other letters", "Context=a", ['unknown parameter "Context": did you mean "context"?']],
    ["a parameter without a name", "=a", ['unknown parameter "": known are: context, hash, dry_run, trace, key']],
    [
      "a name from JavaScript",
      "__proto__=a",
      ['unknown parameter "__proto__": known are: context, hash, dry_run, trace, key'],
    ],
    ["a repeated parameter", "context=a&context=a", ['"context" is given more than once']],
    ["an empty context", "context=", ["context: expected a context, found nothing"]],
    ["a context without a value", "context", ["context: expected a context, found nothing"]],
    ["an empty hash", "hash=", [`${notHash("")} (leave the hash out to run on all torrents)`]],
    ["the word all", "hash=all", [`${notHash("all")} (copy it from qBittorrent: torrent > General > Info hash)`]],
    [
      "several hashes at once",
      `hash=${HASH}|${HASH}`,
      [`${notHash(`${HASH}|${HASH}`)} (copy it from qBittorrent: torrent > General > Info hash)`],
    ],
    [
      "what qBittorrent did not replace",
      "hash=%25K",
      [`${notHash("%K")} (qBittorrent did not replace %K: %K needs 4.4 or newer, use %I before)`],
    ],
    ["a dry_run that is neither true nor false", "dry_run=yes", ['dry_run: expected true or false, found "yes"']],
    ["an empty dry_run", "dry_run", ['dry_run: expected true or false, found ""']],
  ])("%s", async (_, query, problems) => {
    expect(await refused(`POST /execute?${query}`)).toEqual(problems);
  });

  test("several problems are all named at once", async () => {
    expect(await refused("POST /execute?context=&hash=-&dry_run=1&wait=true&dry_run=2")).toEqual([
      'unknown parameter "wait": known are: context, hash, dry_run, trace, key',
      '"dry_run" is given more than once',
      "context: expected a context, found nothing",
      `${notHash("-")} (qBittorrent passes "-" where the torrent has no hash of this kind: use %K instead)`,
    ]);
  });

  test("no query with an unknown name in it ever queues a job", async () => {
    const known = new Set(["context", "hash", "dry_run", "trace", "key"]);
    const stray = fc.string({ maxLength: 12, unit: "binary" }).filter((name) => !known.has(name.toWellFormed()));
    const neverQueues = fc.asyncProperty(stray, fc.string(), async (name, value) => {
      const query = new URLSearchParams([
        ["context", "a"],
        [name, value],
      ]);
      await refused(`POST /execute?${query.toString()}`);
    });
    await fc.assert(neverQueues, { numRuns: 300 });
  });
});
