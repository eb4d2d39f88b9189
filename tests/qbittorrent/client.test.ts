import { describe, expect, test } from "bun:test";
import { isSince } from "../support/qbittorrent/releases.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { failureOf, firstOf, logins, pair } from "./client-support.ts";

const seeds = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `torrent ${n}`, progress: 1 }));

describe.each([...SIMULATED_VERSIONS])("a client of qBittorrent %s", (version) => {
  const modern = version.startsWith("5");
  const hasTags = isSince(version, "4.2.0");

  test("logs in once, however many requests come at once", async () => {
    await using it = pair(version, seeds(2));
    const answers = await Promise.all([it.client.torrents({}), it.client.torrents({}), it.client.version()]);
    expect(answers[0]).toHaveLength(2);
    expect(answers[1]).toHaveLength(2);
    expect(logins(it.asked())).toBe(1);
  });

  test("knows the server's version, and asks for it once", async () => {
    await using it = pair(version);
    expect((await it.client.version()).app).toBe(`v${version}`);
    await it.client.version();
    expect(it.asked().filter((path) => path === "GET app/version")).toHaveLength(1);
    expect(it.client.connection()).toEqual({
      connected: true,
      version: `v${version}`,
      apiVersion: (await it.client.version()).api.join("."),
      error: null,
    });
  });

  test("sends a refused password exactly once, however often it is asked", async () => {
    await using it = pair(version, [], { password: "wrong" });
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect((await failureOf(it.client.torrents({}))).code).toBe("qbittorrent_credentials");
    }
    await failureOf(Promise.all([it.client.probe(), it.client.version(), it.client.torrents({})]));
    expect(it.asked().filter((request) => request === "POST auth/login")).toHaveLength(1);
  });

  test("says that it is banned, where others have failed to log in", async () => {
    await using it = pair(version);
    for (let failure = 0; failure < 5; failure += 1) {
      const body = new URLSearchParams({ username: "admin", password: "guess" });
      await fetch(`${it.simulator.url}/api/v2/auth/login`, { method: "POST", body });
    }
    expect((await failureOf(it.client.torrents({}))).code).toBe("qbittorrent_banned");
  });

  test("given a session lost in the middle, logs in once more and repeats the request once", async () => {
    await using it = pair(version, seeds(1));
    await it.client.torrents({});
    it.simulator.forgetSessions();
    const before = it.asked().length;
    expect(await it.client.torrents({})).toHaveLength(1);
    expect(it.asked().slice(before)).toEqual(["GET torrents/info", "POST auth/login", "GET torrents/info"]);
  });

  test("given a session lost under several requests, logs in once for them all", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    it.simulator.forgetSessions();
    const before = logins(it.asked());
    await Promise.all(Array.from({ length: 6 }, () => it.client.trackers(hash)));
    expect(logins(it.asked()) - before).toBe(1);
  });

  test("given a session lost before a write, the write is done once", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    it.simulator.forgetSessions();
    await it.client.write({ kind: "reannounce" }, [hash]);
    expect(it.simulator.torrents.get(hash)?.reannounces).toBe(1);
  });

  test("stops and starts by the words of the version", async () => {
    await using it = pair(version, [{ progress: 1, stopped: false }]);
    const { hash } = await firstOf(it);
    await it.client.write({ kind: "stop" }, [hash]);
    expect(it.simulator.torrents.get(hash)?.stopped).toBe(true);
    await it.client.write({ kind: "start" }, [hash]);
    expect(it.simulator.torrents.get(hash)?.stopped).toBe(false);
    const words = modern
      ? ["POST torrents/stop", "POST torrents/start"]
      : ["POST torrents/pause", "POST torrents/resume"];
    expect(it.asked().slice(-2)).toEqual(words);
  });

  test("forces, rechecks, limits and deletes", async () => {
    await using it = pair(version, [{ progress: 1 }]);
    const { hash } = await firstOf(it);
    for (const write of [
      { kind: "force_start" },
      { kind: "recheck" },
      { kind: "set_upload_limit", limit: 1024 },
      { kind: "set_download_limit", limit: Infinity },
    ] as const)
      await it.client.write(write, [hash]);
    const torrent = it.simulator.torrents.get(hash);
    expect(torrent).toMatchObject({ forced: true, rechecks: 1, uploadLimit: 1024, downloadLimit: 0 });
    await it.client.write({ kind: "delete", deleteFiles: false }, [hash]);
    expect(it.simulator.deletions).toEqual([{ hash, withFiles: false }]);
  });

  test("deletes files only when told to", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    await it.client.write({ kind: "delete", deleteFiles: true }, [hash]);
    expect(it.simulator.deletions).toEqual([{ hash, withFiles: true }]);
  });

  test("creates a category that is missing, then sets it", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    await it.client.write({ kind: "set_category", category: "new/one" }, [hash]);
    expect(it.simulator.torrents.get(hash)?.category).toBe("new/one");
    expect(it.asked().slice(-3)).toEqual([
      "POST torrents/setCategory",
      "POST torrents/createCategory",
      "POST torrents/setCategory",
    ]);
  });

  test("does not create a category that is there, nor one to take a torrent out of it", async () => {
    await using it = pair(version, [{ category: "there" }, {}]);
    const [first, second] = await it.client.torrents({});
    await it.client.write({ kind: "set_category", category: "there" }, [second?.hash ?? ""]);
    await it.client.write({ kind: "set_category", category: "" }, [first?.hash ?? ""]);
    expect([...it.simulator.torrents.values()].map(({ category }) => category)).toEqual(["", "there"]);
    expect(it.asked()).not.toContain("POST torrents/createCategory");
  });

  test("says so where a category cannot be created", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    const error = await failureOf(it.client.write({ kind: "set_category", category: "/no" }, [hash]));
    expect(error.code).toBe("qbittorrent_answer");
    expect(error.message).toContain("torrents/setCategory with status 409");
  });

  test("sends names as they are, whatever they hold", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    const name = "a+b & c=d %20 电影 #?|";
    await it.client.write({ kind: "set_category", category: name }, [hash]);
    if (hasTags) {
      await it.client.write({ kind: "add_tags", tags: [name, "second"] }, [hash]);
      await it.client.write({ kind: "remove_tags", tags: ["second"] }, [hash]);
    }
    const [torrent] = await it.client.torrents({});
    expect(torrent).toMatchObject({ category: name, tags: hasTags ? [name] : [] });
  });

  test("writes for many torrents with one request, their hashes in its body", async () => {
    await using it = pair(version, seeds(300));
    const hashes = (await it.client.torrents({})).map(({ hash }) => hash);
    const before = it.simulator.requests.length;
    await it.client.write({ kind: "set_upload_limit", limit: 1_000 }, hashes);
    const sent = it.simulator.requests.slice(before);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: "POST", parameters: { hashes: hashes.join("|"), limit: "1000" } });
    expect([...it.simulator.torrents.values()].every(({ uploadLimit }) => uploadLimit === 1_000)).toBe(true);
  });

  test("given no hashes, neither lists nor writes: to the server that would mean all", async () => {
    await using it = pair(version, seeds(2));
    await it.client.version();
    const before = it.asked().length;
    expect(await it.client.torrents({ hashes: [] })).toEqual([]);
    await it.client.write({ kind: "delete", deleteFiles: true }, []);
    expect(it.asked()).toHaveLength(before);
    expect(it.simulator.torrents.size).toBe(2);
  });

  test("lists only the torrents asked for", async () => {
    await using it = pair(version, seeds(3));
    const hashes = [...it.simulator.torrents.keys()].slice(1);
    const listed = await it.client.torrents({ hashes });
    expect(listed.map(({ hash }) => hash)).toEqual(hashes);
    expect(await it.client.torrents({ hashes: ["f".repeat(40)] })).toEqual([]);
  });

  test("lists torrents as every version means them", async () => {
    await using it = pair(version, [
      { name: "one", progress: 1, stopped: true, tags: ["b", "a"], savePath: "/data/", completionOn: undefined },
      { name: "two", progress: 0.5, stopped: false, uploadLimit: 2048, category: "tv" },
    ]);
    const [one, two] = await it.client.torrents({});
    expect(one).toMatchObject({ name: "one", state: "stoppedUP", tags: ["a", "b"], save_path: "/data" });
    expect(one).toMatchObject({ completion_on: undefined, up_limit: Infinity, dl_limit: Infinity });
    expect(one?.availability).toBeUndefined();
    expect(two).toMatchObject({ state: "stalledDL", tags: [], up_limit: 2048, category: "tv", eta: Infinity });
  });

  test("counts what it reads and writes, without logins and probes", async () => {
    await using it = pair(version, seeds(1));
    const { hash } = await firstOf(it);
    const { read } = it.client.requests();
    await it.client.trackers(hash);
    await it.client.write({ kind: "reannounce" }, [hash]);
    it.simulator.forgetSessions();
    await it.client.probe();
    expect(it.client.requests()).toEqual({ read: read + 1, write: 1 });
  });
});
