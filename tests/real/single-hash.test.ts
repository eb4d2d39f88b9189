import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import type { Suite } from "../support/qbittorrent/cache.ts";
import { logIn } from "../support/qbittorrent/http.ts";
import { fillByCopies } from "../support/qbittorrent/library.ts";
import { type Exchange, endpointOf } from "../support/qbittorrent/proxy.ts";
import { type RealServer, startReal } from "../support/qbittorrent/real.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { makeTorrent } from "../support/qbittorrent/torrents.ts";
import { type Runner, startRunner } from "./runner.ts";

setDefaultTimeout(110_000);

const LIBRARY = 10_000;

const added = makeTorrent({
  name: "Some.Show.S01E02.1080p",
  files: [
    { path: "episode.mkv", length: 40_000 },
    { path: "sample.mkv", length: 20_000 },
  ],
  trackers: ["http://127.0.0.1:9/private/announce"],
});

/** What a hook does when a torrent was added. */
const onAdded = [
  rule("Resolution", { field: "info.name", operator: "matches", value: "(?i)(1080p|2160p)" }, tag("hd")),
  rule("Small", { field: "info.size", operator: "smaller_than", value: "1 GB" }, tag("small")),
  rule("Private", { field: "trackers.url", operator: "contains", value: "/private/" }, tag("private-tracker")),
  rule("Samples", { any_of: "files", where: { field: "name", operator: "contains", value: "sample" } }, tag("sample")),
  rule(
    "Waiting",
    { none_of: "trackers", where: { field: "status", operator: "!=", value: "not_contacted" } },
    { type: "set_upload_limit", params: { limit: "500 KiB/s" } },
  ),
];

interface Case {
  readonly version: string;
  readonly suite: Suite;
  /** All that is asked of the server for the torrent. */
  readonly asked: readonly string[];
}

const servers: readonly Case[] = [
  { version: "5.3.0", suite: "sid", asked: ["torrents/info"] },
  { version: "4.5.2", suite: "bookworm", asked: ["torrents/info", "torrents/trackers", "torrents/files"] },
];

describe.each(servers)("a job for one of 10,000 torrents on qBittorrent $version", ({ suite, asked }) => {
  let server: RealServer;
  let runner: Runner;

  beforeAll(async () => {
    server = await startReal({ suite });
    await fillByCopies(server, LIBRARY - 1);
    await addTorrents(await logIn(server.url), [added]);
    runner = await startRunner(server.url);
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await server.stop();
  });

  test("five rules, some about trackers and files: at most three reads, and about that torrent only", async () => {
    const { result, reads, writes } = await runner.run(
      { rules: onAdded },
      "--context",
      "on_added",
      "--hash",
      added.hash,
    );
    expect(result).toMatchObject({ torrents_processed: 1, rules_matched: 5, actions_executed: 5, errors: 0 });
    expect(reads.map(endpointOf).toSorted()).toEqual(asked.toSorted());
    expect(reads.every(({ path }) => path.includes(added.hash))).toBe(true);
    // Tags for the same torrents go in one request.
    expect(writes.map(endpointOf)).toEqual(["torrents/addTags", "torrents/setUploadLimit"]);
    expect(writes.every(({ body }) => new URLSearchParams(body).get("hashes") === added.hash)).toBe(true);
  });

  test("a deletion of its data: the whole list as well, once, to see who else uses it", async () => {
    const { result, reads, writes } = await runner.run(
      {
        rules: [
          ...onAdded,
          rule(
            "Delete",
            { field: "info.tags", operator: "contains", value: "sample" },
            deletion({ delete_files: true }),
          ),
        ],
      },
      "--context",
      "on_added",
      "--hash",
      added.hash,
    );
    expect(result).toMatchObject({ torrents_processed: 1, actions_executed: 1, errors: 0 });
    expect(reads.map(endpointOf).toSorted()).toEqual(["torrents/info", ...asked].toSorted());
    expect(reads.filter(isWholeList)).toHaveLength(1);
    expect(writes.map(endpointOf)).toEqual(["torrents/delete"]);
    expect(new URLSearchParams(writes[0]?.body).get("hashes")).toBe(added.hash);
  });
});

function rule(name: string, condition: unknown, action: unknown) {
  return { name, context: "on_added", conditions: [condition], actions: [action] };
}

function tag(name: string) {
  return { type: "add_tag", params: { tag: name } };
}

function deletion(params: Readonly<Record<string, boolean>>) {
  return { type: "delete_torrent", params };
}

const isWholeList = (exchange: Exchange): boolean =>
  endpointOf(exchange) === "torrents/info" && !exchange.path.includes("hashes=");
