import { describe, expect, test } from "bun:test";
import { changes } from "../scripts/demo/changes.ts";
import { torrent } from "./engine/support.ts";

describe("what the demo changed", () => {
  const before = torrent({ hash: "a".repeat(40), name: "Big.Buck.Bunny.2008.1080p.BluRay", category: "", tags: "" });
  const after = { ...before, category: "films", tags: ["hd", "public-tracker"], up_limit: 512_000 };
  const gone = torrent({ hash: "b".repeat(40), name: "a trailer" });

  test("is a line for each torrent", () => {
    expect(changes([before, gone], [after], Infinity).slice(2)).toEqual([
      "Big.Buck.Bunny.2008.1080p.BluRay  - -> films        - -> hd, public-tracker  - -> 500 KiB/s",
      "a trailer                         gone (data kept)",
    ]);
  });

  test("is no wider than the terminal", () => {
    const lines = changes([before, gone], [after], 80);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.at(-1)).toMatch(/^a trailer {2,}gone \(data kept\)$/);
  });
});
