import { expect } from "bun:test";

import { asRow, asRows, said, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";

export function requestCases(check: Check, bench: () => Bench): void {
  check("app/version and app/webapiVersion", async () => {
    const { session, subject, facts } = bench();
    expect((await session.get("app/version")).text).toBe(`v${subject.version}`);
    const api = (await session.get("app/webapiVersion")).text;
    expect(api).toMatch(/^\d+\.\d+(\.\d+)?$/);
    if (facts.webApi !== undefined) expect(api).toBe(facts.webApi);
  });

  check("app/preferences", async () => {
    const { session, subject, facts } = bench();
    const preferences = asRow(await session.get("app/preferences"));
    expect(preferences["save_path"]).toBe(subject.downloadsPath + facts.trailingSlash);
    expect(preferences["queueing_enabled"]).toBe(false);
    expect("start_paused_enabled" in preferences).toBe(facts.stoppedWord === "paused");
    expect("add_stopped_enabled" in preferences).toBe(facts.stoppedWord === "stopped");
  });

  check("an unknown endpoint", async () => {
    const { session, facts } = bench();
    expect(said(await session.get("torrents/nothing"))).toBe(facts.unknownEndpoint);
    expect((await session.get("nothing/nothing")).status).toBe(404);
  });

  check("a mutation by GET", async () => {
    const { session, facts } = bench();
    const harmless = {
      hashes: UNKNOWN_HASH,
      category: "",
      tags: "g",
      deleteFiles: "false",
      limit: "0",
      value: "false",
    };
    const tagging = facts.tags === 404 ? [] : ["addTags", "removeTags"];
    const paths = [...tagging, "setCategory", "setUploadLimit", "setDownloadLimit", "setForceStart"];
    for (const path of [...paths, facts.stopVerb, facts.startVerb, "recheck", "reannounce", "delete"]) {
      expect((await session.get(`torrents/${path}`, harmless)).status, path).toBe(facts.getOnMutation);
    }
  });

  check("a mutation by GET does what it says, where it is accepted", async () => {
    const { session, facts, add, row } = bench();
    const { hash } = await add({ name: "by-get.bin" });
    await session.get("torrents/setUploadLimit", { hashes: hash, limit: "1000" });
    expect((await row(hash))["up_limit"]).toBe(facts.getOnMutation === 200 ? 1_000 : facts.freshLimit);
  });

  check("a missing parameter", async () => {
    const { session, facts } = bench();
    for (const path of ["recheck", "reannounce", facts.stopVerb, facts.startVerb]) {
      expect(said(await session.post(`torrents/${path}`)), path).toBe(facts.missingHashes);
    }
    expect((await session.post("torrents/delete", { hashes: UNKNOWN_HASH })).status).toBe(400);
    expect((await session.get("torrents/trackers")).status).toBe(400);
  });

  check("reads accept POST, with parameters of the body only", async () => {
    const { session, add } = bench();
    const { hash } = await add({ name: "by-post.bin" });
    await add({ name: "beside.bin" });
    expect(asRows(await session.post("torrents/info", { hashes: hash }))).toHaveLength(1);
    expect(asRows(await session.post(`torrents/info?hashes=${hash}`)).length).toBeGreaterThan(1);
    for (const path of ["app/version", "torrents/categories"]) {
      expect((await session.post(path)).status, path).toBe(200);
    }
    expect((await session.post("torrents/files", { hash })).status).toBe(200);
  });

  check("unknown hashes are passed over", async () => {
    const { session, facts } = bench();
    const all = { hashes: UNKNOWN_HASH, tags: "t", category: "", limit: "5", value: "true", deleteFiles: "true" };
    const paths = ["setCategory", "setUploadLimit", "setForceStart", "recheck", "delete"];
    for (const path of [...paths, "reannounce", facts.stopVerb, facts.startVerb]) {
      expect((await session.post(`torrents/${path}`, all)).status, path).toBe(200);
    }
  });
}
