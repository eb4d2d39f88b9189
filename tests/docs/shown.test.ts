import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { build } from "../../src/version.ts";
import { RULES, settingsOf, startWell } from "../doctor/support.ts";
import { startTestApp } from "../support/app.ts";
import { call, clientOf } from "../support/cli.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import type { TorrentSeed } from "../support/qbittorrent/simulator/torrent.ts";
import { tempFolder } from "../support/temp.ts";
import { type Page, blocksOf } from "./pages.ts";

const DAY = 86_400;
const now = Math.floor(Date.now() / 1000);

const seeding = (name: string, daysAgo: number, more: TorrentSeed): TorrentSeed => ({
  name,
  progress: 1,
  stopped: false,
  addedOn: now - (daysAgo + 1) * DAY,
  completionOn: now - daysAgo * DAY,
  ...more,
});

const library = [
  seeding("ubuntu-24.04-desktop-amd64.iso", 60, { ratio: 3.2 }),
  seeding("Old.Film.1999.1080p", 90, { ratio: 2.4, tags: ["Keep"] }),
  seeding("debian-13.1.0-amd64-netinst.iso", 2, { ratio: 0.7 }),
];

/** What a client of a server with these rules prints. */
async function printed(rules: string, args: string): Promise<string> {
  await using server = await startTestApp({ rules, simulator: { version: "5.3.0", torrents: library } });
  const { out } = await call(args.split(" "), { env: clientOf(server) });
  return out.join("\n");
}

/** What differs each time: the number of the job, moments, trace ids. */
const masked = (text: string): string =>
  text
    .replaceAll(/ \(trace id [\da-f-]{36}\)/g, "")
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "WHEN")
    .trimEnd();

const shownOn = (page: Page, start: string): string =>
  masked(blocksOf(page).find(({ language, text }) => language === "text" && text.startsWith(start))?.text ?? "none");

const rulesOn = (page: Page, name: string): string =>
  blocksOf(page).find(({ language, text }) => language === "yaml" && text.includes(`name: ${name}`))?.text ?? "";

describe("what the program is shown to print, it prints:", () => {
  const rules = rulesOn("README.md", "Clean up old seeds");

  test("a dry run", async () => {
    expect(masked(await printed(rules, "--context scheduled --dry-run --wait"))).toBe(shownOn("README.md", "Job: "));
  });

  test("a trace", async () => {
    const trace = masked(await printed(rules, "--context scheduled --dry-run --trace --wait"));
    expect(trace).toContain(shownOn("README.md", "Old.Film.1999.1080p"));
  });

  test("too many deletions", async () => {
    const deleting = `
safety: {max_deletions: 1}
rules:
  - name: Clean up
    conditions: [{field: info.name, operator: ends_with, value: .iso}]
    actions: [{type: delete_torrent, params: {delete_files: false}}]
`;
    expect(masked(await printed(deleting, "--wait"))).toContain(shownOn("docs/rules.md", "Error: "));
  });

  test("mistakes", async () => {
    using folder = tempFolder();
    const file = folder.file("rules.yml");
    writeFileSync(file, blocksOf("docs/rules.md").find(({ kind }) => kind === "mistake")?.text ?? "");
    const { out } = await call(["--validate", "--rules-file", file]);
    expect(out.join("\n").replaceAll(file, "rules.yml").trimEnd()).toBe(shownOn("docs/rules.md", "3 errors"));
  });
});

test("the installation of the hook, on its page", async () => {
  const simulator = startSimulator({ version: "5.1.0" });
  try {
    const paths = ["--hook-program", "/usr/local/bin/qbt-rules", "--hook-config-dir", "/srv/qbt-rules"];
    const { out, err } = await call(["--install-hook", "on_added,on_completed", ...paths], {
      env: { QBT_RULES_QBITTORRENT_HOST: simulator.url, QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin" },
    });
    expect([...out, ...err].join("\n").replace(simulator.url, "http://localhost:8080")).toBe(
      shownOn("docs/hook.md", "qBittorrent v5.1.0"),
    );
  } finally {
    await simulator.stop();
  }
});

test("the findings of the doctor, on their page", async () => {
  await using server = await startWell();
  server.writeRules(RULES.replace("match_all", "match_al"));
  await server.ask("GET /rules");
  const { simulator, settings, app } = server;
  const folder = settings["config.dir"];
  writeFileSync(`${folder}/config.yml`, "");
  const { out } = await call(["--doctor", "--config-dir", folder], { env: settingsOf(server) });
  const said = out
    .join("\n")
    .replaceAll(build.version, "0.4.0")
    .replaceAll(app.url, "http://localhost:5000")
    .replaceAll(simulator.url, "http://localhost:8080")
    .replaceAll(folder, "/srv/qbt-rules");
  expect(said).toBe(shownOn("docs/doctor.md", "✓ settings"));
});
