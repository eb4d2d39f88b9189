import { describe, expect, test } from "bun:test";
import { mistakeCodes } from "../../src/rules/codes.ts";
import { codesOf, foundIn, load, samplesIn } from "./corpus/samples.ts";

const broken = samplesIn("broken", "expect");

describe("of a broken rules file every mistake is told where it stands, and nothing else:", () => {
  test.each(broken.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    const loaded = load(sample);
    expect(loaded.ok ? [] : foundIn(loaded.problems)).toEqual([...sample.expected]);
  });
});

test("what is told of broken files is for people: nothing of the program, the lines around the place, and what to do", () => {
  const odd = broken.flatMap((sample) => {
    const loaded = load(sample);
    const problems = loaded.ok ? [] : loaded.problems;
    return problems
      .filter(({ message, hint = "", frame = [] }) => {
        const isOdd = /undefined|\[object|Symbol\(|\p{Cc}/u.test(message + hint);
        const advises = hint !== "" || /: .|must not be empty|now called|belongs to/.test(message);
        return isOdd || !advises || frame.length === 0;
      })
      .map(({ message }) => `${sample.name}: ${message}`);
  });
  expect(odd).toEqual([]);
});

test.each(Object.keys(mistakeCodes))("at least two broken files show %s", (code) => {
  expect(broken.filter((sample) => codesOf(sample).includes(code)).length).toBeGreaterThanOrEqual(2);
});
