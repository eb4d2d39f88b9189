import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { SUITES } from "../support/qbittorrent/cache.ts";
import { logIn } from "../support/qbittorrent/http.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { makeTorrent } from "../support/qbittorrent/torrents.ts";
import { oddIn } from "./odd.ts";
import { type Runner, type RulesFile, startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

/** What a stranger, or a user who renames, can make a torrent be called on a real server. */
const names: Readonly<Record<string, string>> = {
  bomb: `${"a".repeat(30)}!`,
  longBomb: `${"a".repeat(4_095)}!`,
  onlyA: "a".repeat(4_096),
  abWithoutC: "ab".repeat(2_048),
  abc: `${"x".repeat(2_000)}a${"x".repeat(1_000)}b${"x".repeat(1_000)}c`,
  onlyX: "x".repeat(4_096),
  control: "con\u0000trol\u0007\u0008.\u007F.",
  separators: "one\u2028two\u2029three\u0085four",
  ansi: "\u001B[31mred\u001B[2J\u001B]0;title\u0007\u009B1A done",
  direction: "\u202Egpj.exe\u202C \u200Bhidden\uFEFF.",
  shell: "\"quo'tes` \\ $(touch x) %s %N {name} <b>&|;",
  emoji: "👩‍👩‍👧 🇩🇪 e\u0301 電影",
  json: '{"hash":"\\u0000"}, {',
  forged: "2026-01-01 00:00:00Z INFO    engine  Deleted job=forged name=forged",
};

/** And what no real server was seen to let pass, neither in a torrent file nor by renaming, but JSON can carry. */
const worse: Readonly<Record<string, string>> = {
  ...names,
  lines: "first\nsecond\r\n2026-01-01 00:00:00Z ERROR forged",
  surrogates: "lone \uD800 and \uDC00",
  nothing: "",
};

interface Subject {
  readonly url: string;
  /** By the keys of the names. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly stop: () => Promise<void>;
}

const subjects: readonly { readonly name: string; readonly start: () => Promise<Subject> }[] = [
  ...SUITES.map((suite) => ({
    name: `real qBittorrent (${suite})`,
    start: async (): Promise<Subject> => {
      const server = await startReal({ suite });
      const session = await logIn(server.url);
      const torrents = Object.keys(names).map((key) => makeTorrent({ name: key, hollow: true }));
      await addTorrents(session, torrents);
      for (const { hash, name: key } of torrents) {
        await session.post("torrents/rename", { hash, name: names[key] ?? key });
      }
      return {
        url: server.url,
        hashes: new Map(torrents.map(({ hash, name: key }) => [key, hash])),
        stop: server.stop,
      };
    },
  })),
  {
    name: "a simulated qBittorrent, with what no real one lets pass",
    start: async () => {
      const simulator = startSimulator({ version: "5.1.0" });
      const hashes = Object.entries(worse).map(([key, name]) => [key, simulator.addTorrent({ name }).hash] as const);
      return { url: simulator.url, hashes: new Map(hashes), stop: simulator.stop };
    },
  },
];

describe.each([...subjects])("hostile names on $name", ({ start }) => {
  let subject: Subject;
  let runner: Runner;

  beforeAll(async () => {
    subject = await start();
    // What is bounded: each job has to end within this time, whatever the names.
    runner = await startRunner(subject.url, { QBT_RULES_CLIENT_WAIT_TIMEOUT: "50s", QBT_RULES_LOG_LEVEL: "DEBUG" });
  });

  afterAll(async () => {
    await runner[Symbol.asyncDispose]();
    await subject.stop();
  });

  /** Those of the torrents that the condition holds for. */
  async function matching(...conditions: readonly Condition[]): Promise<readonly (readonly string[])[]> {
    const rules = conditions.map((condition, index) => ({
      name: `condition ${index}`,
      conditions: [{ field: "info.name", ...condition }],
      actions: [{ type: "add_tag", params: { tag: `condition ${index}` } }],
    }));
    const { result } = await runner.run({ rules }, "--dry-run");
    return rules.map(({ name }) =>
      [...subject.hashes]
        .filter(([, hash]) =>
          result.torrents.some((torrent) => torrent.hash === hash && torrent.actions.some(({ rule }) => rule === name)),
        )
        .map(([key]) => key),
    );
  }

  test("each is known by its exact name", async () => {
    const keys = [...subject.hashes.keys()];
    expect(await matching(...keys.map((key) => ({ operator: "==", value: worse[key] ?? key })))).toEqual(
      keys.map((key) => [key]),
    );
  });

  test("patterns that could try for ever give their answer", async () => {
    const patterns: readonly (readonly [pattern: string, keys: readonly string[]])[] = [
      ["(a+)+$", ["onlyA"]],
      ["^(a|aa)+$", ["onlyA"]],
      ["^(a|a?)+!$", ["bomb", "longBomb"]],
      ["(x+x+)+y", []],
      [".*a.*b.*c", ["abc"]],
      ["a.*a.*a.*a.*a.*!", ["bomb", "longBomb"]],
      ["(.*)*(.*)*(.*)*$^never", []],
    ];
    const found = await matching(...patterns.map(([value]) => ({ operator: "matches", value })));
    expect(patterns.map(([pattern], index) => [pattern, found[index]])).toEqual(
      patterns.map((pattern) => [...pattern]),
    );
  });

  test("what is odd about a name can be asked for", async () => {
    const asked: readonly (readonly [Condition, readonly string[]])[] = [
      [{ operator: "matches", value: String.raw`[\x00-\x1F]` }, ["control", "ansi", "lines"]],
      [{ operator: "matches", value: String.raw`[\x{202A}-\x{202E}]` }, ["direction"]],
      [{ operator: "contains", value: "$(touch x) %s" }, ["shell"]],
      [{ operator: "matches", value: String.raw`\$\(touch .\) %s` }, ["shell"]],
      [{ operator: "starts_with", value: "\"quo'tes` \\" }, ["shell"]],
      [{ operator: "contains", value: "👩‍👩‍👧" }, ["emoji"]],
      [{ operator: "ends_with", value: "電影" }, ["emoji"]],
      [{ operator: "contains", value: "\u2028two\u2029" }, ["separators"]],
    ];
    const found = await matching(...asked.map(([condition]) => condition));
    expect(found).toEqual(asked.map(([, keys]) => keys.filter((key) => subject.hashes.has(key))));
  });

  test("as JSON a name is what the server says it is", async () => {
    const { result } = await runner.run(everything({ type: "reannounce" }), "--dry-run");
    const named = new Map(result.torrents.map(({ hash, name }) => [hash, name]));
    for (const [key, hash] of subject.hashes) expect(named.get(hash)).toBe(worse[key] ?? key);
  });

  test("on a terminal a name is one line at most, and does nothing", async () => {
    const { id } = await runner.run(everything({ type: "reannounce" }), "--dry-run");
    const shown = await Promise.all([
      runner.program.client("--dry-run", "--wait"),
      runner.program.client("--dry-run", "--wait", "--trace"),
      runner.program.client("--job-status", id),
    ]);
    for (const { code, stdout, stderr } of shown) {
      expect(code).toBe(0);
      expect(oddIn(stdout + stderr)).toEqual([]);
      const rows = stdout
        .split("\n")
        .filter((line) => / {2}everything {2}reannounce {2,}would be executed$/.test(line));
      expect(rows).toHaveLength(subject.hashes.size);
    }
  });

  test("refused and then carried out, each deletion is one line of the log, which no name can forge", async () => {
    const deletion = everything({ type: "delete_torrent", params: { delete_files: false } });
    const refused = await runner.run({ ...deletion, safety: { max_deletions: 2 } });
    expect(refused.status).toBe("failed");
    const { stdout } = await runner.program.client("--job-status", refused.id);
    expect(oddIn(stdout)).toEqual([]);
    for (const hash of subject.hashes.values()) {
      expect(stdout.split("\n").filter((line) => line.includes(`(${hash}), by rule "everything"`))).toHaveLength(1);
    }

    await runner.run({ ...deletion, safety: { max_deletions: 100 } });
    const log = readFileSync(join(runner.program.folder, "qbt-rules.log"), "utf8");
    for (const text of [log, runner.program.console()]) {
      expect(oddIn(text)).toEqual([]);
      const lines = text.trimEnd().split("\n");
      expect(lines.filter((line) => !LOG_LINE.test(line))).toEqual([]);
      const deleted = lines.filter((line) => / INFO {4}engine  Deleted job=\S+ name=/.test(line.slice(0, 100)));
      const hashes = deleted.map((line) => / hash=([0-9a-f]{40}) rule=everything delete_files=false$/.exec(line)?.[1]);
      expect(hashes.map(String).toSorted()).toEqual([...subject.hashes.values()].toSorted());
      expect(lines.filter((line) => line.includes("Job failed"))).toHaveLength(1);
    }
  });
});

interface Condition {
  readonly operator: string;
  readonly value: string;
}

const everything = (action: unknown): RulesFile => ({
  rules: [{ name: "everything", match_all: true, actions: [action] }],
});

const LOG_LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ (?:DEBUG|INFO|WARNING|ERROR) +[\w.-]+ +\S/;
