import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { settingKeys, type SettingKey } from "../../src/config/schema.ts";
import { complaint, load } from "./disk.ts";

describe("a start with wrong settings", () => {
  test("reports every problem at once, each with setting, source and fix", async () => {
    const text = await complaint(
      load({
        flags: { "server-port": "http" },
        env: { QBT_RULES_QUEUE_CLEANUP_AFTER: "7", QBT_RULES_SERVER_API_KEY_FILE: "/run/secrets/none" },
        files: { "/config/config.yml": "server:\n  prot: 1\nqbittorrent:\n  host: qbittorrent:8080\n  pass: x\n" },
        keys: settingKeys,
        required: ["server.api_key", "qbittorrent.password"],
      }),
    );
    expect(text).toBe(
      `There are 7 problems with the settings
  /config/config.yml:2:3: unknown setting "server.prot"
      -> did you mean "port"?
  /config/config.yml:5:3: unknown setting "qbittorrent.pass"
      -> it is called "qbittorrent.password" now
  flag --server-port: server.port: "http" is not a port
      -> write a number from 1 to 65535, or 0 for any free port
  file /run/secrets/none (QBT_RULES_SERVER_API_KEY_FILE): server.api_key: the file does not exist
      -> create it, correct the path, or remove QBT_RULES_SERVER_API_KEY_FILE
  environment QBT_RULES_QUEUE_CLEANUP_AFTER: queue.cleanup_after: "7" has no unit
      -> write a number with a unit, like "30s", "5m", "12 hours" or "7d"
  /config/config.yml:4:9: qbittorrent.host: "qbittorrent:8080" is not an http or https URL
      -> write "http://qbittorrent:8080"
  qbittorrent.password is not set
      -> set one of: QBT_RULES_QBITTORRENT_PASSWORD_FILE (the path of a file that holds it), qbittorrent.password in /config/config.yml, environment QBT_RULES_QBITTORRENT_PASSWORD, flag --qbittorrent-password; where qBittorrent lets this machine in without a login, any will do`,
    );
  });

  test("says of config.yml that it does not exist only where it does not", async () => {
    const request = { keys: ["client.api_key"], required: ["client.api_key"] } as const;
    const none = "(which does not exist; --config-dir names another folder), ";
    expect(await complaint(load(request))).toContain(`client.api_key in /config/config.yml ${none}`);
    const env = { QBT_RULES_CONFIG_DIR: "/my" };
    expect(await complaint(load({ ...request, env, files: { "/my/other": "" } }))).toContain(
      "client.api_key in /my/config.yml (which does not exist), ",
    );
    const files = { "/config/config.yml": "server: {port: 1}" };
    expect(await complaint(load({ ...request, files }))).toContain("client.api_key in /config/config.yml, ");
  });

  test("is told in the singular of one", async () => {
    const loading = load({ keys: ["client.api_key"], required: ["client.api_key"] });
    expect(await complaint(loading)).toMatch(/^There is a problem with the settings\n/);
  });
});

describe("a missing API key", () => {
  test.each([
    ["server.api_key", "make a new key with: openssl rand -hex 32"],
    ["client.api_key", "it is the server's server.api_key, or one of them"],
  ] as const)("%s: every way to set it, and how to come by one", async (key, obtain) => {
    const text = await complaint(load({ keys: [key], required: [key] }));
    const env = `QBT_RULES_${key.replace(".", "_").toUpperCase()}`;
    const flag = `--${key.replaceAll(/[._]/g, "-")}`;
    for (const way of [`${env}_FILE`, `environment ${env}`, `${key} in /config/config.yml`, flag]) {
      expect(text).toContain(way);
    }
    expect(text).toEndWith(`; ${obtain}`);
  });
});

describe("a Redis queue", () => {
  const keys = ["queue.backend", "queue.redis_url"] as const;
  const flags = { "queue-backend": "redis" };
  const env = { QBT_RULES_QUEUE_REDIS_URL: "redis://localhost:6379/0" };

  test("needs its URL, and says every way to give it", async () => {
    expect(await complaint(load({ flags, keys }))).toBe(
      `There is a problem with the settings
  queue.redis_url is not set
      -> set one of: QBT_RULES_QUEUE_REDIS_URL_FILE (the path of a file that holds it), queue.redis_url in /config/config.yml (which does not exist; --config-dir names another folder), environment QBT_RULES_QUEUE_REDIS_URL, flag --queue-redis-url; it names the Redis server that keeps the jobs, like redis://localhost:6379/0`,
    );
    expect((await load({ flags, env, keys })).settings["queue.backend"]).toBe("redis");
  });

  test("needs nothing of who does not ask for its URL", async () => {
    expect((await load({ flags, keys: ["queue.backend"] })).settings["queue.backend"]).toBe("redis");
  });

  test("may have its URL set, as config.example.yml has", async () => {
    expect(await load({ env, keys })).toMatchObject({ settings: { "queue.backend": "sqlite" }, warnings: [] });
  });

  test("is nothing to advise to who wants more workers", async () => {
    const { warnings } = await load({ flags: { "server-workers": "4" }, keys: ["server.workers"] });
    expect(warnings).toEqual(["server.workers is 4, but one process serves: set it to 1, or leave it out"]);
  });
});

describe("files that cannot be read", () => {
  test.each([
    ["EACCES", "the file may not be read by this user"],
    ["EPERM", "the file may not be read by this user"],
    ["EISDIR", "that is a folder, not a file"],
    ["ENOTDIR", "the file does not exist"],
    ["EIO", "the file cannot be read: EIO"],
    ["\n", "the file is empty"],
  ])("%j of a setting: %s", async (content, words) => {
    const env = { QBT_RULES_CLIENT_API_KEY_FILE: "/run/key" };
    const text = await complaint(load({ env, files: { "/run/key": content }, keys: ["client.api_key"] }));
    expect(text).toContain(`file /run/key (QBT_RULES_CLIENT_API_KEY_FILE): client.api_key: ${words}`);
  });

  test.each([
    ["EACCES", "give this user read access to the file, correct the path, or remove QBT_RULES_CLIENT_API_KEY_FILE"],
    ["EISDIR", "name a file, correct the path, or remove QBT_RULES_CLIENT_API_KEY_FILE"],
    ["ENOENT", "create it, correct the path, or remove QBT_RULES_CLIENT_API_KEY_FILE"],
  ])("%s of a setting says what helps against that", async (content, hint) => {
    const env = { QBT_RULES_CLIENT_API_KEY_FILE: "/run/key" };
    const text = await complaint(load({ env, files: { "/run/key": content }, keys: ["client.api_key"] }));
    expect(text).toContain(`-> ${hint}`);
  });

  test.each([
    ["EACCES", "give this user read access to it, or run as the user that may read it"],
    ["EISDIR", "move the folder away, and write a file of that name"],
  ])("%s of config.yml: it is not to be removed, since there are settings in it", async (content, hint) => {
    const text = await complaint(load({ files: { "/config/config.yml": content }, keys: ["server.port"] }));
    expect(text).toEndWith(`-> ${hint}`);
  });

  test("config.yml: then nothing is called missing, since it may well be in there", async () => {
    const files = { "/config/config.yml": "EACCES" };
    const text = await complaint(load({ files, keys: ["server.api_key"], required: ["server.api_key"] }));
    expect(text).toContain("/config/config.yml: the file may not be read by this user");
    expect(text).not.toContain("is not set");
  });
});

describe("the folder", () => {
  test.each([
    [{ flags: { "config-dir": "/nowhere" } }, "flag --config-dir"],
    [{ env: { QBT_RULES_CONFIG_DIR: "/nowhere" } }, "environment QBT_RULES_CONFIG_DIR"],
    [{ files: { "/config/config.yml": "config: {dir: /nowhere}" } }, "/config/config.yml:1:15"],
  ])("that was named must exist: %#", async (given, where) => {
    const text = await complaint(load({ ...given, keys: ["rules.file"] }));
    expect(text).toContain(`${where}: config.dir: there is no folder "/nowhere"`);
  });

  test("that was named is no file: then the one that it is in is to be named", async () => {
    const text = await complaint(load({ flags: { "config-dir": "/my/config.yml" }, keys: ["rules.file"] }));
    expect(text).toContain("name the folder that the file is in: it is read there as config.yml");
  });

  test.each(["yaml", "json"])(
    "with a config.%s and no config.yml: that is not read, and said to be so",
    async (ending) => {
      const files = { [`/my/config.${ending}`]: "server: {port: 1}" };
      const flags = { "config-dir": "/my" };
      const { settings, warnings, configFile } = await load({ flags, files, keys: ["server.port"] });
      expect({ port: settings["server.port"], configFile }).toEqual({ port: 5000, configFile: undefined });
      expect(warnings).toEqual([`there is no /my/config.yml; /my/config.${ending} is not read: rename it`]);
      const text = await complaint(load({ flags, files, keys: ["client.api_key"], required: ["client.api_key"] }));
      expect(text).toContain(`/my/config.yml (which does not exist; rename /my/config.${ending})`);
      const both = { ...files, "/my/config.yml": "server: {port: 2}" };
      expect(await load({ flags, files: both, keys: ["server.port"] })).toMatchObject({ warnings: [] });
    },
  );

  test("that cannot even be looked up is one problem, not several", async () => {
    const env = { QBT_RULES_CONFIG_DIR_FILE: "/none" };
    expect(await complaint(load({ env, keys: ["rules.file", "config.dir"] }))).toMatch(/^There is a problem/);
  });
});

describe("secrets", () => {
  const bad: Partial<Record<SettingKey, string>> = {
    "server.api_key": "hunter2 hunter2",
    "client.api_key": "hunter2\u00e9",
    "queue.redis_url": "redis://:hunter2@",
    "qbittorrent.password": "hunter2\nhunter2",
    "qbittorrent.host": "ftp://me:hunter2@host",
    "client.server_url": "http://me:hunter2@host:5000",
  };
  const keys = settingKeys.filter((key) => bad[key] !== undefined);
  const texts = (name: (key: SettingKey) => string) => Object.fromEntries(keys.map((key) => [name(key), bad[key]]));

  test("are in no message, whatever their source", async () => {
    const flags = texts((key) => key.replaceAll(/[._]/g, "-"));
    const env = texts((key) => `QBT_RULES_${key.replace(".", "_").toUpperCase()}`);
    for (const given of [{ flags }, { env }]) {
      const loading = load({ ...given, keys });
      expect(await complaint(loading)).toMatch(/^There are 6 problems/);
      const error = await loading.catch((thrown: unknown) => thrown);
      expect(JSON.stringify([error, error instanceof AppError && error.problems])).not.toContain("hunter2");
    }
  });

  test("stay hidden when the file of one is named for another setting", async () => {
    const env = { QBT_RULES_SERVER_PORT_FILE: "/run/password" };
    const text = await complaint(load({ env, files: { "/run/password": "hunter2" }, keys: ["server.port"] }));
    expect(text).toBe(
      `There is a problem with the settings
  file /run/password (QBT_RULES_SERVER_PORT_FILE): server.port cannot be used (its value is not shown)
      -> it must be a port from 0 to 65535`,
    );
  });

  test.each([
    "password: *hunter2",
    "password: @hunter2",
    "password: !hunter2 x",
    "password: %hunter2",
    "password: [hunter2",
    'password: "hunter2',
    'password: "\\hunter2"',
    "password: hunter2: hunter2",
    "password: {hunter2: hunter2}",
    "password:\n  - hunter2",
    "password: `hunter2`",
    "password: hunter2\n hunter2",
    "password: |hunter2",
    "password: &a &hunter2 x",
    "password: 'a' hunter2",
  ])("stay hidden when they break the YAML: %j", async (line) => {
    const files = { "/config/config.yml": `qbittorrent:\n  ${line}\n` };
    const text = await complaint(load({ files, keys: ["qbittorrent.password"] }));
    expect(text).not.toContain("hunter2");
    expect(text).toMatch(/\/config\/config\.yml:\d+:\d+: /);
  });
});
