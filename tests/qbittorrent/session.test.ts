import { describe, expect, test } from "bun:test";
import { LAB_CREDENTIALS } from "../support/qbittorrent/http.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { answering, clientFor, failureOf, logins, status } from "./client-support.ts";

describe("the session", () => {
  test("a request forbidden for good is tried twice, with two logins, and not for ever", async () => {
    const { client, asked } = answering({ "app/version": status(403) });
    await failureOf(client.version());
    expect(asked).toEqual(["auth/login", "app/version", "auth/login", "app/version"]);
  });

  test("without a cookie, as where login is bypassed, requests go without one", async () => {
    const cookies: (string | null)[] = [];
    const client = clientFor({
      fetch: async (url, init) => {
        cookies.push(new Headers(init.headers).get("Cookie"));
        return new Response(url.endsWith("auth/login") ? "Ok." : "2.11.4");
      },
    });
    await client.version();
    expect(cookies).toEqual([null, null, null]);
  });

  test("the cookie is sent as the server named it", async () => {
    const cookies: (string | null)[] = [];
    const client = clientFor({
      fetch: async (url, init) => {
        cookies.push(new Headers(init.headers).get("Cookie"));
        if (!url.endsWith("auth/login")) return new Response("2.15.1");
        return new Response(null, { status: 204, headers: { "Set-Cookie": "QBT_SID_9090=a+/b=; HttpOnly; path=/" } });
      },
    });
    await client.version();
    expect(cookies.slice(1)).toEqual(["QBT_SID_9090=a+/b=", "QBT_SID_9090=a+/b="]);
  });

  test("neither Origin nor Referer is sent, which qBittorrent would compare with its own address", async () => {
    const names: string[] = [];
    const client = clientFor({
      fetch: async (url, init) => {
        names.push(...new Headers(init.headers).keys());
        return new Response(url.endsWith("auth/login") ? "Ok." : "2.11.4");
      },
    });
    await client.version();
    expect(names.filter((name) => /origin|referer/i.test(name))).toEqual([]);
  });

  test("a refusal of the former cookie that comes late does not throw away the new one", async () => {
    const late = Promise.withResolvers<Response>();
    let sessions = 0;
    const client = clientFor({
      fetch: async (url, init) => {
        if (url.endsWith("auth/login")) {
          sessions += 1;
          return new Response("Ok.", { headers: { "Set-Cookie": `SID=${sessions}` } });
        }
        if (url.endsWith("app/version")) return new Response("v5.1.0");
        if (url.endsWith("app/webapiVersion")) return new Response("2.11.4");
        if (new Headers(init.headers).get("Cookie") !== "SID=1") return new Response("[]");
        return url.includes("hash=late") ? await late.promise : status(403)();
      },
    });
    await client.version();
    const waiting = client.trackers("late");
    await client.trackers("early");
    late.resolve(status(403)());
    expect(await waiting).toEqual({ trackers: [], private: undefined });
    await client.trackers("again");
    expect(sessions).toBe(2);
  });

  test("a ban is tried again later: it ends", async () => {
    let banned = true;
    const login = () => (banned ? status(403)() : new Response("Ok."));
    const { client } = answering({ "auth/login": login });
    expect((await failureOf(client.torrents({}))).code).toBe("qbittorrent_banned");
    banned = false;
    expect(await client.torrents({})).toEqual([]);
  });
});

describe.each([...SIMULATED_VERSIONS])("where qBittorrent %s lets this address in without a login", (version) => {
  const open = () => {
    const simulator = startSimulator({ version, torrents: [{}], bypass: true });
    const client = clientFor({ host: simulator.url, password: "anything" });
    return { simulator, client, [Symbol.asyncDispose]: () => simulator.stop() };
  };

  test("any password will do, and all goes through one session", async () => {
    await using it = open();
    const [torrent] = await it.client.torrents({});
    await it.client.write({ kind: "reannounce" }, [torrent?.hash ?? ""]);
    expect([...it.simulator.torrents.values()].map(({ reannounces }) => reannounces)).toEqual([1]);
    expect(it.simulator.sessions()).toBe(1);
  });

  test("the session that comes with an answer after a restart is kept, instead of a new one with each request", async () => {
    await using it = open();
    await it.client.torrents({});
    it.simulator.forgetSessions();
    for (let times = 0; times < 3; times += 1) await it.client.torrents({});
    expect(it.simulator.sessions()).toBe(1);
    expect(logins(it.simulator.requests.map(({ method, path }) => `${method} ${path}`))).toBe(1);
  });
});

test("cookies that a proxy renews with an answer are renewed, beside that of the session", async () => {
  const seen: (string | null)[] = [];
  const client = clientFor({
    fetch: async (url, init) => {
      seen.push(new Headers(init.headers).get("Cookie"));
      if (url.endsWith("auth/login")) return new Response("Ok.", { headers: { "Set-Cookie": "SID=a+/=; HttpOnly" } });
      return new Response("2.11.4", { headers: { "Set-Cookie": `ROUTE=${seen.length}; path=/` } });
    },
  });
  await client.probe();
  await client.probe();
  expect(seen).toEqual([null, "SID=a+/=", "SID=a+/=; ROUTE=2", "SID=a+/=; ROUTE=3"]);
});

test("the session's cookie goes back beside those that a proxy adds", async () => {
  const seen: (string | undefined)[] = [];
  const client = clientFor({
    fetch: (url, { headers }) => {
      if (url.endsWith("auth/login")) {
        const answer = new Response("Ok.");
        for (const cookie of ["ROUTEID=.1; path=/", "SID=abc+/=; HttpOnly"])
          answer.headers.append("Set-Cookie", cookie);
        return Promise.resolve(answer);
      }
      seen.push(new Headers(headers).get("Cookie") ?? undefined);
      return Promise.resolve(new Response(url.endsWith("app/version") ? "v5.1.0" : "2.11.4"));
    },
  });
  await client.probe();
  expect(new Set(seen)).toEqual(new Set(["ROUTEID=.1; SID=abc+/="]));
});

const RIGHT = "the right one";

/** A server that knows one password, and the passwords it was sent. */
function knowing(password: string, answer: () => Promise<void> = async () => {}) {
  const sent: (string | null)[] = [];
  const client = clientFor({
    password: "wrong",
    fetch: async (url, init) => {
      if (url.endsWith("app/version")) return new Response("v5.1.0");
      if (!url.endsWith("auth/login")) return new Response("2.11.4");
      const given = new URLSearchParams(typeof init.body === "string" ? init.body : "").get("password");
      sent.push(given);
      await answer();
      return new Response(given === password ? "Ok." : "Fails.");
    },
  });
  return { client, sent };
}

const credentials = (password: string) => ({ kind: "password", ...LAB_CREDENTIALS, password }) as const;

describe("a login that was refused", () => {
  test("is not sent again, however often it is wanted, until there is another", async () => {
    const { client, sent } = knowing(RIGHT);
    for (let i = 0; i < 5; i++) expect((await failureOf(client.probe())).code).toBe("qbittorrent_credentials");
    expect(client.login.replace(credentials("wrong"))).toBe(false);
    await failureOf(client.probe());
    expect(sent).toEqual(["wrong"]);
    expect(client.login.replace(credentials(RIGHT))).toBe(true);
    await client.probe();
    expect(sent).toEqual(["wrong", RIGHT]);
  });

  test("is sent once more for each time that somebody asks for it", async () => {
    const { client, sent } = knowing(RIGHT);
    await failureOf(client.probe());
    client.login.tryAgain();
    await Promise.all([failureOf(client.probe()), failureOf(client.probe())]);
    await failureOf(client.probe());
    expect(sent).toEqual(["wrong", "wrong"]);
  });

  test("while another took its place does not stand against that one", async () => {
    const gate = Promise.withResolvers<void>();
    const { client, sent } = knowing(RIGHT, () => gate.promise);
    const first = failureOf(client.probe());
    client.login.replace(credentials(RIGHT));
    gate.resolve();
    await first;
    await client.probe();
    expect(sent).toEqual(["wrong", RIGHT]);
  });

  test("another login does not end a session that goes on", async () => {
    const { client, sent } = knowing("wrong");
    await client.probe();
    client.login.replace(credentials("not known yet"));
    await client.probe();
    expect(sent).toEqual(["wrong"]);
  });
});
