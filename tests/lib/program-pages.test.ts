import { expect, test } from "bun:test";
import { readFileSync, readlinkSync } from "node:fs";
import { dropProgramPages, droppable } from "../../src/lib/program-pages.ts";

/** Of proc(5), with the lines that matter. */
const mapping = (head: string, anonymous: number) =>
  `${head}\nSize:               1024 kB\nRss:                 512 kB\nAnonymous:     ${String(anonymous).padStart(8)} kB\nVmFlags: rd ex mr mw me\n`;

test.each([
  ["code that is as in the file", "00400000-00500000 r-xp 00001000 fe:01 42                         /opt/a b", 0, true],
  ["data that is only read", "00400000-00500000 r--p 00000000 fe:01 42                         /opt/a b", 0, true],
  [
    "what was put together at the start",
    "00400000-00500000 r--p 00000000 fe:01 42                   /opt/a b",
    84,
    false,
  ],
  ["what is written to", "00400000-00500000 rw-p 00000000 fe:01 42                         /opt/a b", 0, false],
  ["what is shared with others", "00400000-00500000 r-xs 00000000 fe:01 42                         /opt/a b", 0, false],
  ["another file", "00400000-00500000 r-xp 00000000 fe:01 42                         /opt/a b c", 0, false],
  ["no file", "00400000-00500000 r-xp 00000000 00:00 0", 0, false],
])("of the memory of a process, %s: given back or not", (_, head, anonymous, isGivenBack) => {
  const smaps = mapping("7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ", 4) + mapping(head, anonymous);
  expect(droppable(smaps, "/opt/a b")).toEqual(isGivenBack ? [{ address: 0x400000, length: 0x100000 }] : []);
});

test("a process goes on without what it gave back, and has it again where it needs it", async () => {
  const before = residentOfProgram();
  await dropProgramPages();
  const after = residentOfProgram();
  expect(after).toBeLessThan(before / 2);
  expect(JSON.parse('{"a": [1, 2]}')).toEqual({ a: [1, 2] });
  expect(residentOfProgram()).toBeGreaterThan(0);
});

/** Kilobytes of the program's file that are in memory. */
function residentOfProgram(): number {
  const program = readlinkSync("/proc/self/exe");
  const mappings = readFileSync("/proc/self/smaps", "utf8").split(/^(?=[\da-f]+-[\da-f]+ )/m);
  const own = mappings.filter((one) => one.split("\n")[0]?.endsWith(` ${program}`) === true);
  return own.reduce((sum, one) => sum + Number(/^Rss: +(\d+) kB$/m.exec(one)?.[1]), 0);
}
