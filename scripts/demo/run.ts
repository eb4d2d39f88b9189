import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { createClient } from "../../src/qbittorrent/client.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { EXECUTABLE, type Program, startProgram } from "../../tests/support/program.ts";
import { changes } from "./changes.ts";
import type { DemoServer } from "./qbittorrent.ts";
import { screenWidth } from "./say.ts";

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
    if (guest) return await submit(program, say, { key, flags: ["--dry-run"] });
    const before = await torrents(env);
    const calm = disturb();
    const dry = await submit(program, say, { key, flags: ["--dry-run"] });
    const real = await submit(program, say, { key, flags: [] });
    calm();
    say("What changed in qBittorrent");
    for (const line of changes(before, await torrents(env), screenWidth())) console.log(line);
    return dry || real;
  } finally {
    await program.stop();
  }
}

/** In this terminal, as whoever types it sees it: with its colours, and no wider than it is. */
async function submit({ url, folder }: Program, say: (line: string) => void, { key, flags }: Submission) {
  const words = ["--context", "on_added", ...flags, "--wait"];
  say(`qbt-rules ${words.join(" ")}`);
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("QBT_RULES_"))),
    QBT_RULES_CONFIG_DIR: folder,
    QBT_RULES_CLIENT_SERVER_URL: url,
    QBT_RULES_CLIENT_API_KEY: key,
  };
  return await Bun.spawn([EXECUTABLE, ...words], { env, stdio: ["ignore", "inherit", "inherit"] }).exited;
}

interface Submission {
  readonly key: string;
  readonly flags: readonly string[];
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
