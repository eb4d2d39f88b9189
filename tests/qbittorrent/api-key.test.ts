import { describe, expect, test } from "bun:test";
import { describe as describeError } from "../../src/errors.ts";
import { answering, clientFor, failureOf, logins, pair, status } from "./client-support.ts";

const WRONG_KEY = `qbt_${"w".repeat(28)}`;

describe("a client with an API key", () => {
  test("logs in nowhere, and carries the key with each request, writes included", async () => {
    await using it = pair("5.3.0", [{}]);
    const client = clientFor({ host: it.simulator.url, apiKey: it.simulator.rotateKey() });
    const [torrent] = await client.torrents({});
    await client.write({ kind: "reannounce" }, [torrent?.hash ?? ""]);
    expect([...it.simulator.torrents.values()].map(({ reannounces }) => reannounces)).toEqual([1]);
    expect(logins(it.asked())).toBe(0);
    expect(it.simulator.sessions()).toBe(0);
    expect(client.connection()).toEqual({ connected: true, version: "v5.3.0", apiVersion: "2.16.2", error: null });
  });

  test("that is refused: says so, says what to do, and does not repeat what it wanted", async () => {
    await using it = pair("5.3.0", [{}]);
    const client = clientFor({ host: it.simulator.url, apiKey: WRONG_KEY });
    const error = await failureOf(client.torrents({}));
    expect(error.code).toBe("qbittorrent_credentials");
    expect(error.message).toEndWith("refused the API key");
    expect(error.hint).toContain("qbittorrent.api_key");
    expect(it.asked()).toEqual(["GET app/version", "GET /"]);
    expect(`${describeError(error)} ${client.connection().error}`).not.toContain(WRONG_KEY);
  });

  test("that is replaced while it runs: the write that is refused is not repeated, and the error says why", async () => {
    await using it = pair("5.3.0", [{}]);
    const client = clientFor({ host: it.simulator.url, apiKey: it.simulator.rotateKey() });
    const [torrent] = await client.torrents({});
    it.simulator.rotateKey();
    const before = it.asked().length;
    const error = await failureOf(client.write({ kind: "reannounce" }, [torrent?.hash ?? ""]));
    expect(error.message).toEndWith("refused the API key");
    expect(it.asked().slice(before)).toEqual(["POST torrents/reannounce", "GET app/version", "GET /"]);
    expect([...it.simulator.torrents.values()].map(({ reannounces }) => reannounces)).toEqual([0]);
  });

  test("that was refused: another one takes its place, and the same does not", async () => {
    await using it = pair("5.3.0", [{}]);
    const client = clientFor({ host: it.simulator.url, apiKey: WRONG_KEY });
    await failureOf(client.torrents({}));
    expect(client.login.replace({ kind: "api_key", key: WRONG_KEY })).toBe(false);
    expect(client.login.replace({ kind: "api_key", key: it.simulator.rotateKey() })).toBe(true);
    expect(await client.torrents({})).toHaveLength(1);
  });

  test("that was refused may be right later, since asking again bans nobody", async () => {
    await using it = pair("5.3.0", [{}]);
    const known = { key: WRONG_KEY };
    const client = clientFor({
      host: it.simulator.url,
      apiKey: WRONG_KEY,
      // As where the server is given the key that the client has.
      fetch: async (url, init) => {
        const headers = new Headers(init.headers);
        headers.set("Authorization", `Bearer ${known.key}`);
        return await fetch(url, { ...init, headers });
      },
    });
    await failureOf(client.torrents({}));
    known.key = it.simulator.rotateKey();
    expect(await client.torrents({})).toHaveLength(1);
  });

  test.each(["4.2.5", "4.5.2", "5.1.0"] as const)(
    "on %s, which knows none: says from which version on they are taken, without a failed login",
    async (version) => {
      await using it = pair(version, [{}]);
      const error = await failureOf(clientFor({ host: it.simulator.url, apiKey: WRONG_KEY }).torrents({}));
      expect(error.code).toBe("qbittorrent_credentials");
      expect(error.message).toEndWith("does not take API keys");
      expect(error.hint).toContain("5.2");
      expect(error.hint).toContain("qbittorrent.password");
      expect(logins(it.asked())).toBe(0);
    },
  );

  test.each([
    ["an address that is refused", status(401), "(401)"],
    ["another program", status(404), "not as qBittorrent does"],
    ["a portal", () => new Response("<html><title>Sign in</title>"), 'a web page "Sign in"'],
  ])("meets %s", async (_, answer, message) => {
    const error = await failureOf(answering({ "app/version": answer }, { apiKey: WRONG_KEY }).client.torrents({}));
    expect(error.code).toBe("qbittorrent_unusable");
    expect(error.message).toContain(message);
  });
});

test("a request forbidden though the key is taken is answered with what that may mean", async () => {
  const { client, asked } = answering({ "torrents/info": status(403) }, { apiKey: WRONG_KEY });
  const error = await failureOf(client.torrents({}));
  expect(error.hint).toContain("Authorization");
  expect(asked.filter((path) => path === "torrents/info")).toHaveLength(2);
});
