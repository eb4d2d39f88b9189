import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";

import { bencode } from "../support/qbittorrent/bencode.ts";
import { SUITES } from "../support/qbittorrent/cache.ts";
import { type Bench, asRows, openBench } from "../support/qbittorrent/conformance/bench.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { oddIn } from "./odd.ts";
import { type Runner, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

/** Breaks lines, paints, turns the direction of writing and ends what it is quoted in. */
const HOSTILE = "\u001B[2J\u001B]0;title\u0007 \u202Eevil\u2028 \"'`$(x) %s \r\n2026-01-01 00:00:00Z ERROR forged";

const INFO = {
  name: "hostile",
  "piece length": 16_384,
  pieces: Buffer.alloc(20, 1),
  files: [{ length: 5_000, path: [HOSTILE, `${HOSTILE}.txt`] }],
};
const HASH = createHash("sha1").update(bencode(INFO)).digest("hex");

/** A torrent is more than its name: its makers and its trackers write comments, paths and messages. */
describe.each([...SUITES])("what strangers write beside the name, on real qBittorrent (%s)", (suite) => {
  const tracker = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Response(bencode({ "failure reason": HOSTILE })),
  });
  let bench: Bench;
  let runner: Runner;

  beforeAll(async () => {
    bench = await openBench(() => startReal({ suite }));
    const torrent = bencode({ announce: new URL("/announce", tracker.url).href, comment: HOSTILE, info: INFO });
    const form = new FormData();
    form.append("torrents", new Blob([new Uint8Array(torrent)]), "hostile.torrent");
    expect((await bench.session.post("torrents/add", form)).status).toBe(200);
    await untilTold(bench);
    runner = await startRunner(bench.subject.url);
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await bench.subject.stop();
    await tracker.stop(true);
  });

  const rules = [
    { field: "trackers.msg", operator: "contains", value: "forged" },
    { field: "info.comment", operator: "contains", value: "forged" },
    { field: "files.name", operator: "contains", value: "evil" },
    { any_of: "trackers", where: { field: "msg", operator: "matches", value: "(?s)(e+)+vil(.*)*forged$" } },
    { none_of: "files", where: { field: "name", operator: "not_contains", value: ".txt" } },
  ].map((condition, index) => ({
    name: `condition ${index}`,
    conditions: [condition],
    actions: [{ type: "add_tag", params: { tag: `condition ${index}` } }],
  }));

  test("is matched as any other text", async () => {
    const { result } = await runner.run({ rules }, "--dry-run");
    expect(result.rules.map(({ matched }) => matched)).toEqual(rules.map(() => 1));
  });

  test("is explained on a terminal without doing anything to it", async () => {
    await runner.run({ rules }, "--dry-run");
    const { code, stdout, stderr } = await runner.program.client("--dry-run", "--wait", "--trace");
    expect(code).toBe(0);
    expect(stdout).toContain("forged");
    expect(oddIn(stdout + stderr)).toEqual([]);
    expect(stdout.split("\n").filter((line) => line.startsWith("2026-01-01 00:00:00Z"))).toEqual([]);
  });

  test("is the same in the JSON of a trace", async () => {
    await runner.run({ rules }, "--dry-run");
    const { stdout } = await runner.program.client("--dry-run", "--wait", "--trace", "--output", "json");
    const [file] = asRows(await bench.session.get("torrents/files", { hash: HASH }));
    expect(stringsIn(JSON.parse(stdout))).toContain(String(file?.["name"]));
  });
});

/** Until the tracker has said what it has to say. */
async function untilTold({ session, rows }: Bench): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const isThere = (await rows()).length === 1;
    const found = isThere ? asRows(await session.get("torrents/trackers", { hash: HASH })) : [];
    if (found.some(({ msg, updating }) => String(msg).includes("forged") && updating !== true)) return;
    await Bun.sleep(50);
  }
  throw new Error("the tracker was not heard of");
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
