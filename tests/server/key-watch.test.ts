import { afterEach, describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { type Logging, configureLogging, rootLog } from "../../src/lib/log.ts";
import { unchanging } from "../../src/lib/watch.ts";
import { createKeyRing } from "../../src/server/key-ring.ts";
import { createKeyWatch } from "../../src/server/key-watch.ts";
import { manualClock } from "../support/clock.ts";

const running: { logging?: Logging } = {};
afterEach(() => running.logging?.close());

/** Keys in a file, a line each, which the server has read as they are. */
function bench(text: string) {
  const file: { text: string | Error } = { text };
  const lines: string[] = [];
  running.logging = configureLogging({
    level: "DEBUG",
    fileIsExplicit: false,
    secrets: [],
    console: (line) => void lines.push(line),
  });
  const read = async () => {
    if (file.text instanceof Error) throw file.text;
    return file.text.split("\n");
  };
  const clock = manualClock();
  const ring = createKeyRing(text.split("\n"));
  const watch = createKeyWatch({
    ring,
    source: { read, text: async () => (await read()).join("\n") },
    clock,
    log: running.logging.log.getChild("server"),
  });
  const opens = (...keys: readonly string[]) => keys.filter((key) => ring.opens(key));
  return { file, lines, clock, watch, opens };
}

const gone = new AppError("settings", "There is a problem with the settings", {
  problems: [{ message: "server.api_key: the file does not exist", where: "file /run/key" }],
});

test("of two readings the later one counts, however long the earlier takes", async () => {
  const slow = Promise.withResolvers<readonly string[]>();
  const answers: Promise<readonly string[]>[] = [slow.promise, Promise.resolve(["new"])];
  const ring = createKeyRing(["old"]);
  const watch = createKeyWatch({
    ring,
    source: { read: async () => (await answers.shift()) ?? [], text: undefined },
    clock: manualClock(),
    log: rootLog(),
  });
  const both = Promise.all([watch.reread(), watch.reread()]);
  slow.resolve(["old"]);
  await both;
  expect(["old", "new"].filter((key) => ring.opens(key))).toEqual(["new"]);
});

describe("a file of keys that changes", () => {
  test("is used within two looks, and the log says that it was", async () => {
    const { file, lines, clock, watch, opens } = bench("old");
    watch.start();
    await clock.advance(3_000);
    file.text = "new\nold";
    await clock.advance(2_000);
    expect(opens("new", "old")).toEqual(["new", "old"]);
    expect(lines.at(-1)).toEndWith("INFO    server  API keys have changed count=2");
    file.text = "new";
    await clock.advance(2_000);
    expect(opens("new", "old")).toEqual(["new"]);
    await watch.stop();
  });

  test("between the start and the first look is used as well", async () => {
    const { file, clock, watch, opens } = bench("old");
    file.text = "new";
    watch.start();
    await clock.advance(2_000);
    expect(opens("new", "old")).toEqual(["new"]);
    await watch.stop();
  });

  test("and is being written is left alone until it has settled", async () => {
    const { file, clock, watch, opens } = bench("old");
    watch.start();
    await clock.advance(2_500);
    file.text = "the-first-half";
    await clock.advance(1_000);
    file.text = "the-first-half-and-the-second";
    await clock.advance(1_000);
    expect(opens("old", "the-first-half", "the-first-half-and-the-second")).toEqual(["old"]);
    await clock.advance(1_000);
    expect(opens("old", "the-first-half-and-the-second")).toEqual(["the-first-half-and-the-second"]);
    await watch.stop();
  });

  test("to something useless changes nothing; the log says once what is wrong", async () => {
    const { file, lines, clock, watch, opens } = bench("old");
    watch.start();
    await clock.advance(3_000);
    file.text = gone;
    await clock.advance(10_000);
    expect(opens("old")).toEqual(["old"]);
    expect(lines.filter((line) => line.includes("ERROR"))).toEqual([
      expect.stringMatching(/stay as they were problem=.*the file does not exist/),
    ]);
    file.text = "new";
    await clock.advance(2_000);
    expect(opens("old", "new")).toEqual(["new"]);
    await watch.stop();
  });

  test("is not looked at where there is none", async () => {
    const clock = manualClock();
    const watch = createKeyWatch({ ring: createKeyRing(["a"]), source: unchanging(["a"]), clock, log: rootLog() });
    watch.start();
    await clock.advance(5_000);
    expect(clock.sleepers).toBe(0);
    await watch.stop();
  });
});

describe("asked to read the keys again", () => {
  test("it uses them at once", async () => {
    const { file, watch, opens } = bench("old");
    file.text = "new";
    await watch.reread();
    expect(opens("old", "new")).toEqual(["new"]);
  });

  test("it says in the log when they cannot be used, and keeps those it has", async () => {
    const { file, lines, watch, opens } = bench("old");
    file.text = gone;
    await watch.reread();
    expect(opens("old")).toEqual(["old"]);
    expect(lines.at(-1)).toContain("file /run/key: server.api_key: the file does not exist");
  });
});
