import { writeFileSync } from "node:fs";
import { describe, expect, test } from "bun:test";
import { runCli } from "../../src/cli/cli.ts";
import { allFlags } from "../../src/cli/flags.ts";
import { startTestApp } from "../support/app.ts";
import { call, clientOf } from "../support/cli.ts";
import { manualClock } from "../support/clock.ts";
import { tempFolder } from "../support/temp.ts";

const wordsOf = (lines: readonly string[]) => lines.join(" ").split(/\s+/);

describe("--help", () => {
  test("mentions every flag, with what it is about", async () => {
    const { code, out, err } = await call(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    const lineOf = (name: string) => out.find((line) => new RegExp(`--${name}(?![\\w-])`).test(line)) ?? "";
    const missing = [...allFlags()].filter(
      ([name, { about }]) => !lineOf(name).includes(about.split(" [")[0] ?? about),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  test("says how to run the rules without a context, and where settings come from", async () => {
    const text = (await call(["-h"])).out.join("\n");
    expect(text).toMatch(/^ {2}qbt-rules --wait {2,}run the rules that have no context, on all torrents$/m);
    expect(text).toContain("--server-port is QBT_RULES_SERVER_PORT");
  });

  test("has no colour codes outside a terminal, and no space at the end of a line", async () => {
    const plain = (await call(["--help"])).out;
    expect(plain.filter((line) => line.includes("\u001b") || line.endsWith(" "))).toEqual([]);
  });

  test.each([false, true])("keeps to the width of the terminal, and breaks no word (colours: %j)", async (colours) => {
    const wide = (await call(["--help"], { colours })).out;
    for (const width of [80, 100, 160]) {
      const { out } = await call(["--help"], { colours, width });
      expect(Math.max(...out.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(width);
      expect(wordsOf(out)).toEqual(wordsOf(wide));
    }
  });

  test("helps whatever else was asked for", async () => {
    expect((await call(["--help", "--serve"])).code).toBe(0);
  });
});

test("--version names version, commit and date", async () => {
  expect(await call(["--version"])).toEqual({
    code: 0,
    out: [expect.stringMatching(/^qbt-rules 0\.4\.0 \(commit \S+, built \S+\)$/)],
    err: [],
  });
});

test("a flag without its value says which there are", async () => {
  const { err } = await call(["--list-jobs", "--status-filter"]);
  expect(err[2]).toEndWith("List only jobs of this status: pending, processing, completed, failed, cancelled");
});

test("a command line that is not understood ends with 2, and says all that is wrong with it", async () => {
  expect(await call(["--wiat", "--limit"])).toEqual({
    code: 2,
    out: [],
    err: [
      "error: The command line is not understood",
      "  unknown flag --wiat",
      "      -> did you mean --wait?",
      "  --limit needs a value",
      "      -> --limit N: List at most this many jobs (default 20)",
      "  --limit means nothing when a job is submitted",
      "      -> it belongs to --list-jobs",
      "  -> qbt-rules --help shows every flag",
    ],
  });
});

test("errors are red where there are colours", async () => {
  const { err } = await call(["--wiat"], { colours: true });
  expect(err[0]).toBe("\u001b[31merror: \u001b[39mThe command line is not understood");
});

test("a bug shows its stack: whoever meets it can report it", async () => {
  const terminal = {
    out: () => {
      throw new TypeError("the terminal is gone");
    },
    err: (line: string) => void lines.push(line),
    colours: false,
    width: Infinity,
    executable: undefined,
    env: {},
    signal: AbortSignal.timeout(10_000),
  };
  const lines: string[] = [];
  expect(await runCli(["--version"], terminal)).toBe(1);
  expect(lines[0]).toBe("error: the terminal is gone");
  expect(lines[1]).toContain("TypeError: the terminal is gone\n");
});

const RULES = "rules: [{name: a, match_all: true, actions: [{type: stop}]}]";
const env = (folder: { readonly path: string }) => ({
  QBT_RULES_CONFIG_DIR: folder.path,
  QBT_RULES_SERVER_HOST: "127.0.0.1",
  QBT_RULES_SERVER_PORT: "0",
  QBT_RULES_SERVER_API_KEY: "the-key-of-the-tests-0123456789abcdef",
  QBT_RULES_QBITTORRENT_HOST: "http://127.0.0.1:9",
  QBT_RULES_QBITTORRENT_PASSWORD: "a-password-of-the-tests",
});

describe("--serve", () => {
  test("runs until it is told to stop, and then ends with 0", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    const stopping = new AbortController();
    let answered: Promise<number> | undefined;
    const { code, out, err } = await call(["--serve"], {
      env: env(folder),
      signal: stopping.signal,
      onLine: (line) => {
        const url = /Listening url=(\S+)/.exec(line)?.[1];
        if (url === undefined) return;
        answered = fetch(`${url}/api/version`).then(({ status }) => {
          stopping.abort();
          return status;
        });
      },
    });
    expect(await answered).toBe(200);
    expect({ code, out }).toEqual({ code: 0, out: [] });
    expect(err.at(-1)).toEndWith("Stopped");
    expect(err.join("\n")).not.toContain("a-password-of-the-tests");
  });

  test("reads its keys again when it is told to, without a word of any of them", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    const keys = ["the-first-key-of-the-test", "the-second-key-of-the-test"];
    const keyFile = folder.file("key");
    writeFileSync(keyFile, `${keys[0]}\n`);
    const stopping = new AbortController();
    const { QBT_RULES_SERVER_API_KEY: _, ...others } = env(folder);
    const process: { hangup?: () => void } = {};
    let url = "";
    const statuses: number[] = [];
    const askWithAll = async () => {
      for (const key of keys)
        statuses.push((await fetch(`${url}/api/stats?key=${key}`, { headers: { "X-Request-Id": key } })).status);
    };
    let asked = Promise.resolve();
    const { code, err } = await call(["--serve"], {
      env: { ...others, QBT_RULES_SERVER_API_KEY_FILE: keyFile, QBT_RULES_LOG_LEVEL: "DEBUG" },
      signal: stopping.signal,
      onHangup: (listener) => void (process.hangup = listener),
      onLine: (line) => {
        if (line.includes("Listening url=")) {
          url = /url=(\S+)/.exec(line)?.[1] ?? "";
          asked = askWithAll().then(() => {
            writeFileSync(keyFile, `${keys[1]}\n`);
            process.hangup?.();
          });
        }
        if (line.includes("API keys have changed")) asked = asked.then(askWithAll).then(() => stopping.abort());
      },
    });
    await asked;
    expect([code, statuses]).toEqual([0, [200, 401, 401, 200]]);
    // A key is known from the moment on that it is right; before, only who sends it knows that it will be.
    expect(err.join("\n")).not.toContain(keys[0]);
    expect(err.slice(err.findIndex((line) => line.includes("API keys have changed"))).join("\n")).not.toContain(
      keys[1],
    );
  });

  test("remembers that it was told to read its keys again before it had started", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    const stopping = new AbortController();
    const { err } = await call(["--serve"], {
      env: { ...env(folder), QBT_RULES_LOG_LEVEL: "DEBUG" },
      signal: stopping.signal,
      onHangup: (listener) => listener(),
      onLine: (line) => line.includes("API keys are the same as before") && stopping.abort(),
    });
    expect(err.filter((line) => line.includes("API keys are the same as before"))).toHaveLength(1);
  });

  test("ends with 1 when its worker hangs, so that whoever looks after it starts it again", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    using qbittorrent = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 0,
      fetch: () => new Promise<Response>(() => {}),
    });
    const clock = manualClock();
    const ended = call(["--serve"], {
      env: { ...env(folder), QBT_RULES_QBITTORRENT_HOST: qbittorrent.url.origin },
      clock,
      onLine: (line) => {
        const url = /Listening url=(\S+)/.exec(line)?.[1];
        if (url !== undefined)
          void fetch(`${url}/api/execute?key=the-key-of-the-tests-0123456789abcdef`, { method: "POST" });
      },
    });
    const state = { isOver: false };
    void ended.finally(() => (state.isOver = true));
    while (!state.isOver) await clock.advance(30_000);
    const { code, err } = await ended;
    expect(code).toBe(1);
    expect(err.join("\n")).toContain("The worker hangs: this server ends");
  });

  test("told to stop before it has begun, stops as soon as it has", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    expect((await call(["--serve"], { env: env(folder), signal: AbortSignal.abort() })).code).toBe(0);
  });

  test("without what it needs says all of it at once", async () => {
    const { code, err } = await call(["--serve"]);
    expect(code).toBe(1);
    expect(err.filter((line) => line.includes(" is not set"))).toEqual([
      "  server.api_key is not set",
      "  qbittorrent.api_key is not set, nor is qbittorrent.password",
    ]);
  });

  test("on a port that is taken says which setting to change", async () => {
    await using first = await startTestApp({ rules: RULES });
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    const { code, err } = await call(["--serve"], {
      env: { ...env(folder), QBT_RULES_SERVER_PORT: String(first.app.port) },
    });
    expect(code).toBe(1);
    expect(err.join("\n")).toContain(`error: Cannot listen on 127.0.0.1:${first.app.port}: the port is in use`);
    expect((await call(["--list-jobs"], { env: clientOf(first) })).code).toBe(0);
  });
});
