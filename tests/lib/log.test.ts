import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { AppError } from "../../src/errors.ts";
import { configureLogging, rootLog, type LoggingOptions } from "../../src/lib/log.ts";
import { tempFolder } from "../support/temp.ts";

const open: { close: () => void }[] = [];

afterEach(() => {
  for (const logging of open.splice(0)) logging.close();
});

function logTo(lines: string[], options: Partial<LoggingOptions> = {}) {
  const console = (line: string) => void lines.push(line);
  const logging = configureLogging({ level: "DEBUG", fileIsExplicit: true, secrets: [], console, ...options });
  open.push(logging);
  return logging;
}

/** The one line that was logged, without its time. */
function lineOf(write: (log: ReturnType<typeof rootLog>) => void, secrets: string[] = []): string {
  const lines: string[] = [];
  write(logTo(lines, { secrets }).log);
  expect(lines).toHaveLength(1);
  return (lines[0] ?? "").slice(21);
}

describe("a line", () => {
  test("holds time in UTC, level, part of the program, message and properties", () => {
    const lines: string[] = [];
    logTo(lines)
      .log.getChild("worker")
      .info("Job completed", { job: "0192-a", torrents: 3, name: "two words", dry: false, none: null });
    expect(lines).toEqual([
      expect.stringMatching(
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ INFO {4}worker {2}Job completed job=0192-a torrents=3 name="two words" dry=false none=null$/,
      ),
    ]);
  });

  test("of the root names the program", () => {
    expect(lineOf((log) => log.warn("Slow"))).toBe("WARNING qbt-rules  Slow");
  });

  test("shows lists, objects, dates, and what JSON has no word for", () => {
    const values = {
      list: ["a b", 1],
      object: { deep: { password: "x", url: "?key=abc", size: 2n } },
      set: new Set([1]),
      map: new Map([["a", 1]]),
      date: new Date(0),
      never: new Date(Number.NaN),
      nothing: undefined,
      odd: { toJSON: () => undefined },
      inner: [new TypeError("bad")],
    };
    expect(lineOf((log) => log.info("Values", values))).toBe(
      String.raw`INFO    qbt-rules  Values list=["a b",1] object={"deep":{"password":"***","url":"?key=***","size":"2"}} set=[1] map=[["a",1]] date=1970-01-01T00:00:00.000Z never=never nothing=undefined odd=null inner=["TypeError: bad"]`,
    );
  });

  test("survives what cannot be shown", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(lineOf((log) => log.info("Round", { circle }))).toBe("INFO    qbt-rules  Round circle=(cannot be shown)");
  });

  test("does not repeat a property that the message already shows", () => {
    expect(lineOf((log) => log.info("Took {seconds} s for {name}", { seconds: 2, name: "a b", job: 1 }))).toBe(
      'INFO    qbt-rules  Took 2 s for "a b" job=1',
    );
    expect(lineOf((log) => log.info`Took ${2} s`)).toBe("INFO    qbt-rules  Took 2 s");
  });

  test("is cut when a value has no end", () => {
    expect(lineOf((log) => log.info("Body", { body: "x".repeat(100_000) })).length).toBeLessThan(9000);
  });
});

describe("a value cannot", () => {
  test.each([
    ["a\nb", String.raw`"a\nb"`],
    ["a\r\tb", String.raw`"a\r\tb"`],
    ["\u001B[31mred", String.raw`"\u{1b}[31mred"`],
    ["gpj.\u202Eexe", String.raw`"gpj.\u{202e}exe"`],
    ["a\u2028b", String.raw`"a\u{2028}b"`],
    ["\uD800", String.raw`"\u{d800}"`],
    ['x" job="9', String.raw`"x\" job=\"9"`],
    ["back\\slash", String.raw`"back\\slash"`],
    ["Ünïcødé 日本", '"Ünïcødé 日本"'],
    ["", '""'],
  ])("break, hide or forge a line: %j", (name, shown) => {
    expect(lineOf((log) => log.info("Tagged", { name }))).toBe(`INFO    qbt-rules  Tagged name=${shown}`);
  });

  test("do so from the message, a name, or deep inside either", () => {
    const text = lineOf((log) => log.info("one\ntwo", { "a b=c\n": { "x\u202E": "\u0085" } }));
    expect(text).toBe(String.raw`INFO    qbt-rules  one\ntwo a_b_c\n={"x\u{202e}":"\u{85}"}`);
  });

  test("whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.anything(), (text, anything) => {
        const line = lineOf((log) => log.info("Any", { text, anything }));
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe("an error", () => {
  test("that was foreseen shows its problems and causes, and no stack", () => {
    const cause = Object.assign(new Error("connect failed"), { code: "ECONNREFUSED" });
    const error = new AppError("rules", "The rules are wrong", {
      cause,
      hint: "fix them",
      problems: [{ message: "no such field", where: "rules.yml:1:2" }],
    });
    expect(lineOf((log) => log.error("Cannot start", { error }))).toBe(
      String.raw`ERROR   qbt-rules  Cannot start error="The rules are wrong\n  rules.yml:1:2: no such field\n  -> fix them" error.cause="Error: connect failed (ECONNREFUSED)"`,
    );
  });

  test("that nobody foresaw shows where it was thrown", () => {
    const line = lineOf((log) => log.error("Bug", { trace_id: "t1", error: new TypeError("x is undefined") }));
    expect(line).toMatch(
      /^ERROR {3}qbt-rules {2}Bug trace_id=t1 error="TypeError: x is undefined" error\.stack="[^"]*log\.test\.ts/,
    );
  });

  test("shows the place of a bug also when it was wrapped on the way", () => {
    const line = lineOf((log) =>
      log.error("Bug", { error: new AppError("internal", "x", { cause: new TypeError("x") }) }),
    );
    expect(line).toContain("error.stack=");
  });

  test("that causes itself ends somewhere", () => {
    const error = new AppError("rules", "a", { cause: "a plain word" });
    expect(lineOf((log) => log.error("Odd", { error }))).toContain('error.cause="a plain word"');
    const round = new AppError("rules", "round");
    round.cause = round;
    expect(lineOf((log) => log.error("Odd", { error: round })).split("error.cause").length).toBeLessThan(4);
  });
});

describe("secrets", () => {
  test("that come to be known later are struck out from then on, beside the others", () => {
    const lines: string[] = [];
    const { log, hide } = logTo(lines, { secrets: ["first-secret"] });
    hide(["second-secret"]);
    log.info("Both", { first: "a first-secret", second: "a second-secret" });
    expect(lines[0]).toEndWith('Both first="a ***" second="a ***"');
  });

  const secret = 'hunter"2\n\\';

  test("are struck out of messages, properties, errors, problems and causes", () => {
    const error = new AppError("rules", `a ${secret}`, {
      problems: [{ message: `b ${secret}` }],
      cause: new Error(`c ${secret}`),
    });
    const bug = new Error(`stack ${secret}`);
    const line = lineOf(
      (log) =>
        log.error(`m ${secret}`, { error, bug, text: secret, deep: [{ secret: [secret] }], password: "anything" }),
      [secret],
    );
    expect(line).not.toContain("hunter");
    expect(line).toContain("password=***");
  });

  test("that nobody configured are known by their shape", () => {
    const line = lineOf((log) =>
      log.info("Asked http://h/api?key=abc", { tracker: "https://t/announce?passkey=abc", cookie: "SID=abc" }),
    );
    expect(line).toBe(
      'INFO    qbt-rules  Asked http://h/api?key=*** tracker="https://t/announce?passkey=***" cookie=***',
    );
  });
});

describe("levels", () => {
  test.each([
    ["DEBUG", 4],
    ["INFO", 3],
    ["WARNING", 2],
    ["ERROR", 1],
  ] as const)("%s lets through %i of four", (level, count) => {
    const lines: string[] = [];
    const { log } = logTo(lines, { level });
    log.debug("x");
    log.info("x");
    log.warn("x");
    log.error("x");
    expect(lines).toHaveLength(count);
  });
});

test("nothing is logged before the log is configured, nor after it was closed", () => {
  const lines: string[] = [];
  rootLog().error("early");
  logTo(lines).close();
  rootLog().error("late");
  expect(lines).toEqual([]);
});

describe("the file", () => {
  test("gets every line that the console gets, at once", () =>
    inFolder((folder) => {
      const lines: string[] = [];
      const file = join(folder, "q.log");
      const { log } = logTo(lines, { file });
      log.info("one");
      log.info("two", { long: "x".repeat(500) });
      expect(readFileSync(file, "utf8")).toBe(lines.map((line) => `${line}\n`).join(""));
    }));

  test("is added to when it exists, and renamed when it is full, three files at most", () =>
    inFolder((folder) => {
      const file = join(folder, "q.log");
      for (const start of [0, 10]) {
        const { log, close } = logTo([], { file, maxBytes: 150 });
        for (let i = start; i < start + 10; i++) log.info("line", { i });
        close();
      }
      const text = (name: string) => readFileSync(join(folder, name), "utf8").match(/i=\d+/g);
      expect([text("q.log.2"), text("q.log.1"), text("q.log")]).toEqual([
        ["i=12", "i=13", "i=14"],
        ["i=15", "i=16", "i=17"],
        ["i=18", "i=19"],
      ]);
      expect(existsSync(join(folder, "q.log.3"))).toBe(false);
    }));

  test("grows on when it cannot be renamed, with one warning on the console", () =>
    inFolder((folder) => {
      const lines: string[] = [];
      const file = join(folder, "q.log");
      for (const name of ["q.log.1", "q.log.2"]) mkdirSync(join(folder, name, "in-the-way"), { recursive: true });
      const { log } = logTo(lines, { file, maxBytes: 200 });
      for (let i = 0; i < 6; i++) log.info("line", { i });
      expect(readFileSync(file, "utf8").match(/i=\d+/g)).toHaveLength(6);
      expect(lines.filter((line) => line.includes("The log file cannot be renamed and grows on")).length).toBe(1);
    }));

  test("may be a device, which is never renamed", () =>
    inFolder((folder) => {
      const lines: string[] = [];
      const file = join(folder, "null");
      symlinkSync("/dev/null", file);
      const { log } = logTo(lines, { file, maxBytes: 10 });
      for (let i = 0; i < 5; i++) log.info("line");
      expect(lines).toHaveLength(5);
      expect(existsSync(`${file}.1`)).toBe(false);
    }));

  test("that is full for good is reported once, and the console goes on", () => {
    if (!existsSync("/dev/full")) return;
    const lines: string[] = [];
    const { log } = logTo(lines, { file: "/dev/full" });
    log.info("one");
    log.info("two");
    expect(lines.map((line) => line.slice(29))).toEqual([
      "qbt-rules  one",
      expect.stringMatching(/^log {2}The log file cannot be written file=\/dev\/full why=.*ENOSPC/),
      "qbt-rules  two",
    ]);
  });

  test("that cannot be written is an error when somebody asked for it", () => {
    const lines: string[] = [];
    const configure = () => logTo(lines, { file: "/nowhere/q.log" });
    expect(configure).toThrow(
      expect.objectContaining({ code: "settings", problems: [expect.objectContaining({ where: "/nowhere/q.log" })] }),
    );
  });

  test("that cannot be written is a warning when it is only the default", () => {
    const lines: string[] = [];
    logTo(lines, { level: "ERROR", file: "/nowhere/q.log", fileIsExplicit: false }).log.error("works");
    expect(lines.map((line) => line.slice(21))).toEqual([
      expect.stringMatching(/^WARNING log {2}There is no log file file=\/nowhere\/q\.log why=.*ENOENT/),
      "ERROR   qbt-rules  works",
    ]);
  });
});

/** Runs the check in a folder of its own, which is removed once the log in it is closed. */
function inFolder(check: (folder: string) => void): void {
  using folder = tempFolder();
  try {
    check(folder.path);
  } finally {
    for (const logging of open.splice(0)) logging.close();
  }
}
