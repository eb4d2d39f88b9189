import { afterEach, describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import type { Logging } from "../../src/lib/log.ts";
import { createLoginWatch } from "../../src/worker/login-watch.ts";
import { manualClock } from "../support/clock.ts";
import { logLines } from "../support/log-lines.ts";

const running: { logging?: Logging } = {};
afterEach(() => running.logging?.close());

/** A password in a file, and what the watch does about it. */
function bench() {
  const file: { text: string | Error } = { text: "old" };
  const logging = (running.logging = logLines("DEBUG"));
  const read = async () => {
    if (file.text instanceof Error) throw file.text;
    return file.text.trim();
  };
  const done: string[] = [];
  let used = "old";
  const clock = manualClock();
  const watch = createLoginWatch({
    source: { read, text: async () => String(file.text) },
    replace: (password: string) => {
      const isNew = password !== used;
      used = password;
      if (isNew) done.push(`replaced by ${password}`);
      return isNew;
    },
    tryAgain: () => void done.push("again"),
    hopeful: () => void done.push("hopeful"),
    clock,
    log: logging.log.getChild("qbittorrent"),
  });
  return { file, lines: logging.lines, done, clock, watch };
}

describe("a file with the password that changes", () => {
  test("to another one has it used, and the log says so without it", async () => {
    const { file, lines, done, clock, watch } = bench();
    watch.start();
    await clock.advance(3_000);
    file.text = "new";
    await clock.advance(2_000);
    expect(done).toEqual(["replaced by new", "hopeful"]);
    expect(lines.at(-1)).toBe("INFO qbittorrent The credentials of qBittorrent have changed, and are used from now on");
    await watch.stop();
  });

  test("and says the same is no reason to try a refused login again", async () => {
    const { file, done, clock, watch } = bench();
    watch.start();
    await clock.advance(3_000);
    file.text = "old\n";
    await clock.advance(10_000);
    expect(done).toEqual([]);
    await watch.stop();
  });
});

describe("asked to read it again", () => {
  test("it tries the same once more: whoever asks may have changed it in qBittorrent", async () => {
    const { lines, done, watch } = bench();
    await watch.reread();
    expect(done).toEqual(["again", "hopeful"]);
    expect(lines).toEqual([
      "INFO qbittorrent The credentials of qBittorrent are the same as before: if they were refused, they are tried once more",
    ]);
  });

  test("it changes nothing where it cannot be read, and the log says why", async () => {
    const { file, lines, done, watch } = bench();
    file.text = new AppError("settings", "There is a problem with the settings");
    await watch.reread();
    expect(done).toEqual([]);
    expect(lines).toEqual([
      'ERROR qbittorrent The credentials of qBittorrent cannot be read again and stay as they were problem="There is a problem with the settings"',
    ]);
  });
});
