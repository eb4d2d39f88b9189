import { expect, test } from "bun:test";

import { at } from "../support/json.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { EXECUTABLE, startProgram } from "../support/program.ts";

const RULES = `
rules:
  - name: Tag everything
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}]
`;

test("a large result reaches a slow reader of the pipe whole", async () => {
  const qbittorrent = startSimulator({ version: "5.1.0" });
  for (let n = 0; n < 600; n++) qbittorrent.addTorrent({ name: `Torrent ${n}` });
  const program = await startProgram({ qbittorrent: qbittorrent.url, rules: RULES });
  try {
    const { stdout } = await program.client("--wait", "--output", "json");
    const id = String(at(JSON.parse(stdout), "job_id"));
    const slow = Bun.spawn(["sh", "-c", `"$0" --job-status "$1" --output json | (sleep 0.5; cat)`, EXECUTABLE, id], {
      env: {
        PATH: process.env["PATH"] ?? "",
        QBT_RULES_CLIENT_SERVER_URL: program.url,
        QBT_RULES_CLIENT_API_KEY: program.key,
      },
      stdout: "pipe",
    });
    const text = await slow.stdout.text();
    expect(text.length).toBeGreaterThan(65_536);
    expect(JSON.parse(text)).toEqual(JSON.parse(stdout));
  } finally {
    await program.stop();
    await qbittorrent.stop();
  }
});
