import { describe, expect, test } from "bun:test";
import { settingKeys } from "../../src/config/schema.ts";
import { complaint, load } from "./disk.ts";

describe("precedence", () => {
  const flags = { "server-port": "1", context: "on_added" };
  const named = { QBT_RULES_SERVER_PORT: "3" };
  const env = { ...named, QBT_RULES_SERVER_PORT_FILE: "/run/port" };
  const files = { "/run/port": "2\n", "/config/config.yml": "server:\n  port: 4\n" };

  test.each([
    [{ flags, env, files }, 1, "flag --server-port"],
    [{ env, files }, 2, "file /run/port (QBT_RULES_SERVER_PORT_FILE)"],
    [{ env: named, files }, 3, "environment QBT_RULES_SERVER_PORT"],
    [{ files }, 4, "/config/config.yml:2:9"],
    [{}, 5000, "default"],
  ])("the first of flag, file, environment, config.yml and default decides: %#", async (given, port, origin) => {
    const { settings, origins } = await load({ ...given, keys: ["server.port"] });
    expect(settings["server.port"]).toBe(port);
    expect(origins["server.port"]).toBe(origin);
  });

  test("both a variable and its file is a warning, unless a flag decides anyway", async () => {
    const { warnings } = await load({ env, files, keys: ["server.port"] });
    expect(warnings).toEqual([
      "QBT_RULES_SERVER_PORT_FILE and QBT_RULES_SERVER_PORT are both set: QBT_RULES_SERVER_PORT_FILE is used",
    ]);
    expect((await load({ flags, env, files, keys: ["server.port"] })).warnings).toEqual([]);
  });

  test("every setting can come from a file, also one whose own name ends in _FILE", async () => {
    const loaded = await load({
      env: { QBT_RULES_RULES_FILE_FILE: "/run/where" },
      files: { "/run/where": "/srv/rules.yml" },
      keys: ["rules.file"],
    });
    expect(loaded).toMatchObject({ settings: { "rules.file": "/srv/rules.yml" }, warnings: [] });
  });

  test("an empty environment variable counts as not set", async () => {
    const empty = { QBT_RULES_SERVER_PORT: "", QBT_RULES_SERVER_PORT_FILE: " ", QBT_RULES_NO_SUCH: "" };
    const { origins, warnings } = await load({ env: empty, keys: ["server.port"] });
    expect([origins["server.port"], warnings]).toEqual(["default", []]);
  });

  test("an empty flag is an error: it was written on purpose", async () => {
    const text = await complaint(load({ flags: { "server-port": "" }, keys: ["server.port"] }));
    expect(text).toContain("flag --server-port: server.port is empty");
  });

  test.each([["secret\n"], ["secret\r\n"], ["  secret \n\n"]])(
    "white space around a file's content is not part of it: %j",
    async (content) => {
      const { settings } = await load({
        env: { QBT_RULES_QBITTORRENT_PASSWORD_FILE: "/run/p" },
        files: { "/run/p": content },
        keys: ["qbittorrent.password"],
      });
      expect(settings["qbittorrent.password"]).toBe("secret");
    },
  );

  test("a password in the environment is taken as it is", async () => {
    const { settings } = await load({
      env: { QBT_RULES_QBITTORRENT_PASSWORD: " p@ss: #1 " },
      keys: ["qbittorrent.password"],
    });
    expect(settings["qbittorrent.password"]).toBe(" p@ss: #1 ");
  });
});

describe("what a command does not ask for", () => {
  test("is neither read nor checked", async () => {
    const { settings, origins } = await load({
      env: {
        QBT_RULES_SERVER_API_KEY_FILE: "/root-only",
        QBT_RULES_SERVER_PORT: "many",
        QBT_RULES_CLIENT_API_KEY: "k",
      },
      files: { "/root-only": "EACCES", "/config/config.yml": "queue:\n  backend: carrier pigeon\n" },
      keys: ["client.server_url", "client.api_key"],
      required: ["client.api_key"],
    });
    expect(settings["client.api_key"]).toBe("k");
    expect(settings["client.server_url"]).toBe("http://localhost:5000");
    expect(Object.values(origins)).not.toContain("not set");
  });
});

describe("defaults", () => {
  test("are the plan's, with nothing set at all", async () => {
    const { settings, warnings } = await load({ keys: settingKeys });
    expect(warnings).toEqual([]);
    expect(settings).toMatchObject({
      "config.dir": "/config",
      "rules.file": "/config/rules.yml",
      "queue.sqlite_path": "/config/qbt-rules.db",
      "logging.file": "/config/qbt-rules.log",
      "queue.cleanup_after": 604_800_000,
      "server.shutdown_grace": 25_000,
      "server.api_key": undefined,
    });
  });

  test.each(["./x", "./x/"])("of files follow the folder %s", async (folder) => {
    const { settings, origins } = await load({
      flags: { "config-dir": folder },
      files: { "./x/config.yml": "queue:\n  sqlite_path: /data/q.db\n" },
      keys: ["rules.file", "queue.sqlite_path", "logging.file", "config.dir"],
    });
    expect(settings["rules.file"]).toBe("./x/rules.yml");
    expect(settings["queue.sqlite_path"]).toBe("/data/q.db");
    expect(settings["logging.file"]).toBe("./x/qbt-rules.log");
    expect(origins).toMatchObject({ "config.dir": "flag --config-dir", "logging.file": "default" });
  });

  test("follow config.dir in config.yml too, which says nothing about where config.yml is", async () => {
    const { settings, origins } = await load({
      files: { "/config/config.yml": "config:\n  dir: /data\n", "/data/rules.yml": "" },
      keys: ["rules.file", "config.dir"],
    });
    expect(settings).toMatchObject({ "config.dir": "/data", "rules.file": "/data/rules.yml" });
    expect(origins["config.dir"]).toBe("/config/config.yml:2:8");
  });
});

describe("types", () => {
  test("a required setting is not undefined, an optional one may be", async () => {
    const { settings } = await load({
      env: { QBT_RULES_SERVER_API_KEY: "k" },
      keys: ["server.api_key", "queue.redis_url", "server.port"],
      required: ["server.api_key"],
    });
    const [key]: readonly [string, ...string[]] = settings["server.api_key"];
    const url: string | undefined = settings["queue.redis_url"];
    const port: number = settings["server.port"];
    expect([key, url, port]).toEqual(["k", undefined, 5000]);
  });
});
