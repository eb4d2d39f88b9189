import { expect, test } from "bun:test";
import { gatherLines } from "../../src/lib/gather.ts";

function gathering() {
  const written: string[] = [];
  const waiting: (() => void)[] = [];
  const lines = gatherLines(
    (text) => void written.push(text),
    (flush) => void waiting.push(flush),
  );
  const turnEnds = () => waiting.splice(0).forEach((flush) => flush());
  return { lines, written, turnEnds, waiting };
}

test("lines that can wait are written together, in their order", () => {
  const { lines, written, turnEnds, waiting } = gathering();
  lines.add("a", "later");
  lines.add("b", "later");
  expect(written).toEqual([]);
  expect(waiting).toHaveLength(1);
  turnEnds();
  lines.add("c", "later");
  turnEnds();
  expect(written).toEqual(["a\nb", "c"]);
});

test("one that cannot takes those before it along, and leaves nothing to be written again", () => {
  const { lines, written, turnEnds } = gathering();
  lines.add("a", "later");
  lines.add("b", "at once");
  expect(written).toEqual(["a\nb"]);
  turnEnds();
  lines.add("c", "later");
  turnEnds();
  expect(written).toEqual(["a\nb", "c"]);
});

test("what is left can be written before its time", () => {
  const { lines, written } = gathering();
  lines.add("a", "later");
  lines.flush();
  lines.flush();
  expect(written).toEqual(["a"]);
});
