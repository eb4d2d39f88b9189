import { writeFileSync } from "node:fs";
import { describe, expect, test } from "bun:test";
import { shownSecrets } from "../../src/config/secrets.ts";
import { settingsSource } from "../../src/config/settings-source.ts";
import type { Texts } from "../../src/config/sources.ts";
import { tempFolder } from "../support/temp.ts";
import { complaint, load } from "./disk.ts";

const keys = ["server.api_key", "client.api_key"] as const;

describe("several keys", () => {
  test.each([
    ["in the environment, with commas between them", { env: { QBT_RULES_SERVER_API_KEY: "new, old" } }],
    [
      "in a file, a line each",
      { env: { QBT_RULES_SERVER_API_KEY_FILE: "/run/keys" }, files: { "/run/keys": "new\nold\n" } },
    ],
    ["in a flag", { flags: { "server-api-key": "new,old" } }],
    ["in config.yml, as a list", { files: { "/config/config.yml": "server:\n  api_key: [new, old]\n" } }],
    ["in config.yml, a line each", { files: { "/config/config.yml": "server:\n  api_key:\n    - new\n    - old\n" } }],
    [
      "in config.yml, with a comma behind the last",
      { files: { "/config/config.yml": "server: {api_key: [new, old, ]}" } },
    ],
  ])("%s", async (_, given) => {
    expect((await load({ ...given, keys: ["server.api_key"] })).settings["server.api_key"]).toEqual(["new", "old"]);
  });

  test("are given to the client as well, which uses the first", async () => {
    const files = { "/config/config.yml": "client:\n  api_key: [new, old]\n", "/run/keys": "new\nold\n" };
    for (const env of [{}, { QBT_RULES_CLIENT_API_KEY_FILE: "/run/keys" }])
      expect((await load({ files, env, keys })).settings["client.api_key"]).toBe("new");
  });

  test.each([
    ["[]", "server.api_key is not a single value"],
    ["[good, 5]", "server.api_key is a number (item 2)"],
    ["[good, [bad]]", "server.api_key is not a single value (item 2)"],
    ["[good, '']", "server.api_key has no value (item 2)"],
    ["[good, two words]", "server.api_key cannot be used (its value is not shown)"],
  ])("written as %s are refused where one of them is no key, and none is shown", async (list, problem) => {
    const loading = load({ files: { "/config/config.yml": `server:\n  api_key: ${list}\n` }, keys });
    const text = await complaint(loading);
    expect(text).toContain(problem);
    expect(text).not.toMatch(/\bgood\b|two words/);
  });

  test("a list is no value of a setting that takes one", async () => {
    const files = { "/config/config.yml": "qbittorrent:\n  password: [a, b]\n" };
    expect(await complaint(load({ files, keys: ["qbittorrent.password"] }))).toContain("is not a single value");
  });
});

test("a key that can be guessed is worth a warning, without the key", async () => {
  const { warnings } = await load({ env: { QBT_RULES_SERVER_API_KEY: `${"x".repeat(16)},hunter2` }, keys });
  expect(warnings).toEqual([expect.stringContaining("server.api_key holds a key of fewer than 16 characters")]);
  expect(warnings.join()).not.toContain("hunter2");
});

test("a secret on the command line is worth a warning, without the secret", async () => {
  const flags = { "server-api-key": "x".repeat(32), "server-port": "1" };
  const { origins } = await load({ flags, keys: ["server.api_key", "server.port"] });
  expect(shownSecrets(origins)).toEqual([
    "every user of this machine can read flag --server-api-key in the list of processes: use QBT_RULES_SERVER_API_KEY_FILE",
  ]);
});

/** The keys of the server, which came from there at the start. */
const keySource = (from: { readonly flags: Texts; readonly env: Texts }, origin: string) =>
  settingsSource({
    ...from,
    origins: { "server.api_key": origin },
    keys: ["server.api_key"],
    required: ["server.api_key"],
    as: (settings) => settings["server.api_key"],
  });

describe("the keys can be read again", () => {
  test("from their file, which can be watched", async () => {
    using folder = tempFolder();
    const path = folder.file("key");
    writeFileSync(path, "first\n");
    const env = { QBT_RULES_SERVER_API_KEY_FILE: path, QBT_RULES_CONFIG_DIR: folder.path };
    const { read, text } = keySource({ flags: {}, env }, `file ${path}`);
    expect([await read(), await text?.()]).toEqual([["first"], "first\n"]);
    writeFileSync(path, "second,first\n");
    expect([await read(), await text?.()]).toEqual([["second", "first"], "second,first\n"]);
  });

  test("from config.yml, which is not watched", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("config.yml"), "server: {api_key: [second, first]}");
    const { read, text } = keySource({ flags: {}, env: { QBT_RULES_CONFIG_DIR: folder.path } }, "config.yml:1:10");
    expect([await read(), text]).toEqual([["second", "first"], undefined]);
  });

  test("a file that a flag outdoes is not watched", () => {
    const env = { QBT_RULES_SERVER_API_KEY_FILE: "/run/key" };
    expect(keySource({ flags: { "server-api-key": "a" }, env }, "flag --server-api-key").text).toBeUndefined();
  });

  test("what is wrong with them is an error as at the start", async () => {
    using folder = tempFolder();
    const env = { QBT_RULES_SERVER_API_KEY_FILE: folder.file("none"), QBT_RULES_CONFIG_DIR: folder.path };
    expect(await complaint(keySource({ flags: {}, env }, "file").read())).toContain("the file does not exist");
  });
});

const loginSource = (from: { readonly flags: Texts; readonly env: Texts }, origins: readonly [string, string]) =>
  settingsSource({
    ...from,
    origins: { "qbittorrent.username": origins[0], "qbittorrent.password": origins[1] },
    keys: ["qbittorrent.username", "qbittorrent.password"],
    required: ["qbittorrent.password"],
    as: (settings) => [settings["qbittorrent.username"], settings["qbittorrent.password"]],
  });

describe("several settings at once", () => {
  test("are watched in every file that holds one of them", async () => {
    using folder = tempFolder();
    const [user, password] = [folder.file("user"), folder.file("password")];
    writeFileSync(user, "ann");
    writeFileSync(password, "one");
    const env = {
      QBT_RULES_QBITTORRENT_USERNAME_FILE: user,
      QBT_RULES_QBITTORRENT_PASSWORD_FILE: password,
      QBT_RULES_CONFIG_DIR: folder.path,
    };
    const { read, text } = loginSource({ flags: {}, env }, [`file ${user}`, `file ${password}`]);
    const texts = [await text?.()];
    writeFileSync(user, "ben");
    texts.push(await text?.());
    writeFileSync(password, "two");
    texts.push(await text?.());
    expect(new Set(texts).size).toBe(3);
    expect(await read()).toEqual(["ben", "two"]);
  });

  test("are watched in one file where a flag outdoes the other", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("user"), "ann");
    const env = {
      QBT_RULES_QBITTORRENT_USERNAME_FILE: folder.file("user"),
      QBT_RULES_QBITTORRENT_PASSWORD_FILE: folder.file("none"),
    };
    const { text } = loginSource({ flags: {}, env }, ["file user", "flag --qbittorrent-password"]);
    expect(await text?.()).toBe("ann");
  });
});
