import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as read from "../../src/qbittorrent/readers.ts";

type Reader = keyof typeof read;

/** What JSON.parse makes of a number beyond all numbers. */
const tooLarge: unknown = JSON.parse("1e999");

const cases: Readonly<Record<Reader, readonly (readonly [unknown, unknown])[]>> = {
  text: [
    ["a", "a"],
    ["", ""],
    [5, undefined],
    [null, undefined],
  ],
  hashOrNone: [
    ["ABCdef", "abcdef"],
    ["", undefined],
    [5, undefined],
  ],
  flag: [
    [true, true],
    [false, false],
    [null, undefined],
    [1, undefined],
    ["true", undefined],
  ],
  textOrNone: [
    ["a", "a"],
    ["", undefined],
    [5, undefined],
  ],
  count: [
    [0, 0],
    [5, 5],
    [-1, undefined],
    [null, undefined],
    ["5", undefined],
    ["NaN", undefined],
    [tooLarge, undefined],
  ],
  countOrNone: [
    [5, 5],
    [0, undefined],
    [-1, undefined],
    [tooLarge, undefined],
  ],
  fraction: [
    [0, 0],
    [0.5, 0.5],
    [1, 1],
    [1.01, undefined],
    [-0.1, undefined],
    [null, undefined],
  ],
  ratio: [
    [0, 0],
    [1.5, 1.5],
    [9998, 9998],
    [9999, Infinity],
    [-1, Infinity],
    [-3, undefined],
    [tooLarge, undefined],
    ["1", undefined],
  ],
  ratioLimit: [
    [0, 0],
    [2.5, 2.5],
    [-1, Infinity],
    [-2, undefined],
    [tooLarge, undefined],
    [null, undefined],
  ],
  timeLimit: [
    [0, 0],
    [60, 3600],
    [-1, Infinity],
    [-2, undefined],
    ["60", undefined],
  ],
  limit: [
    [1024, 1024],
    [tooLarge, undefined],
    [0, Infinity],
    [-1, Infinity],
    [null, undefined],
  ],
  timestamp: [
    [1_700_000_000, 1_700_000_000],
    [4_294_967_295, undefined],
    [1e300, undefined],
    [tooLarge, undefined],
    [-1, undefined],
    [0, undefined],
    // Servers of 4.2 to 4.6 in Tokyo and in Los Angeles.
    [-32_400, undefined],
    [28_800, undefined],
    [null, undefined],
  ],
  eta: [
    [60, 60],
    [8_640_000, Infinity],
    [-1, undefined],
  ],
  tagSet: [
    ["", []],
    ["a", ["a"]],
    ["a, b", ["a", "b"]],
    // A tag that 4.3.2 to 4.6 did not trim.
    ["a,  b c", ["a", "b c"]],
    [null, undefined],
  ],
  path: [
    ["/data/", "/data"],
    ["/data", "/data"],
    ["/data//", "/data"],
    ["/", "/"],
    ["//", "/"],
    ["", ""],
    [5, undefined],
  ],
  place: [
    ["", undefined],
    ["/data/", "/data"],
    ["C:\\data", "C:\\data"],
    ["C:/data", "C:/data"],
    ["\\\\nas\\data", "\\\\nas\\data"],
    // Of a torrent that 4.5.2 is just adding.
    ["a.bin", undefined],
    [5, undefined],
  ],
  state: [
    ["pausedUP", "stoppedUP"],
    ["pausedDL", "stoppedDL"],
    ["stoppedUP", "stoppedUP"],
    ["uploading", "uploading"],
    ["somethingNew", "somethingNew"],
    [5, undefined],
  ],
};

describe.each(Object.entries(cases))("%s", (name, rows) => {
  const reader: (value: unknown) => unknown = Object.entries(read).find(([known]) => known === name)?.[1] ?? (() => {});

  test.each(rows.map(([value, expected]) => ({ value, expected })))(
    "reads $value as $expected",
    ({ value, expected }) => {
      expect(reader(value)).toEqual(expected);
    },
  );

  test("takes whatever JSON may hold, and reads what is missing as not known", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void reader(value)));
    expect(reader(undefined)).toBeUndefined();
  });
});
