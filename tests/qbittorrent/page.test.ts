import { describe, expect, test } from "bun:test";
import { answering, clientFor, failureOf, status } from "./client-support.ts";

const AUTHELIA = '<a href="https://auth.test/?rd=https%3A%2F%2Fqbt.test">302 Found</a>';

const redirect = (to: string) => () => new Response(AUTHELIA, { status: 302, headers: { Location: to } });

const page = (code: number, title: string) => () =>
  new Response(`\n<!DOCTYPE html>\n<html><head><title>\n ${title} </title></head></html>`, { status: code });

describe("what stands in front of qBittorrent and answers in its place is recognised:", () => {
  test.each([
    [
      "a login portal, with the host it sends us to and nothing else of the address",
      redirect("https://auth.test/login?token=s3cret"),
      "sends us elsewhere, to https://auth.test (status 302)",
      "login portal",
    ],
    [
      "a login portal, by its page",
      page(200, "Login - Authelia"),
      'a web page "Login - Authelia" (status 200)',
      "login portal",
    ],
    ["a proxy with a login of its own", page(401, "401 Authorization Required"), "(status 401)", "a login of its own"],
    ["a proxy that forbids", page(403, "403 Forbidden"), "(status 403)", "let requests of this program"],
    ["a proxy that has nothing there", page(404, "404 Not Found"), "(status 404)", "base path"],
    ["a proxy that takes no large requests", page(413, "413"), "(status 413)", "client_max_body_size"],
    [
      "a server that wants https",
      redirect("https://qbittorrent.test/api/v2/"),
      "to https://qbittorrent.test",
      "write qbittorrent.host with https: https://qbittorrent.test",
    ],
    [
      "another program, which wants a key of its own",
      () => Response.json({ error: "Unauthorized" }, { status: 401 }),
      "another program answers there",
      "qbittorrent.host must be the address of qBittorrent's Web UI, with its port",
    ],
    [
      "a redirect to nowhere",
      () => new Response("", { status: 307 }),
      "sends us elsewhere (status 307)",
      "login portal",
    ],
  ])("%s", async (_, answer, message, hint) => {
    for (const path of ["auth/login", "app/version", "torrents/info"]) {
      const { client, asked } = answering({ [path]: answer });
      const error = await failureOf(client.torrents({}));
      expect(error.code).toBe("qbittorrent_unusable");
      expect(error.message).toContain(message);
      expect(error.hint).toContain(hint);
      expect(error.message).not.toContain("s3cret");
      // It is no session that has ended, and no password that was wrong.
      expect(asked.filter((one) => one === path)).toHaveLength(1);
    }
  });

  test("https keeps the base path", async () => {
    const sent = redirect("https://nas.test/qbt/api/v2/auth/login")();
    const client = clientFor({ host: "http://nas.test/qbt", fetch: () => Promise.resolve(sent) });
    const error = await failureOf(client.torrents({}));
    expect(error.hint).toEndWith("https://nas.test/qbt");
  });

  test("and a write that it answers is no success", async () => {
    const { client } = answering({ "torrents/reannounce": page(200, "Sign in") });
    const error = await failureOf(client.write({ kind: "reannounce" }, ["f".repeat(40)]));
    expect(error.message).toContain('a web page "Sign in"');
  });
});

const no = status(401, "Unauthorized");
const host = { host: "http://nas.test:9000/qbt" };

test("an address that is refused is named as qBittorrent sees it", async () => {
  const error = await failureOf(answering({ "auth/login": no, "app/version": no }, host).client.torrents({}));
  expect(error.hint).toContain('the address "nas.test:9000"');
  expect(error.hint).toContain("Server domains");
  expect(error.hint).toContain("Origin");
});
