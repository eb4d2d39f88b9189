import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import { isRecord } from "../../src/lib/json.ts";
import { at } from "../support/json.ts";
import { SUITES } from "../support/qbittorrent/cache.ts";
import type { Bench, Row } from "../support/qbittorrent/conformance/bench.ts";
import { type TorrentSpec, makeTorrent } from "../support/qbittorrent/torrents.ts";
import { type Stage, endedJobs, eventsOf, idOf, installHook, openStage, peerOf, seedOf } from "./hooked.ts";

setDefaultTimeout(110_000);

const NO_METADATA = "the metadata is not there yet";
const NAME = "as the link says";
const namedSpec: TorrentSpec = {
  name: "films",
  files: [
    { path: "the film.bin", length: 15_000 },
    { path: "about.nfo", length: 10 },
  ],
};
/** By its hash of v1 alone: once it is known to have two, newer servers know it by the other. */
const namelessSpec: TorrentSpec = { name: "the film.bin", length: 16_000, hybrid: true };

/** True of every torrent below once there is metadata, and of the numbers that a server gives before. */
const needMetadata = {
  "info.size": { field: "info.size", operator: "smaller_than", value: "1 MB" },
  "info.total_size": { field: "info.total_size", operator: "<", value: "1 MB" },
  "info.amount_left": { field: "info.amount_left", operator: "<", value: "1 MB" },
  "info.progress": { field: "info.progress", operator: "<", value: 1 },
  "info.private": { field: "info.private", operator: "==", value: false },
  "properties.total_size": { field: "properties.total_size", operator: "<", value: "1 MB" },
  "files.size": { field: "files.size", operator: "<", value: "1 MB" },
  files: { none_of: "files", where: { field: "name", operator: "ends_with", value: ".exe" } },
} as const;

const facts = Object.keys(needMetadata);

const rules = JSON.stringify({
  rules: [
    rule(
      "without metadata",
      "on_added",
      [
        { field: "info.name", operator: "in", value: [NAME, makeTorrent(namelessSpec).hash] },
        { field: "info.state", operator: "in", value: ["metaDL", "forcedMetaDL"] },
        { field: "info.size", operator: "known", value: false },
        { field: "info.is_complete", operator: "==", value: false },
      ],
      { type: "add_tag", params: { tag: "waits" } },
    ),
    ...Object.entries(needMetadata).map(([name, condition]) =>
      rule(name, "on_added", [condition], { type: "add_tag", params: { tag: name } }),
    ),
    rule("its own file", "on_added", [{ field: "files.name", operator: "ends_with", value: "the film.bin" }], {
      type: "set_category",
      params: { category: "films" },
    }),
    rule("finished", "on_completed", [{ field: "info.is_complete", operator: "==", value: true }], {
      type: "set_category",
      params: { category: "done" },
    }),
  ],
});

const kinds = [
  { kind: "of v1", spec: namedSpec, dn: NAME },
  { kind: "of v1 without a name, that turns out to be hybrid", spec: namelessSpec, dn: undefined },
] as const;

describe.each([...SUITES])("a magnet link on real qBittorrent (%s)", (suite) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(suite, rules);
    const { code, stderr } = await installHook(stage, eventsOf(stage.bench));
    if (code !== 0) throw new Error(stderr);
  });

  afterAll(() => stage[Symbol.asyncDispose]());

  /** The job after so many others. */
  const job = async (after: number) => {
    const { program } = stage;
    const listed = await endedJobs(program, after + 1);
    const [newest] = listed.toSorted((a, b) => String(b["created_at"]).localeCompare(String(a["created_at"])));
    const { body } = await program.api(`/api/jobs/${String(newest?.["job_id"])}`);
    return { of: at(body, "hash"), context: at(body, "context"), ...resultOf(body) };
  };

  test.each(kinds)("$kind: rules act on what is known, and on the rest once it has come", async ({ spec, dn }) => {
    const { seeder, bench, program } = stage;
    const torrent = makeTorrent(spec);
    const id = idOf(bench, torrent);
    const row = async () => (await bench.rows()).find(({ hash }) => hash === torrent.hash || hash === id) ?? {};
    const before = (await endedJobs(program, 0)).length;
    const submit = () => program.client("--context", "on_added", "--hash", torrent.hash, "--wait");

    // Nobody has it yet. Where qBittorrent runs a program on added, it does so now, and not when the metadata comes.
    await addMagnet(bench, torrent.hash, dn);
    if (!bench.facts.programOnAdded) await submit();
    const first = await job(before);
    expect(first).toEqual({
      of: torrent.hash,
      context: "on_added",
      matched: ["without metadata"],
      undecided: [
        ...facts.map((name) => [name, [`${name}: ${NO_METADATA}`]]),
        ["its own file", [`files.name: ${NO_METADATA}`]],
      ],
    });
    expect(await row()).toMatchObject({ state: "metaDL", tags: "waits", category: "", name: dn ?? torrent.hash });

    // A trickle: the metadata comes, and the data not yet.
    await bench.session.post("torrents/setDownloadLimit", { hashes: torrent.hash, limit: "1024" });
    await seedOf(seeder, spec);
    const peers = await peerOf(seeder);
    const meetUntil = async (isThere: (found: Row) => boolean) => {
      for (const end = Date.now() + 40_000; Date.now() < end; await Bun.sleep(300)) {
        const found = await row();
        if (isThere(found)) return;
        await bench.session.post("torrents/addPeers", { hashes: String(found["hash"]), peers });
      }
      throw new Error(`still ${JSON.stringify(await row())}`);
    };
    await meetUntil(({ state }) => state === "stalledDL" || state === "downloading");
    expect((await submit()).code).toBe(0);
    const second = await job(before + 1);
    expect(second).toEqual({
      of: torrent.hash,
      context: "on_added",
      matched: [...facts, "its own file"],
      undecided: [],
    });
    const tags = String((await row())["tags"])
      .split(/, ?/)
      .toSorted();
    expect(tags).toEqual([...facts, "waits"].toSorted());
    expect(await row()).toMatchObject({
      hash: id,
      name: bench.facts.keepsNameOfLink ? (dn ?? spec.name) : spec.name,
      category: "films",
      total_size: torrent.size,
    });

    await bench.session.post("torrents/setDownloadLimit", { hashes: id, limit: "0" });
    await meetUntil(({ progress }) => progress === 1);
    expect(await job(before + 2)).toEqual({ of: id, context: "on_completed", matched: ["finished"], undecided: [] });
    expect(await row()).toMatchObject({ category: "done" });
    // The metadata was no second addition.
    expect(await endedJobs(program, before + 3)).toHaveLength(before + 3);
  });
});

function rule(name: string, context: string, conditions: unknown, action: unknown) {
  return { name, context, conditions, actions: [action] };
}

async function addMagnet({ session }: Bench, hash: string, dn: string | undefined): Promise<void> {
  const urls = `magnet:?xt=urn:btih:${hash}${dn === undefined ? "" : `&dn=${encodeURIComponent(dn)}`}`;
  const { status, text } = await session.post("torrents/add", { urls });
  if (status !== 200 || text === "Fails.") throw new Error(`add: ${status} ${text}`);
}

/** The rules that matched, and those that could not be decided, with the reasons. */
function resultOf(job: unknown) {
  const list = (name: string) => {
    const found = at(job, "result", name);
    return Array.isArray(found) ? found.filter(isRecord) : [];
  };
  return {
    matched: list("rules")
      .filter(({ matched }) => matched === 1)
      .map(({ name }) => name),
    undecided: list("undecided").map(({ rule: name, why }) => [name, why]),
  };
}
