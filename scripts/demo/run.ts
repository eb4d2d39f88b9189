import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { table } from "../../src/cli/table.ts";
import { createClient } from "../../src/qbittorrent/client.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { type Program, startProgram } from "../../tests/support/program.ts";
import type { DemoServer } from "./qbittorrent.ts";

const RULES = "examples/rules/demo.yml";

/** Starts `--serve`, submits a dry run and (where the torrents are ours) the real one, and shows what changed. */
export async function runRules({ env, guest, disturb }: DemoServer, say: (line: string) => void): Promise<number> {
  const key = randomBytes(32).toString("hex");
  const program = await startProgram({
    qbittorrent: env["QBT_RULES_QBITTORRENT_HOST"] ?? "",
    rules: readFileSync(RULES, "utf8"),
    // Nobody wants to watch a demonstration wait for a qBittorrent that is not there.
    env: { ...env, QBT_RULES_SERVER_API_KEY: key, QBT_RULES_CLIENT_API_KEY: key, QBT_RULES_QUEUE_RETRY_FOR: "5s" },
  });
  try {
    say(`Started qbt-rules --serve at ${program.url}, with the rules of ${RULES} and its queue in a temporary folder`);
    if (guest) return await submit(program, say, "--dry-run");
    const before = await torrents(env);
    const calm = disturb();
    const dry = await submit(program, say, "--dry-run");
    const real = await submit(program, say);
    calm();
    say("What changed in qBittorrent");
    for (const line of changes(before, await torrents(env))) console.log(line);
    return dry || real;
  } finally {
    await program.stop();
  }
}

async function submit(program: Program, say: (line: string) => void, ...flags: readonly string[]): Promise<number> {
  const words = ["--context", "on_added", ...flags, "--wait"];
  say(`qbt-rules ${words.join(" ")}`);
  const { code, stdout, stderr } = await program.client(...words);
  console.log(`${stderr}${stdout}`.trimEnd());
  return code;
}

const torrents = (env: Readonly<Record<string, string>>): Promise<Torrent[]> =>
  createClient({
    host: env["QBT_RULES_QBITTORRENT_HOST"] ?? "",
    credentials: {
      kind: "password",
      username: env["QBT_RULES_QBITTORRENT_USERNAME"] ?? "",
      password: env["QBT_RULES_QBITTORRENT_PASSWORD"] ?? "",
    },
    runsOnce: true,
    timeoutMs: 10_000,
    fetch: (url, init) => fetch(url, init),
  }).torrents({});

function changes(before: readonly Torrent[], after: readonly Torrent[]): string[] {
  const rows = before.map((torrent) => {
    const now = after.find(({ hash }) => hash === torrent.hash);
    if (now === undefined) return [torrent.name, "gone (data kept)", "", ""];
    return [torrent.name, ...[category, tags, uploadLimit].map((show) => change(show(torrent), show(now)))];
  });
  return table(["Torrent", "Category", "Tags", "Upload limit"], rows);
}

const category = (torrent: Torrent): string => torrent.category || "-";
const tags = (torrent: Torrent): string => torrent.tags?.join(", ") || "-";
const uploadLimit = ({ up_limit: limit }: Torrent): string =>
  limit === undefined || limit === Infinity ? "-" : `${limit / 1024} KiB/s`;

const change = (before: string, after: string): string => (before === after ? after : `${before} -> ${after}`);
