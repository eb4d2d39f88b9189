import { describe, expect, test } from "bun:test";
import { schema, settingKeys } from "../../src/config/schema.ts";
import { complaint, load } from "./disk.ts";

const withFile = (text: string) => load({ files: { "/config/config.yml": text }, keys: settingKeys });

const withPassword = (value: string) => withFile(`qbittorrent:\n  password:${value}\n`);

describe("config.yml", () => {
  test("as the example has it loads without a warning", async () => {
    const example = await Bun.file(new URL("../../config/config.example.yml", import.meta.url)).text();
    const { settings, warnings } = await withFile(example);
    expect(warnings).toEqual([]);
    expect(settings).toMatchObject({
      "qbittorrent.host": "http://qbittorrent:8080",
      "queue.redis_url": "redis://localhost:6379/0",
    });
  });

  test("as the example has it has no secret that everybody knows, and no path that holds on one machine alone", async () => {
    const example = await Bun.file(new URL("../../config/config.example.yml", import.meta.url)).text();
    const files = { "/elsewhere/config.yml": example };
    const { settings } = await load({ flags: { "config-dir": "/elsewhere" }, files, keys: settingKeys });
    const secrets = settingKeys.filter((key) => schema[key].secret && key !== "queue.redis_url");
    expect(secrets).toContain("server.api_key");
    for (const key of secrets) expect([key, settings[key]]).toEqual([key, undefined]);
    const paths = ["queue.sqlite_path", "rules.file", "logging.file"] as const;
    for (const key of paths) expect(settings[key]).toStartWith("/elsewhere/");
  });

  test.each(["", "# nothing yet\n", "server:\nqueue:\n", "---\n", "server: {}\n", "\uFEFFserver:\n  port: 5000\n"])(
    "may say nothing: %j",
    async (text) => {
      expect((await withFile(text)).settings["server.port"]).toBe(5000);
    },
  );

  test("may use anchors and aliases", async () => {
    const { settings } = await withFile("server: {api_key: &key abc}\nclient: {api_key: *key}\n");
    expect(settings["client.api_key"]).toBe("abc");
  });

  test.each([
    ["server:\n  prot: 1\n", '2:3: unknown setting "server.prot"\n      -> did you mean "port"?'],
    ["sever:\n  port: 1\n", '1:1: unknown setting "sever"\n      -> did you mean "server"?'],
    [
      "qbittorrent:\n  user: me\n",
      '2:3: unknown setting "qbittorrent.user"\n      -> it is called "qbittorrent.username" now',
    ],
    ["port: 1\n", '1:1: unknown setting "port"\n      -> there is server.port'],
    ["server:\n  server_url: x\n", '2:3: unknown setting "server.server_url"\n      -> there is client.server_url'],
    [
      "server.port: 1\n",
      '1:1: unknown setting "server.port"\n      -> write "server:" and, indented below it, "port: ..."',
    ],
    ["engine:\n  dry: 1\n", '1:1: unknown setting "engine"\n      -> known are: server, queue, client'],
    ["1: 2\n", '1:1: unknown setting "1"'],
    ["? [a]\n: 2\n", '1:3: unknown setting "?"'],
    ["- server\n", "1:1: expected a mapping of sections"],
    ["just words\n", "1:1: expected a mapping of sections"],
    ["server: 5000\n", '1:1: expected a mapping of settings in "server"'],
    ["server:\n  port: 1\n  port: 2\n", '3:3: "port" is written twice: first in line 2\n      -> keep one of them'],
    ["server:\n  port: 1\nqueue:\nserver:\n", '4:1: "server" is written twice: first in line 1'],
    ["server:\n\tport: 1\n", "2:1: a tab is used for indentation"],
    ["server: {port: 1\n\n", "1:17: the indentation is not valid YAML"],
    ['server:\n  host: "x\n\n', "2:11: something is missing here"],
    ["a: 1\n---\nb: 2\n", "a second YAML document"],
    ["server:\n  host: a: b\n", "a value holds another key"],
    ["server:\n  host: %x\n", "reserves"],
    ["server:\n  port: true\n", "2:9: server.port is true or false, expected a port from 0 to 65535"],
    ["server:\n  port: [1]\n", "2:9: server.port is not a single value"],
    ["server:\n  port:\n", "2:3: server.port has no value"],
    ['server:\n  port: ""\n', "2:9: server.port has no value"],
    ['server:\n  port: " "\n', "2:9: server.port is blank"],
    ["server:\n  port: 70000\n", '2:9: server.port: "70000" is not a port'],
    ["server:\n  api_key: 12345\n", "2:12: server.api_key is a number"],
    ["queue:\n  cleanup_after: 7\n", '2:18: queue.cleanup_after: "7" has no unit'],
    ["server:\n  port: !!binary aGk=\n", "server.port is not a single value"],
  ])("%j is refused with its place", async (text, words) => {
    expect(await complaint(withFile(text))).toContain(words);
  });

  test.each([
    ["- cron: */15 * * * *", "2:11", "*/15 * * * *"],
    ["- cron: * * * * *  # always", "2:11", "* * * * *"],
    ["- {cron: */5 1,13 * * 1-5, context: often}", "2:12", "*/5 1,13 * * 1-5"],
    ["- context: often\n    cron: */15 * * * *", "3:11", "*/15 * * * *"],
    ["- cron: @hourly", "2:11", "@hourly"],
  ])("%j is one error, which says how to write the pattern", async (entry, where, pattern) => {
    expect(await complaint(withFile(`schedule:\n  ${entry}\nserver: {port: 5001}\n`))).toBe(
      `There is a problem with the settings
  /config/config.yml:${where}: text that begins with ${pattern.charAt(0)} needs quotes
      -> write cron: "${pattern}"`,
    );
  });

  test("says that a # begins a comment, where one stands in place of the value, and does not show it", async () => {
    const remedy = "give it a value, or remove the line";
    const text = await complaint(withPassword(" #hunter2"));
    expect(text).toEndWith(`-> ${remedy} (# begins a comment: put a value that begins with # in quotes)`);
    expect(text).not.toContain("hunter2");
    expect(await complaint(withPassword(""))).toEndWith(`-> ${remedy}`);
    expect(await complaint(withPassword("\n  # below"))).toEndWith(`-> ${remedy}`);
    expect((await withPassword(" '#hunter2'")).settings["qbittorrent.password"]).toBe("#hunter2");
  });

  test("does not show a numeric secret, and says how to write it", async () => {
    const text = await complaint(withFile("qbittorrent:\n  password: 12345\n"));
    expect(text).toContain("put the value in quotes");
    expect(text).not.toContain("12345");
  });
});
