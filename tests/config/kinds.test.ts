import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { schema, settingKeys, type SettingKey } from "../../src/config/schema.ts";

function accepts(key: SettingKey, values: readonly (readonly [text: string, value: unknown])[]) {
  test.each(values)(`${key} takes %j as %p`, (text, value) => {
    const parsed: unknown = schema[key].kind.parse(text);
    expect(parsed).toEqual({ ok: true, value });
  });
}

function refuses(key: SettingKey, texts: readonly string[]) {
  test.each(texts)(`${key} refuses %j`, (text) => {
    expect(schema[key].kind.parse(text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/./),
      hint: expect.stringMatching(/./),
    });
  });
}

describe("ports and numbers", () => {
  accepts("server.port", [
    ["0", 0],
    [" 5000 ", 5000],
    ["65535", 65_535],
  ]);
  refuses("server.port", ["", "-1", "65536", "5000.5", "0x10", "1e3", "five", "tcp://10.0.0.1:5000"]);
  accepts("server.workers", [
    ["1", 1],
    ["8", 8],
  ]);
  refuses("server.workers", ["0", "-1", "1.5", "", "auto", "9".repeat(30)]);

  test("a port that Kubernetes set says so", () => {
    expect(schema["server.port"].kind.parse("tcp://10.0.0.1:5000")).toMatchObject({
      hint: expect.stringContaining("enableServiceLinks"),
    });
  });
});

describe("durations", () => {
  accepts("queue.cleanup_after", [
    ["7d", 604_800_000],
    ["1h30m", 5_400_000],
    ["0.5s", 500],
  ]);
  refuses("queue.cleanup_after", ["7", "0s", "0.0001s", "soon", "-1d", "101 years", "1e3s", ""]);
  accepts("server.shutdown_grace", [["0s", 0]]);
  accepts("queue.retry_for", [["0s", 0]]);
  refuses("qbittorrent.timeout", ["0s"]);
});

describe("names from a list", () => {
  accepts("logging.level", [
    ["info", "INFO"],
    ["Warning", "WARNING"],
    [" ERROR ", "ERROR"],
    ["debug", "DEBUG"],
  ]);
  refuses("logging.level", ["WARN", "verbose", ""]);
  accepts("queue.backend", [
    ["sqlite", "sqlite"],
    [" SQLite ", "sqlite"],
    ["Redis", "redis"],
  ]);
  refuses("queue.backend", ["postgres", "constructor"]);
});

describe("URLs", () => {
  accepts("qbittorrent.host", [
    ["http://localhost:8080", "http://localhost:8080"],
    ["http://localhost:8080/", "http://localhost:8080"],
    ["HTTPS://Host/qbt//", "https://host/qbt"],
    ["https://host:443/a/b", "https://host/a/b"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    [" http://10.0.0.1 ", "http://10.0.0.1"],
  ]);
  refuses("qbittorrent.host", [
    "",
    "localhost:8080",
    "localhost",
    "http://",
    "http:///x",
    "http:host",
    "ftp://h",
    "http://h:99999",
    "http://h/?a=1",
    "http://h/#/",
    "http://u:p@h",
    "http://u@h",
    "javascript:alert(1)",
  ]);

  test("what is no URL is told which one would be, on the port of what is asked for", () => {
    for (const [key, url] of [
      ["qbittorrent.host", "http://localhost:8080"],
      ["client.server_url", "http://localhost:5000"],
    ] as const)
      expect(schema[key].kind.parse("ftp://h")).toMatchObject({ hint: `write a URL like "${url}"` });
  });

  test("a URL with a login says which settings to use instead", () => {
    expect(schema["qbittorrent.host"].kind.parse("http://u:p@h")).toMatchObject({
      hint: expect.stringContaining("qbittorrent.password"),
    });
    expect(schema["client.server_url"].kind.parse("http://u:p@h")).toMatchObject({
      hint: expect.stringContaining("client.api_key"),
    });
  });

  accepts("queue.redis_url", [
    ["redis://localhost:6379/0", "redis://localhost:6379/0"],
    ["rediss://:p%23w@host", "rediss://:p%23w@host"],
  ]);
  refuses("queue.redis_url", [
    "",
    "localhost:6379",
    "http://h",
    "redis://",
    "redis://h/zero",
    "redis://:p#w@h/0",
    "redis:///0",
    "redis://h/0?db=1",
  ]);
  accepts("queue.redis_prefix", [[" a-b_c.d:{e} ", "a-b_c.d:{e}"]]);
  refuses("queue.redis_prefix", ["", " ", "a b", "a*"]);
});

describe("text", () => {
  accepts("server.host", [
    ["0.0.0.0", "0.0.0.0"],
    ["::", "::"],
    ["::1", "::1"],
    ["fe80::1%eth0", "fe80::1%eth0"],
    ["nas.local", "nas.local"],
  ]);
  refuses("server.host", ["", "http://0.0.0.0", "localhost:5000", "[::1]", "a b"]);
  accepts("server.api_key", [
    ["a-B_9+/=", ["a-B_9+/="]],
    ["new,old", ["new", "old"]],
    [" new , old,, new ", ["new", "old"]],
    ["new\nold\r\n", ["new", "old"]],
  ]);
  refuses("server.api_key", [",", "good,two words", "good\tbad"]);
  accepts("client.api_key", [
    ["a-B_9+/=", "a-B_9+/="],
    ["new,old", "new"],
    ["new\nold", "new"],
  ]);
  refuses("server.api_key", ["", "two words", "ke\u0000y", "schlüssel"]);
  accepts("rules.file", [
    ["./my rules.yml", "./my rules.yml"],
    ["C:\\rules.yml", "C:\\rules.yml"],
  ]);
  refuses("rules.file", ["~/rules.yml", "a\nb"]);
});

test("no text makes a setting throw, and what is refused says why", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...settingKeys),
      fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: "binary" })),
      (key, text) => {
        const parsed = schema[key].kind.parse(text);
        expect(parsed.ok || (parsed.message !== "" && parsed.hint !== "")).toBe(true);
      },
    ),
  );
});

test("a URL that was accepted is accepted again, unchanged", () => {
  fc.assert(
    fc.property(fc.webUrl(), (text) => {
      const { kind } = schema["qbittorrent.host"];
      const once = kind.parse(text);
      if (once.ok) expect(kind.parse(once.value)).toEqual(once);
    }),
  );
});
