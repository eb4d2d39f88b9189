import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { freePort } from "../support/free-port.ts";
import { call } from "../support/cli.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { tempFolder } from "../support/temp.ts";
import { PASSWORD, diagnose, settingsOf, startWell } from "./support.ts";

const NOBODY = `http://127.0.0.1:${freePort()}`;

test("where all is well nothing is wrong", async () => {
  await using server = await startWell();
  const { code, states } = await diagnose(settingsOf(server));
  expect(states).toEqual({
    settings: "ok",
    rules: "ok",
    server: "ok",
    keys: "ok",
    queue: "ok",
    qbittorrent: "ok",
    // Nobody has installed it, and there may be a schedule instead.
    hook: "warning",
    clocks: "ok",
  });
  expect(code).toBe(0);
});

test("settings that are not understood are told of all at once, and nothing else is looked at", async () => {
  const { code, of, states } = await diagnose({ QBT_RULES_SERVER_PORT: "many", QBT_RULES_QBITTORRENT_HOST: "nas" });
  expect(code).toBe(1);
  expect(of("settings").problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("server.port"),
    expect.stringContaining("qbittorrent.host"),
  ]);
  expect(Object.values(states).filter((state) => state === "not_checked")).toHaveLength(7);
});

test("without any settings the server's are missing, with all ways to give them", async () => {
  const { code, of, states } = await diagnose({});
  expect(code).toBe(1);
  expect(of("settings").problems.map(({ message }) => message)).toEqual([
    "server.api_key is not set",
    "qbittorrent.api_key is not set, nor is qbittorrent.password",
  ]);
  expect(of("settings").problems[0]?.hint).toContain("QBT_RULES_SERVER_API_KEY_FILE");
  expect([states["keys"], states["qbittorrent"], states["hook"]]).toEqual(Array(3).fill("not_checked"));
});

test("where no folder was named, that is what may be missing", async () => {
  const { of } = await diagnose({ QBT_RULES_CONFIG_DIR: "" });
  expect(of("settings").hint).toContain("--config-dir");
});

test("a client lacks nothing of a server, and is looked at as one", async () => {
  await using server = await startWell();
  const { code, of, states } = await diagnose({
    QBT_RULES_CLIENT_SERVER_URL: server.app.url,
    QBT_RULES_CLIENT_API_KEY: server.settings["server.api_key"][0],
  });
  expect(code).toBe(0);
  expect(states).toEqual({
    settings: "ok",
    rules: "not_checked",
    server: "ok",
    keys: "ok",
    queue: "ok",
    qbittorrent: "not_checked",
    hook: "not_checked",
    clocks: "ok",
  });
  expect(of("queue").message).toBe(`${server.app.url} takes jobs`);
});

test("a key of a client beside settings that only a server reads makes no client: the server's secrets are missing here", async () => {
  const { code, of } = await diagnose({
    QBT_RULES_CLIENT_SERVER_URL: NOBODY,
    QBT_RULES_CLIENT_API_KEY: "0123456789abcdef",
    QBT_RULES_QBITTORRENT_HOST: NOBODY,
  });
  expect(code).toBe(1);
  expect(of("settings").problems.map(({ message }) => message)).toEqual([
    "server.api_key is not set",
    "qbittorrent.api_key is not set, nor is qbittorrent.password",
  ]);
  expect(of("rules").message).not.toContain("a client");
});

test("what will surprise is a warning: a secret on the command line, a variable that is none", async () => {
  await using server = await startWell();
  const { code, of } = await diagnose(
    { ...settingsOf(server), QBT_RULES_SERVER_PROT: "1" },
    { args: ["--client-api-key", server.settings["server.api_key"][0]] },
  );
  expect(code).toBe(0);
  const { state, problems } = of("settings");
  expect(state).toBe("warning");
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining("QBT_RULES_SERVER_PROT"),
    expect.stringContaining("list of processes"),
  ]);
});

test("what it says to type has the flags that it was given itself, as far as that takes them, and no secret", async () => {
  await using server = startSimulator({ version: "5.1.0" });
  using folder = tempFolder();
  writeFileSync(folder.file("my rules.yml"), "rules: 1");
  const args = ["--qbittorrent-host", server.url, "--qbittorrent-password", PASSWORD, "--server-api-key", "s3cret-key"];
  const { of, text } = await diagnose(
    { QBT_RULES_CLIENT_SERVER_URL: NOBODY },
    { args: [...args, "--rules-file", folder.file("my rules.yml")] },
  );
  const shared = `qbt-rules --qbittorrent-host ${server.url}`;
  expect(of("hook").hint).toStartWith(`${shared} --install-hook on_added,on_completed;`);
  const rules = `--rules-file '${folder.file("my rules.yml")}'`;
  expect(of("rules").hint).toEndWith(`${shared} ${rules} --validate`);
  expect(of("server").hint).toContain(`${shared} ${rules} --serve`);
  expect(text).not.toContain("s3cret-key");
});

test("is interrupted as soon as it is asked to stop, also while qBittorrent does not answer", async () => {
  const stopping = new AbortController();
  const silent = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => (stopping.abort(), new Promise(() => {})) });
  try {
    const { code } = await call(["--doctor"], {
      env: {
        QBT_RULES_QBITTORRENT_HOST: silent.url.origin,
        QBT_RULES_QBITTORRENT_PASSWORD: "x",
        QBT_RULES_CLIENT_SERVER_URL: NOBODY,
      },
      signal: stopping.signal,
    });
    expect(code).toBe(130);
  } finally {
    await silent.stop(true);
  }
});
