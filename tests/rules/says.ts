import { describe, expect, test } from "bun:test";
import { type Verdict, aTorrent, leafVerdict } from "../support/builders.ts";

export type Row = readonly [operator: string, value: unknown, actual: unknown, expected: Verdict];

/** What a field with this value says to each test; the field is given as qBittorrent gives it. */
export function says(field: string, rows: readonly Row[]): void {
  describe(field, () => {
    for (const [operator, value, actual, expected] of rows) {
      test(`${JSON.stringify(actual)} ${operator} ${JSON.stringify(value)}: ${String(expected)}`, () => {
        expect(leafVerdict(aTorrent({ [field.replace("info.", "")]: actual }), field, operator, value)).toBe(expected);
      });
    }
  });
}
