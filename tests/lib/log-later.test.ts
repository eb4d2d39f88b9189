import { afterEach, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { configureLogging } from "../../src/lib/log.ts";
import { tempFolder } from "../support/temp.ts";

const open: { close: () => void }[] = [];

afterEach(() => {
  for (const logging of open.splice(0)) logging.close();
});

function logTo(lines: string[], options: { later: (flush: () => void) => void; file?: string }) {
  const console = (line: string) => void lines.push(line);
  const logging = configureLogging({ level: "DEBUG", fileIsExplicit: true, secrets: [], console, ...options });
  open.push(logging);
  return logging;
}

describe("a log that may write later", () => {
  test("writes what is no warning when it is time, and a warning at once, with all before it", () => {
    const lines: string[] = [];
    const waiting: (() => void)[] = [];
    const { log } = logTo(lines, { later: (flush) => void waiting.push(flush) });
    log.info("One");
    log.debug("Two");
    expect(lines).toEqual([]);
    for (const flush of waiting.splice(0)) flush();
    expect(lines).toEqual([expect.stringMatching(/One\n.*Two$/)]);
    log.info("Three");
    log.warn("Four");
    expect(lines[1]).toMatch(/Three\n.*Four$/);
  });

  test("writes what is left when it is closed, to the file too", () => {
    using folder = tempFolder();
    const lines: string[] = [];
    const file = folder.file("q.log");
    const { log, close } = logTo(lines, { file, later: () => {} });
    log.info("Last words");
    close();
    expect([lines, readFileSync(file, "utf8").split("\n")]).toEqual([
      [expect.stringContaining("Last words")],
      [expect.stringContaining("Last words"), ""],
    ]);
  });
});
