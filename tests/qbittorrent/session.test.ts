import { describe, expect, test } from "bun:test";
import { LAB_CREDENTIALS } from "../support/qbittorrent/http.ts";
import { answering, clientFor, failureOf, status } from "./client-support.ts";

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

const credentials = (password: string) => ({ ...LAB_CREDENTIALS, password });

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
