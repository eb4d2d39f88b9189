import { expect } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { writeContent } from "../torrents.ts";
import { asRow, type Bench, type Check } from "./bench.ts";

export function removalCases(check: Check, bench: () => Bench): void {
  for (const withFiles of [true, false]) {
    check(`torrents/delete ${withFiles ? "with" : "without"} files`, async () => {
      const { session, subject, facts, add, rows, rowBecomes } = bench();
      const name = `delete-${withFiles}`;
      const spec = { name, files: [{ path: "inside/data.bin", length: 30_000 }] };
      await writeContent(spec, subject.downloadsDir);
      const { hash } = await add(spec, { category: "kept", tags: ["kept"] });
      await session.post("torrents/recheck", { hashes: hash });
      await rowBecomes(hash, { state: `${facts.stoppedWord}UP` });
      const other = await add({ name: `${name}-other.bin` });
      const answer = await session.post("torrents/delete", { hashes: hash, deleteFiles: String(withFiles) });
      expect(answer.status).toBe(200);
      expect(await rows({ hashes: hash })).toEqual([]);
      expect(await rows({ hashes: other.hash })).toHaveLength(1);
      const file = join(subject.downloadsDir, name, "inside/data.bin");
      if (withFiles) await untilGone(file);
      else expect(existsSync(file)).toBe(true);
      expect((await session.get("torrents/files", { hash })).status).toBe(404);
      expect(Object.keys(asRow(await session.get("torrents/categories")))).toContain("kept");
    });
  }

  check("torrents/delete of many, by one POST", async () => {
    const { session, add, rows } = bench();
    const torrents = [];
    for (let n = 0; n < 5; n += 1) torrents.push(await add({ name: `batch-${n}.bin` }));
    const hashes = torrents.map((torrent) => torrent.hash).join("|");
    expect(await rows({ hashes })).toHaveLength(5);
    expect((await session.post("torrents/delete", { hashes, deleteFiles: "false" })).status).toBe(200);
    expect(await rows({ hashes })).toEqual([]);
  });
}

/** The answer comes before the files are gone. */
async function untilGone(path: string): Promise<void> {
  for (let tries = 0; existsSync(path); tries += 1) {
    if (tries > 200) throw new Error(`${path} is still there`);
    await Bun.sleep(50);
  }
}
