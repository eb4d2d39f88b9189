import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXECUTABLE, run, startProgram } from "../support/program.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { freePort } from "../support/free-port.ts";

const RULES = `
rules:
  - name: Tag everything
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}]
`;

const CHECKS = ["settings", "rules", "server", "keys", "queue", "qbittorrent", "hook", "clocks"];

test("the doctor finds what is wrong, one thing after the other, and nothing where nothing is", async () => {
  const password = "the-right-passw0rd";
  const qbittorrent = startSimulator({ version: "5.1.0", password });
  const program = await startProgram({
    qbittorrent: qbittorrent.url,
    rules: RULES,
    env: { QBT_RULES_QBITTORRENT_PASSWORD: password },
  });
  const secrets = [password, program.key];
  const env = {
    QBT_RULES_CONFIG_DIR: program.folder,
    QBT_RULES_SERVER_API_KEY: program.key,
    QBT_RULES_CLIENT_API_KEY: program.key,
    QBT_RULES_CLIENT_SERVER_URL: program.url,
    QBT_RULES_SERVER_PORT: new URL(program.url).port,
    QBT_RULES_QBITTORRENT_HOST: qbittorrent.url,
    QBT_RULES_QBITTORRENT_PASSWORD: password,
  };

  /** The exit status, the marks of the checks, and all that is said. */
  async function doctor(changes: Readonly<Record<string, string>> = {}) {
    const { code, stdout, stderr } = await run(["--doctor"], { ...env, ...changes });
    expect(stderr).toBe("");
    for (const secret of [
      ...secrets,
      ...Object.entries(changes).map(([name, value]) => (/KEY|PASS/.test(name) ? value : secrets[0])),
    ])
      expect(stdout).not.toContain(String(secret));
    const lines = stdout.split("\n").filter((line) => /^[✓!✗–] /.test(line));
    expect(lines.map((line) => line.split(/ +/)[1] ?? "")).toEqual(CHECKS);
    const marks = Object.fromEntries(lines.map((line) => [line.split(/ +/)[1] ?? "", line[0] ?? ""]));
    return { code, marks, stdout };
  }

  const allWell = Object.fromEntries(CHECKS.map((check) => [check, "✓"]));

  try {
    const folder = join(program.folder, "hook");
    mkdirSync(folder);
    writeFileSync(join(folder, "config.yml"), JSON.stringify({ client: { api_key: program.key } }));
    const hook = ["--hook-program", EXECUTABLE, "--hook-config-dir", folder];
    expect((await run(["--install-hook", "on_added,on_completed", ...hook], env)).code).toBe(0);
    await healthy(program.url);

    const well = await doctor();
    expect(well).toMatchObject({ code: 0, marks: allWell });
    expect(well.stdout).toEndWith("\nnothing is wrong\n");

    const wrongPassword = await doctor({ QBT_RULES_QBITTORRENT_PASSWORD: "an-0ld-passw0rd" });
    expect(wrongPassword).toMatchObject({ code: 1, marks: { ...allWell, qbittorrent: "✗", hook: "–" } });
    expect(wrongPassword.stdout).toContain('refused the login of user "admin"');

    const wrongKey = await doctor({ QBT_RULES_CLIENT_API_KEY: "an-0ld-key-0123456789abcdef" });
    expect(wrongKey).toMatchObject({ code: 1, marks: { ...allWell, keys: "✗" } });

    writeFileSync(join(program.folder, "rules.yml"), RULES.replace("match_all", "match_al"));
    const typo = await doctor();
    expect(typo).toMatchObject({ code: 1, marks: { ...allWell, rules: "✗", server: expect.stringMatching(/[✓!]/) } });
    expect(typo.stdout).toContain("rules.yml:4:5: ");
    expect(typo.stdout).toContain("match_all");
    writeFileSync(join(program.folder, "rules.yml"), RULES);

    const nobody = `http://127.0.0.1:${freePort()}`;
    const noQbittorrent = await doctor({ QBT_RULES_QBITTORRENT_HOST: nobody });
    expect(noQbittorrent).toMatchObject({ code: 1, marks: { ...allWell, qbittorrent: "✗", hook: "–" } });

    await program.terminate();
    const down = await doctor();
    expect(down).toMatchObject({ code: 1, marks: { ...allWell, server: "✗", keys: "–" } });
    expect(down.stdout).toContain("-> start it: qbt-rules --serve");
  } finally {
    await program.stop();
    await qbittorrent.stop();
  }
}, 60_000);

/** It has found its qBittorrent; or the test runs out of time. */
async function healthy(url: string): Promise<void> {
  while ((await fetch(`${url}/api/health`)).status !== 200) await Bun.sleep(20);
}
