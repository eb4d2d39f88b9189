import { describe, expect, test } from "bun:test";
import { describe as describeError } from "../../src/errors.ts";
import { createServer } from "node:net";
import { SECRET, answering, clientFor, failureOf, pair, status } from "./client-support.ts";

const html = () => new Response("<!doctype html><title>Sign in</title>", { headers: { "Content-Type": "text/html" } });

describe("an answer that is not qBittorrent's is an error that says what to look at", () => {
  test.each([
    ["a login portal instead of the login", { "auth/login": html }, 'a web page "Sign in" (status 200)'],
    ["no login at all", { "auth/login": status(404) }, "a login with status 404, but not as qBittorrent does"],
    ["a redirect instead of the login", { "auth/login": status(302) }, "(status 302)"],
    ["a page instead of the version", { "app/webapiVersion": html }, "not as qBittorrent does"],
    ["nothing where the version should be", { "app/webapiVersion": status(404) }, "not as qBittorrent does"],
    ["no version", { "app/version": status(404) }, "app/version with status 404"],
    ["a page instead of the list", { "torrents/info": html }, "a web page"],
    ["half a list", { "torrents/info": () => new Response('[{"hash": "') }, "not JSON"],
    ["no list", { "torrents/info": () => new Response("{}") }, "not as qBittorrent does"],
    ["a list of something else", { "torrents/info": () => new Response('[{"id": 1}]') }, "not as qBittorrent does"],
    ["no such list", { "torrents/info": status(404) }, "torrents/info with status 404"],
    [
      "an error of the server",
      { "torrents/info": status(500, "out of order") },
      "torrents/info with status 500: out of order",
    ],
    ["a redirect", { "torrents/info": status(302) }, "(status 302)"],
    ["a refusal of the address", { "torrents/info": status(401) }, "(401)"],
    ["a session that is never accepted", { "torrents/info": status(403) }, "right after a successful login (403)"],
  ])("%s", async (_, answers, message) => {
    const error = await failureOf(answering(answers).client.torrents({}));
    expect(error.code).toBe("qbittorrent_unusable");
    expect(error.message).toContain(message);
  });

  test("a redirect is not followed to wherever it leads", async () => {
    const portal = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: ({ url }) => (url.endsWith("/elsewhere") ? new Response("Ok.") : Response.redirect("/elsewhere")),
    });
    try {
      const error = await failureOf(clientFor({ host: `http://127.0.0.1:${portal.port}` }).version());
      expect(error.message).toContain("(status 302)");
    } finally {
      await portal.stop(true);
    }
  });

  test("a long body is not repeated at length", async () => {
    const { client } = answering({ "torrents/info": status(500, "x".repeat(10_000)) });
    expect((await failureOf(client.torrents({}))).message.length).toBeLessThan(400);
  });

  test("trackers and files that nobody asked for are not taken for what they are when asked for", async () => {
    const row = { hash: "f".repeat(40), name: "a", trackers: "some", files: 3 };
    const { client } = answering({ "torrents/info": () => Response.json([row]) });
    expect(await client.torrents({})).toEqual([expect.objectContaining({ trackers: undefined, files: undefined })]);
  });

  test("of one torrent, it says nothing about the others", async () => {
    const { client } = answering({ "torrents/trackers": status(500, "no") });
    expect((await failureOf(client.trackers("f".repeat(40)))).code).toBe("qbittorrent_answer");
  });

  test("a page of somebody else is not about the torrent that was asked about", async () => {
    const { client } = answering({ "torrents/trackers": html });
    expect((await failureOf(client.trackers("f".repeat(40)))).code).toBe("qbittorrent_unusable");
  });

  test.each(["auth/login", "app/version"])("a write for which %s is needed was not refused", async (path) => {
    const { client } = answering({ [path]: status(404) });
    const error = await failureOf(client.write({ kind: "reannounce" }, ["f".repeat(40)]));
    expect(error.code).toBe("qbittorrent_unusable");
  });

  test("a write that is refused is no success", async () => {
    const { client } = answering({ "torrents/reannounce": status(409, "no") });
    const error = await failureOf(client.write({ kind: "reannounce" }, ["f".repeat(40)]));
    expect(error.code).toBe("qbittorrent_answer");
    expect(error.message).toContain("torrents/reannounce with status 409: no");
  });

  test.each([200, 202, 204])("a write answered with %i is one", async (code) => {
    const answer = () => new Response(code === 204 ? null : "", { status: code });
    await answering({ "torrents/reannounce": answer }).client.write({ kind: "reannounce" }, ["f".repeat(40)]);
  });
});

describe("no answer at all", () => {
  test("where nobody listens, the server is called unreachable", async () => {
    const error = await failureOf(clientFor({ host: await closedPort() }).torrents({}));
    expect(error.code).toBe("qbittorrent_unreachable");
    expect(error.hint).toContain("is qBittorrent running");
  });

  test("where the answer takes too long, the error names the time and the setting", async () => {
    await using silent = silentServer();
    const error = await failureOf(clientFor({ host: silent.url, timeoutMs: 50 }).torrents({}));
    expect(error.code).toBe("qbittorrent_unreachable");
    expect(error.message).toContain("no answer within 0.05 s");
    expect(error.hint).toContain("qbittorrent.timeout");
  });

  test.each(["auth/login", "app/webapiVersion", "torrents/info", "torrents/reannounce"])(
    "where the caller gives up during %s, it is an interruption at once, and says nothing about the server",
    async (path) => {
      const controller = new AbortController();
      const { client } = answering({
        [path]: () => {
          controller.abort();
          throw new Error("given up");
        },
      });
      const { signal } = controller;
      const failing = path.endsWith("info")
        ? client.torrents({ signal })
        : client.write({ kind: "reannounce" }, ["f".repeat(40)], signal);
      expect((await failureOf(failing)).code).toBe("interrupted");
      expect(client.connection().error).not.toBe("Interrupted");
    },
  );

  test("a login that one caller gives up goes on for the others", async () => {
    const login = Promise.withResolvers<Response>();
    const client = clientFor({
      fetch: async (url) => (url.endsWith("auth/login") ? await login.promise : new Response("2.11.4")),
    });
    const controller = new AbortController();
    const patient = client.version();
    const hasty = failureOf(client.trackers("f".repeat(40), controller.signal));
    controller.abort();
    expect((await hasty).code).toBe("interrupted");
    login.resolve(new Response("Ok."));
    expect((await patient).api).toEqual([2, 11, 4]);
  });
});

describe("the password is in no error", () => {
  const failures: readonly (readonly [string, () => Promise<unknown>])[] = [
    [
      "refused",
      async () => {
        await using it = pair("5.3.0", [], { password: SECRET });
        await it.client.torrents({});
      },
    ],
    [
      "refused by an old server",
      async () => {
        await using it = pair("4.2.5", [], { password: SECRET });
        await it.client.torrents({});
      },
    ],
    ["banned", () => answering({ "auth/login": status(403) }).client.torrents({})],
    ["answered by a portal", () => answering({ "auth/login": html }).client.torrents({})],
    ["unreachable", async () => await clientFor({ host: await closedPort(), password: SECRET }).torrents({})],
  ];

  test.each([...failures])("%s", async (_, fail) => {
    const error = await failureOf(fail());
    const shown = `${describeError(error)} ${Bun.inspect(error.cause)}`;
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain(encodeURIComponent(SECRET));
  });
});

/** An address of this machine that was free a moment ago. */
async function closedPort(): Promise<string> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Takes requests and never answers. */
function silentServer() {
  const asked = Promise.withResolvers<void>();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async () => {
      asked.resolve();
      return await new Promise<Response>(() => {});
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    asked: asked.promise,
    [Symbol.asyncDispose]: async () => await server.stop(true),
  };
}

describe("a server that is not as it was, or not alone", () => {
  test("rows that were not asked for are dropped, whatever the server made of the filter", async () => {
    const rows = ["a", "b", "c"].map((letter) => ({ hash: letter.repeat(40), name: letter }));
    const { client } = answering({ "torrents/info": () => Response.json(rows) });
    const found = await client.torrents({ hashes: ["b".repeat(40)] });
    expect(found.map(({ name }) => name)).toEqual(["b"]);
  });

  test.each([502, 503, 504])("a proxy that answers %d for it means that it cannot be reached", async (code) => {
    const { client } = answering({ "torrents/info": status(code) });
    const error = await failureOf(client.torrents({}));
    expect(error).toMatchObject({ code: "qbittorrent_unreachable" });
    expect(error.message).toContain(`a proxy answers ${code}`);
  });

  test("a login refused because of the address is not taken for a wrong password", async () => {
    const { client } = answering({ "auth/login": status(401), "app/version": status(401) });
    const error = await failureOf(client.torrents({}));
    expect(error.code).toBe("qbittorrent_unusable");
    expect(error.hint).toContain("Host header");
  });

  test("a write that it does not know, since it was updated meanwhile, is asked for again in its own words", async () => {
    const answers: Record<string, () => Response> = {
      "app/version": () => new Response("v4.6.7"),
      "app/webapiVersion": () => new Response("2.9.3"),
    };
    const { client, asked } = answering(answers);
    await client.version();
    delete answers["app/version"];
    delete answers["app/webapiVersion"];
    answers["torrents/stop"] = status(200);
    await client.write({ kind: "stop" }, ["f".repeat(40)]);
    const words = ["torrents/pause", "app/version", "app/webapiVersion", "torrents/stop"];
    expect(asked.slice(-4)).toEqual(words);
  });

  test("a write that it does not know, though it is as it was, is refused and not asked for again", async () => {
    const { client, asked } = answering({ "torrents/stop": status(400, "no") });
    const error = await failureOf(client.write({ kind: "stop" }, ["f".repeat(40)]));
    expect(error.message).toContain("torrents/stop with status 400: no");
    expect(asked.filter((path) => path === "torrents/stop")).toHaveLength(1);
  });

  test("after a new login its version is asked again: it may have been restarted as another", async () => {
    await using it = pair("5.1.0", [{}]);
    await it.client.torrents({});
    it.simulator.forgetSessions();
    await it.client.torrents({});
    await it.client.version();
    expect(it.asked().filter((request) => request === "GET app/webapiVersion")).toHaveLength(2);
  });
});
