import { expect } from "bun:test";

import { asRow, asRows, type Bench, type Row, type Check } from "./bench.ts";
import { infoShape, propertiesShape, shapeOf } from "./shapes.ts";

const TRACKER = "http://127.0.0.1:9/announce";
const WEBSEED = "http://127.0.0.1:9/seed";

/** Nobody has its metadata: what depends on that is missing, wrong, or zero. */
export function magnetCases(check: Check, bench: () => Bench): void {
  check("torrents/info: a magnet link without metadata", async () => {
    const { facts } = bench();
    const hash = await addMagnet(bench(), "1");
    const found = await bench().rowBecomes(hash, { state: `${facts.stoppedWord}DL` });
    expect(shapeOf(found)).toEqual({ ...infoShape(facts.version), ...("private" in found ? { private: "null" } : {}) });
    expect(found).toMatchObject({
      name: "a magnet",
      size: 0,
      total_size: -1,
      amount_left: 0,
      completed: 0,
      progress: 0,
    });
    const inNewer = {
      availability: 0,
      content_path: "",
      root_path: "",
      has_metadata: false,
      private: null,
      comment: "",
      piece_size: -1,
      pieces_num: -1,
      pieces_have: 0,
    };
    expect(found).toMatchObject(onlyKeysOf(found, inNewer));
  });

  check("torrents/info: the state while the metadata is looked for", async () => {
    const { facts, session, rowBecomes } = bench();
    const hash = await addMagnet(bench(), "2");
    await session.post(`torrents/${facts.startVerb}`, { hashes: hash });
    await rowBecomes(hash, { state: "metaDL" });
    await session.post("torrents/setForceStart", { hashes: hash, value: "true" });
    await rowBecomes(hash, { state: facts.forcedWithoutMetadata });
  });

  check("torrents/info: includeFiles leaves out the files that are not known", async () => {
    const hash = await addMagnet(bench(), "3");
    const [found = {}] = await bench().rows({ hashes: hash, includeTrackers: "true", includeFiles: "true" });
    expect("files" in found).toBe(false);
    expect("trackers" in found).toBe(bench().facts.infoHasTrackers);
  });

  check("torrents/properties and files of a magnet link", async () => {
    const { facts, session } = bench();
    const hash = await addMagnet(bench(), "4");
    const found = asRow(await session.get("torrents/properties", { hash }));
    expect(shapeOf(found)).toEqual({
      ...propertiesShape(facts.version),
      ...("private" in found ? { private: "null" } : {}),
    });
    expect(found).toMatchObject({ total_size: -1, piece_size: -1, pieces_num: -1, pieces_have: 0, creation_date: -1 });
    const inNewer = { is_private: false, has_metadata: false, private: null, progress: 0, availability: 0 };
    expect(found).toMatchObject(onlyKeysOf(found, inNewer));
    expect(asRows(await session.get("torrents/files", { hash }))).toEqual([]);
  });

  check("torrents/trackers of a magnet link: nothing says whether it is private", async () => {
    const hash = await addMagnet(bench(), "5");
    const rows = asRows(await bench().session.get("torrents/trackers", { hash }));
    expect(rows.map((row) => [row["url"], row["msg"]]).slice(0, 1)).toEqual([["** [DHT] **", ""]]);
    expect(rows.at(-1)).toMatchObject({ url: TRACKER, status: 1 });
  });

  check("torrents/webseeds: those of a magnet link, none of others", async () => {
    const { session, add } = bench();
    const hash = await addMagnet(bench(), "6");
    expect(asRows(await session.get("torrents/webseeds", { hash }))).toEqual([{ url: WEBSEED }]);
    const { hash: other } = await add({ name: "without-webseeds.bin" });
    expect(asRows(await session.get("torrents/webseeds", { hash: other }))).toEqual([]);
  });
}

/** One digit makes one hash. */
async function addMagnet({ session, rows }: Bench, digit: string): Promise<string> {
  const hash = digit.repeat(40);
  const query = { dn: "a magnet", tr: TRACKER, ws: WEBSEED };
  const rest = Object.entries(query).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
  const urls = `magnet:?xt=urn:btih:${hash}${rest.join("")}`;
  const answer = await session.post("torrents/add", { urls, paused: "true", stopped: "true" });
  expect([answer.status, answer.text]).not.toContain("Fails.");
  for (let tries = 0; (await rows({ hashes: hash })).length === 0; tries += 1) {
    if (tries > 200) throw new Error(`${urls} never appeared`);
    await Bun.sleep(50);
  }
  return hash;
}

/** Fields were added over time: of these, what the row has at all. */
const onlyKeysOf = (row: Row, expected: Row): Row =>
  Object.fromEntries(Object.entries(expected).filter(([name]) => name in row));
