import { afterEach, describe, expect, test } from "bun:test";
import type { Logging } from "../../src/lib/log.ts";
import { logLines } from "../support/log-lines.ts";
import { answering, bench, rules } from "./support.ts";

const running: { logging?: Logging } = {};
afterEach(() => running.logging?.close());

function lines(): readonly string[] {
  const logging = (running.logging = logLines("INFO"));
  return logging.lines;
}

const torrents = [{ name: "film", progress: 1, stopped: true }];
const clean = rules(
  "clean | {field: info.ratio, operator: '>=', value: 0} | {type: delete_torrent, params: {delete_files: false}}",
);

describe("every line of a pass names its job", () => {
  test("what is sent, what is deleted, and what came of it all", async () => {
    await using on = bench({ rules: clean, torrents });
    const log = lines();
    await on.run({ job: "job-1" });
    const [hash] = on.simulator.deletions.map((deletion) => deletion.hash);
    expect(log).toEqual([
      "INFO qbt-rules Sent job=job-1 request=delete torrents=1",
      "INFO qbt-rules Pass job=job-1 torrents=1 matched=1 requests=1",
      `INFO qbt-rules Deleted job=job-1 name=film hash=${hash} rule=clean delete_files=false`,
    ]);
  });

  test("what qBittorrent refuses", async () => {
    await using on = bench({ rules: clean, torrents, before: answering("torrents/delete", 409, "no") });
    const log = lines();
    await on.run({ job: "job-1" });
    expect(log.filter((line) => line.startsWith("ERROR"))).toEqual([expect.stringContaining("Refused job=job-1 ")]);
  });

  test("a warning, which of a dry run says so", async () => {
    await using on = bench({ rules: clean, torrents });
    const log = lines();
    await on.run({ job: "job-1", context: "nosuch", dryRun: true, hash: "0".repeat(40) });
    expect(log.filter((line) => line.startsWith("WARNING"))).toEqual([
      expect.stringContaining("qbt-rules Dry run job=job-1 warning="),
      expect.stringContaining("qbt-rules Dry run job=job-1 warning="),
    ]);
  });

  test("where nobody has one, none is made up", async () => {
    await using on = bench({ rules: clean, torrents });
    const log = lines();
    await on.run({ dryRun: true });
    expect(log).toEqual(["INFO qbt-rules Dry run torrents=1 matched=1 requests=1"]);
  });
});
