import { expect } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { said, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";
import { addComplete } from "./complete.ts";

export function placeCases(check: Check, bench: () => Bench): void {
  check("torrents/setLocation: moves the data, makes the folder and ends the automatic management", async () => {
    const { session, subject, facts } = bench();
    const { hash } = await addComplete(bench(), { name: "moved.bin", length: 50_000 });
    await isAt(bench(), hash, "");
    await session.post("torrents/setAutoManagement", { hashes: hash, enable: "true" });
    const location = `  ${subject.downloadsPath}/deep/er/../folder//  `;
    expect(said(await session.post("torrents/setLocation", { hashes: hash, location }))).toBe("200 ");
    const row = await isAt(bench(), hash, "/deep/folder");
    expect(row).toMatchObject({ auto_tmm: false, state: `${facts.stoppedWord}UP` });
    await untilThere(join(subject.downloadsDir, "deep/folder/moved.bin"));
    expect(existsSync(join(subject.downloadsDir, "moved.bin"))).toBe(false);
    // To where it is already.
    const again = await session.post("torrents/setLocation", { hashes: hash, location: location.trim() });
    expect(again.status).toBe(200);
    await isAt(bench(), hash, "/deep/folder");
  });

  check("torrents/setLocation: a place that cannot be is refused, for whatever torrent", async () => {
    const { session, subject } = bench();
    const { hash } = await addComplete(bench(), { name: "unmoved.bin", length: 50_000 });
    await isAt(bench(), hash, "");
    const set = async (location: string, hashes = hash) =>
      said(await session.post("torrents/setLocation", { hashes, location }));
    const belowFile = `${subject.downloadsPath}/unmoved.bin/below`;
    expect(await set(belowFile)).toBe("409 Cannot make save path");
    expect(await set(belowFile, UNKNOWN_HASH)).toBe("409 Cannot make save path");
    expect(await set(" ")).toBe("400 Save path cannot be empty");
    expect((await session.post("torrents/setLocation", { hashes: hash })).status).toBe(400);
    expect(await set(`${subject.downloadsPath}/nobody`, UNKNOWN_HASH)).toBe("200 ");
    await isAt(bench(), hash, "");
  });

  check("torrents/setAutoManagement: the data follows the category, and stays where it is afterwards", async () => {
    const { session, subject, row } = bench();
    const { hash } = await addComplete(bench(), { name: "managed.bin", length: 50_000 });
    const manage = async (enable: string) => {
      expect(said(await session.post("torrents/setAutoManagement", { hashes: hash, enable }))).toBe("200 ");
      return (await row(hash))["auto_tmm"];
    };
    const enter = async (category: string) => {
      expect((await session.post("torrents/setCategory", { hashes: hash, category })).status).toBe(200);
    };
    const create = (category: string, savePath: string) =>
      session.post("torrents/createCategory", { category, savePath });
    await create("managed placed", `${subject.downloadsPath}/a place`);
    await create("managed named", "");

    await enter("managed placed");
    await isAt(bench(), hash, "");
    expect(await manage("true")).toBe(true);
    await isAt(bench(), hash, "/a place");
    await untilThere(join(subject.downloadsDir, "a place/managed.bin"));
    await enter("managed named");
    await isAt(bench(), hash, "/managed named");
    await enter("");
    await isAt(bench(), hash, "");
    await enter("managed placed");
    await isAt(bench(), hash, "/a place");

    expect(await manage("false")).toBe(false);
    await enter("");
    await isAt(bench(), hash, "/a place");
    // A word that is no boolean is a no.
    expect(await manage("1")).toBe(false);
    expect((await session.post("torrents/setAutoManagement", { hashes: hash })).status).toBe(400);
    expect((await session.post("torrents/setAutoManagement", { hashes: UNKNOWN_HASH, enable: "true" })).status).toBe(
      200,
    );
  });
}

/** Waits until the data has come to that folder below the downloads. */
function isAt({ subject, facts, rowBecomes }: Bench, hash: string, below: string) {
  return rowBecomes(hash, {
    save_path: `${subject.downloadsPath}${below}${facts.trailingSlash}`,
    state: `${facts.stoppedWord}UP`,
  });
}

async function untilThere(path: string): Promise<void> {
  for (let tries = 0; !existsSync(path); tries += 1) {
    if (tries > 200) throw new Error(`${path} never came`);
    await Bun.sleep(50);
  }
}
