import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import { type Client, createClient } from "../../src/qbittorrent/client.ts";
import type { Credentials } from "../../src/qbittorrent/credentials.ts";
import { failureOf } from "../qbittorrent/client-support.ts";
import { SUITES } from "../support/qbittorrent/cache.ts";
import { asRow } from "../support/qbittorrent/conformance/bench.ts";
import { LAB_CREDENTIALS, createRawSession, logIn } from "../support/qbittorrent/http.ts";
import { type Proxy, endpointOf, startProxy } from "../support/qbittorrent/proxy.ts";
import { type RealServer, startReal } from "../support/qbittorrent/real.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { makeTorrent } from "../support/qbittorrent/torrents.ts";
import { tempFolder } from "../support/temp.ts";
import { startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

const torrent = makeTorrent({ name: "session.bin" });
const lab: Credentials = { kind: "password", ...LAB_CREDENTIALS };
const wrong: Credentials = { ...lab, password: "wrong" };

const clientOf = (host: string, credentials: Credentials): Client =>
  createClient({ host, credentials, timeoutMs: 20_000, fetch: (url, init) => fetch(url, init) });

const asked = (proxy: Proxy): readonly string[] => proxy.take().map(endpointOf);

describe.each([...SUITES])("who the client is, on real qBittorrent (%s)", (suite) => {
  let server: RealServer;
  let proxy: Proxy;

  beforeAll(async () => {
    // A second without a request ends a session.
    const Preferences = { "WebUI\\SessionTimeout": 1, "WebUI\\ServerDomains": "qbt.example" };
    server = await startReal({ suite, profileOptions: { Preferences } });
    await addTorrents(await logIn(server.url), [torrent]);
    proxy = startProxy(server.url);
  });

  afterAll(async () => {
    await proxy.stop();
    await server.stop();
  });

  test("a session that has ended before a write: one login, and the write is done", async () => {
    const client = clientOf(proxy.url, lab);
    await client.torrents({});
    await Bun.sleep(3_000);
    proxy.take();
    await client.write({ kind: "toggle_sequential_download" }, [torrent.hash]);
    const toggle = "torrents/toggleSequentialDownload";
    expect(asked(proxy)).toEqual([toggle, "auth/login", toggle]);
    const [found] = await client.torrents({});
    expect(found?.seq_dl).toBe(true);
    await client.write({ kind: "toggle_sequential_download" }, [torrent.hash]);
  });

  test("a wrong password is sent once, whatever is asked, and so bans nobody", async () => {
    const client = clientOf(proxy.url, wrong);
    proxy.take();
    for (let times = 0; times < 6; times += 1) {
      const error = await failureOf(client.torrents({}));
      expect(error.code).toBe("qbittorrent_credentials");
      expect(error.hint).toContain("qbittorrent.password");
    }
    expect(asked(proxy).filter((endpoint) => endpoint === "auth/login")).toHaveLength(1);
    expect(await clientOf(server.url, lab).torrents({})).toHaveLength(1);
  });

  test("an address that it does not know is told from a wrong password, and bans nobody", async () => {
    const client = clientOf(`http://localhost:${server.port}`, lab);
    for (let times = 0; times < 6; times += 1) {
      const error = await failureOf(client.torrents({}));
      expect(error.code).toBe("qbittorrent_unusable");
      expect(error.hint).toContain(`"localhost:${server.port}": in qBittorrent, add it`);
    }
    expect(await clientOf(server.url, lab).torrents({})).toHaveLength(1);
  });

  test("an API key: taken since 5.2, and refused or not known in words of its own", async () => {
    const session = await logIn(server.url);
    const rotated = await session.post("app/rotateAPIKey");
    const key = rotated.status === 200 ? String(asRow(rotated)["apiKey"]) : `qbt_${"a".repeat(28)}`;
    const client = clientOf(proxy.url, { kind: "api_key", key });
    proxy.take();
    if (rotated.status !== 200) {
      expect((await failureOf(client.torrents({}))).message).toEndWith("does not take API keys");
      expect(asked(proxy)).toEqual(["app/version", "/"]);
      return;
    }
    expect(suite).toBe("sid");
    await client.write({ kind: "add_tags", tags: ["by key"] }, [torrent.hash]);
    const [found] = await client.torrents({});
    expect(found?.tags).toEqual(["by key"]);
    await (await logIn(server.url)).post("app/rotateAPIKey");
    proxy.take();
    const error = await failureOf(client.write({ kind: "add_tags", tags: ["too late"] }, [torrent.hash]));
    expect([error.code, error.message]).toEqual(["qbittorrent_credentials", expect.stringMatching(/the API key$/)]);
    expect(asked(proxy)).toEqual(["torrents/addTags", "app/version", "/"]);
  });
});

test.each([...SUITES])("a ban is named, on real qBittorrent (%s)", async (suite) => {
  const server = await startReal({ suite });
  try {
    const stranger = createRawSession(server.url);
    for (let times = 0; times < 5; times += 1)
      await stranger.post("auth/login", { ...LAB_CREDENTIALS, password: "wrong" });
    const error = await failureOf(clientOf(server.url, lab).torrents({}));
    expect(error.code).toBe("qbittorrent_banned");
    expect(error.hint).toContain("restart qBittorrent");
  } finally {
    await server.stop();
  }
});

const OPEN = { Preferences: { "WebUI\\LocalHostAuth": false } };

test.each([...SUITES])("where no login is needed any will do, on real qBittorrent (%s)", async (suite) => {
  const server = await startReal({ suite, profileOptions: OPEN });
  const proxy = startProxy(server.url);
  try {
    const client = clientOf(proxy.url, wrong);
    expect(await client.torrents({})).toEqual([]);
    await client.write({ kind: "create_category", category: "open" }, []);
    expect([...(await client.categories()).keys()]).toEqual(["open"]);
    expect(asked(proxy).filter((endpoint) => endpoint === "auth/login")).toHaveLength(1);
  } finally {
    await proxy.stop();
    await server.stop();
  }
});

test("the program with a key from a file, on real qBittorrent (sid): no login, and no password", async () => {
  const server = await startReal({ suite: "sid" });
  using folder = tempFolder();
  try {
    const session = await logIn(server.url);
    await addTorrents(session, [torrent]);
    const key = String(asRow(await session.post("app/rotateAPIKey"))["apiKey"]);
    await Bun.write(folder.file("key"), `${key}\n`);
    const env = { QBT_RULES_QBITTORRENT_API_KEY_FILE: folder.file("key"), QBT_RULES_QBITTORRENT_PASSWORD: "" };
    await using runner = await startRunner(server.url, env);
    const tag = { type: "add_tag", params: { tag: "by key" } };
    const { status, writes } = await runner.run({ rules: [{ name: "Tag", match_all: true, actions: [tag] }] });
    expect([status, writes.map(endpointOf)]).toEqual(["completed", ["torrents/addTags"]]);
    expect(runner.program.console()).not.toContain(key);
  } finally {
    await server.stop();
  }
});
