import { expect, test } from "bun:test";
import { readFileSync, readlinkSync } from "node:fs";
import { createProgramPages, droppable } from "../../src/lib/program-pages.ts";

/** Of proc(5), with the lines that matter. */
const mapping = (head: string, { anonymous = 0, swapped = 0 }) =>
  [
    head,
    "Size:               1024 kB",
    "Rss:                 512 kB",
    `Anonymous:      ${String(anonymous).padStart(7)} kB`,
    `Swap:           ${String(swapped).padStart(7)} kB`,
    "VmFlags: rd ex mr mw me\n",
  ].join("\n");

const CODE = "00400000-00500000 r-xp 00001000 fe:01 42                         /opt/a b";
const PUT_TOGETHER = "00400000-00500000 r--p 00656000 fe:01 42                         /opt/a b";

test.each([
  ["code that is as in the file", CODE, {}, true],
  ["data in front of the code", "00400000-00500000 r--p 00000000 fe:01 42                  /opt/a b", {}, true],
  ["code that a debugger has written to", CODE, { anonymous: 4 }, false],
  ["the same, moved to the swap space", CODE, { swapped: 4 }, false],
  ["what was put together at the start", PUT_TOGETHER, { anonymous: 84 }, false],
  ["the same, moved to the swap space", PUT_TOGETHER, { swapped: 84 }, false],
  ["the same, with no trace of it", PUT_TOGETHER, {}, false],
  ["what is written to", "00400000-00500000 rw-p 00000000 fe:01 42                         /opt/a b", {}, false],
  ["what is shared with others", "00400000-00500000 r-xs 00000000 fe:01 42                 /opt/a b", {}, false],
  ["another file", "00400000-00500000 r-xp 00000000 fe:01 42                         /opt/a b c", {}, false],
  ["no file", "00400000-00500000 r-xp 00000000 00:00 0", {}, false],
])("of the memory of a process, %s: given back or not (%#)", (_, head, touched, isGivenBack) => {
  const heap = mapping("7f0000000000-7f0000001000 rw-p 00000000 00:00 0 ", { anonymous: 4 });
  expect(droppable(heap + mapping(head, touched), "/opt/a b")).toEqual(
    isGivenBack ? [{ address: 0x400000, length: 0x100000 }] : [],
  );
});

test("a process goes on without what it gave back, and has it again where it needs it", async () => {
  const before = residentOfProgram();
  await createProgramPages().drop();
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
