import { describe, expect, test } from "bun:test";
import { answering, clientFor, failureOf, status } from "./client-support.ts";

const html = () => new Response("<!doctype html><title>Sign in</title>", { headers: { "Content-Type": "text/html" } });

describe("what is known of the connection", () => {
  test("at first: nothing", () => {
    expect(clientFor({}).connection()).toEqual({
      connected: false,
      version: null,
      apiVersion: null,
      error: "qBittorrent has not answered yet",
    });
  });

  test("while the first answers come in: nothing, until it is known which version gives them", async () => {
    const known: boolean[] = [];
    const { client } = answering({
      "app/webapiVersion": () => {
        known.push(client.connection().connected);
        return new Response("2.11.4");
      },
    });
    await client.torrents({});
    expect([...known, client.connection().connected]).toEqual([false, true]);
  });

  test("after a failure: why; after the next success: the version, asked for anew", async () => {
    const answers: Record<string, () => Response> = {};
    const { client } = answering(answers);
    await client.torrents({});
    expect(client.connection()).toEqual({ connected: true, version: "v5.1.0", apiVersion: "2.11.4", error: null });

    answers["torrents/info"] = status(401);
    const error = await failureOf(client.torrents({}));
    expect(client.connection()).toEqual({
      connected: false,
      version: null,
      apiVersion: null,
      error: `${error.message}; ${error.hint}`,
    });

    delete answers["torrents/info"];
    answers["app/version"] = () => new Response("v5.3.0");
    await client.torrents({});
    expect(client.connection()).toEqual({ connected: true, version: "v5.3.0", apiVersion: "2.11.4", error: null });
  });

  test("a probe brings it up to date", async () => {
    const answers: Record<string, () => Response> = {};
    const { client } = answering(answers);
    await client.probe();
    expect(client.connection()).toEqual({ connected: true, version: "v5.1.0", apiVersion: "2.11.4", error: null });
    answers["app/version"] = () => new Response("v5.3.0");
    await client.probe();
    expect(client.connection()).toEqual({ connected: true, version: "v5.3.0", apiVersion: "2.11.4", error: null });
  });

  test("with a version but no list, why, until there is a list again, for which a probe asks", async () => {
    const answers: Record<string, () => Response> = { "torrents/info": status(500, "out of order") };
    const { client, asked } = answering(answers);
    await failureOf(client.torrents({}));
    expect((await failureOf(client.probe())).message).toContain("out of order");
    await client.version();
    expect(client.connection()).toMatchObject({ connected: false, error: expect.stringContaining("out of order") });
    delete answers["torrents/info"];
    await client.probe();
    expect(client.connection()).toEqual({ connected: true, version: "v5.1.0", apiVersion: "2.11.4", error: null });
    const before = asked.length;
    await client.probe();
    expect(asked.slice(before)).toEqual(["app/version"]);
  });

  test("a probe that finds another program in its place says so", async () => {
    const { client } = answering({ "app/version": html, "app/webapiVersion": html });
    expect((await failureOf(client.probe())).message).toContain("not as qBittorrent does");
  });
});
