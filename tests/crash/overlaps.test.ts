import { describe, expect, test } from "bun:test";

import { changesOfWriter, handedOver, overlaps } from "../../scripts/crash/overlaps.ts";
import { createWriteLog, type Write } from "../../scripts/crash/writes.ts";

const ONE = "a".repeat(40);
const OTHER = "b".repeat(40);

const write = (by: string, begun: number, ...hashes: readonly string[]): Write => ({
  by,
  hashes,
  begun,
  ended: begun + 5,
});

const head = (path: string) => `POST /api/v2/${path} HTTP/1.1\r\nCookie: SID=${"d".repeat(40)}\r\n\r\n`;

describe("writes of two servers", () => {
  test("overlap where one writes, whatever it is, in the midst of a job of the other", () => {
    const writes = [write("A", 0, ONE), write("B", 10, OTHER), write("A", 20, ONE)];
    expect(overlaps(writes)).toEqual([
      "B wrote in the midst of a job of A: 10 ms after its begin, 15 ms before its end",
    ]);
  });

  test("overlap where one begins before the answer to the other has come", () => {
    expect(overlaps([write("A", 0, ONE), write("B", 3, ONE)])).toHaveLength(1);
  });

  test("do not where one goes on with what the other left, or each has its jobs", () => {
    const writes = [write("A", 0, ONE), write("A", 10, OTHER), write("B", 20, OTHER), write("A", 30, "c".repeat(40))];
    expect(overlaps(writes)).toEqual([]);
    expect({ changes: changesOfWriter(writes), jobs: handedOver(writes) }).toEqual({ changes: 2, jobs: 1 });
  });
});

describe("the log of writes", () => {
  test("has what changes torrents, from its first byte to its answer, in however many pieces it comes", () => {
    const times = [1, 9].values();
    const log = createWriteLog(() => times.next().value ?? 0);
    const tap = log.tap("A");
    for (const piece of [head("torrents/recheck"), `hashes=${ONE}%7C`, OTHER]) tap.sent(Buffer.from(piece));
    tap.over();
    tap.over();
    expect(log.all).toEqual([{ by: "A", hashes: [ONE, OTHER], begun: 1, ended: 9 }]);
  });

  test("leaves out what only asks", () => {
    const log = createWriteLog();
    const tap = log.tap("A");
    for (const path of ["auth/login", "torrents/info"]) {
      tap.sent(Buffer.from(`${head(path)}hashes=${ONE}`));
      tap.over();
    }
    expect(log.all).toEqual([]);
  });
});
