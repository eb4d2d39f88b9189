import { describe, expect, test } from "bun:test";
import { isSince } from "../support/qbittorrent/releases.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { SECRET, firstOf, pair } from "./client-support.ts";

describe.each([...SIMULATED_VERSIONS])("what a client reads from qBittorrent %s: it", (version) => {
  test("has trackers and files come along where the server can", async () => {
    await using it = pair(version, [
      { trackers: ["http://127.0.0.1:9/a"], files: [{ name: "f", size: 1, progress: 0 }] },
    ]);
    const [torrent] = await it.client.torrents({ trackers: true, files: true });
    const withTrackers = isSince(version, "5.1.0");
    const withFiles = isSince(version, "5.2.0");
    expect(torrent?.trackers?.map(({ host }) => host)).toEqual(withTrackers ? ["127.0.0.1"] : undefined);
    expect(torrent?.files?.map(({ name }) => name)).toEqual(withFiles ? ["f"] : undefined);
    expect(it.simulator.requests.at(-1)?.parameters).toEqual({
      ...(withTrackers ? { includeTrackers: "true" } : {}),
      ...(withFiles ? { includeFiles: "true" } : {}),
    });
  });

  test("asks for trackers and files of one torrent, without the pseudo-trackers", async () => {
    await using it = pair(version, [
      { trackers: ["udp://T.test:1/a"], files: [{ name: "a/b", size: 7, progress: 1 }] },
    ]);
    const { hash, trackers, files } = await firstOf(it);
    expect([trackers, files]).toEqual([undefined, undefined]);
    expect(await it.client.trackers(hash)).toEqual({
      trackers: [expect.objectContaining({ host: "t.test", num_seeds: undefined })],
      private: false,
    });
    expect(await it.client.files(hash)).toEqual([expect.objectContaining({ name: "a/b", size: 7 })]);
  });

  test("asks for what else there is to know of one torrent", async () => {
    const webseeds = ["http://seed.test/"];
    const connected = [{ ip: "192.0.2.1", port: 6881, client: "qBittorrent", progress: 0.5 }];
    await using it = pair(version, [{ progress: 1, comment: "hello", private: true, webseeds, connected }]);
    const { hash } = await firstOf(it);
    expect(await it.client.properties(hash)).toMatchObject({
      comment: "hello",
      dl_limit: Infinity,
      completion_date: expect.any(Number),
      creation_date: undefined,
      private: isSince(version, "4.5.1") ? true : undefined,
    });
    expect((await it.client.trackers(hash))?.private).toBe(true);
    expect(await it.client.webseeds(hash)).toEqual([{ url: "http://seed.test/" }]);
    expect(await it.client.peers(hash)).toMatchObject([{ id: "192.0.2.1:6881", port: 6881, progress: 0.5 }]);
  });

  test("asks for what there is to know of the server", async () => {
    await using it = pair(version, [{ category: "films", downloadSpeed: 5 }]);
    it.simulator.preferences["max_ratio_act"] = 3;
    it.simulator.preferences["proxy_password"] = SECRET;
    expect(await it.client.transfer()).toMatchObject({ dl_info_speed: 5, up_rate_limit: Infinity });
    const preferences = await it.client.preferences();
    expect(preferences).toMatchObject({ max_ratio_act: 3, queueing_enabled: false });
    expect(JSON.stringify(preferences)).not.toContain(SECRET);
    expect([...(await it.client.categories())]).toEqual([
      [
        "films",
        {
          name: "films",
          shareLimitAction: isSince(version, "5.2.0") ? "Default" : undefined,
          shareLimitsMode: version === "5.3.0" ? "Default" : undefined,
          hasShareLimits: false,
        },
      ],
    ]);
  });

  test("knows of a torrent without metadata what there is to know", async () => {
    await using it = pair(version, [{ hasMetadata: false, progress: 0 }]);
    const torrent = await firstOf(it);
    const { has_metadata: hasMetadata, size, progress, private: isPrivate } = torrent;
    expect([hasMetadata, size, progress, isPrivate]).toEqual([false, undefined, undefined, undefined]);
    expect(await it.client.properties(torrent.hash)).toMatchObject({ has_metadata: false, private: undefined });
    expect(await it.client.files(torrent.hash)).toBeNull();
    const [listed] = await it.client.torrents({ files: true });
    expect(listed?.files).toBe(isSince(version, "5.2.0") ? null : undefined);
  });

  test("of a torrent that is gone, knows that it is", async () => {
    await using it = pair(version);
    for (const source of ["trackers", "files", "properties", "webseeds", "peers"] as const) {
      expect(await it.client[source]("f".repeat(40)), source).toBeUndefined();
    }
  });

  test("asks for very many by POST, since proxies cut long URLs off; it counts as a read", async () => {
    await using it = pair(version, [{}, {}, {}]);
    await it.client.probe();
    const all = (await it.client.torrents({})).map(({ hash }) => hash);
    const others = Array.from({ length: 200 }, (_, n) => n.toString(16).padStart(40, "0"));
    const asked = it.asked().length;
    const found = await it.client.torrents({ hashes: [...others, ...all.slice(1)], trackers: true });
    expect(found.map(({ hash }) => hash).toSorted()).toEqual(all.slice(1).toSorted());
    expect(it.asked().slice(asked)).toEqual([expect.stringMatching(/^POST torrents\/info/)]);
    expect(it.client.requests()).toEqual({ read: 2, write: 0 });
  });

  test("after a probe needs no questions about the version: a pass over all torrents is one read", async () => {
    await using it = pair(version, [{}, {}, {}]);
    await it.client.probe();
    expect(it.client.requests()).toEqual({ read: 0, write: 0 });
    await it.client.torrents({ trackers: true, files: true });
    expect(it.client.requests()).toEqual({ read: 1, write: 0 });
    const asked = it.asked().length;
    await it.client.probe();
    expect(it.asked().slice(asked)).toEqual(["GET app/version"]);
  });
});
