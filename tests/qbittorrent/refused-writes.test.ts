import { expect, test } from "bun:test";
import { answering, failureOf, status } from "./client-support.ts";

/** A folder may be one that the server cannot write to: old servers say so with a 403, as they refuse strangers. */
test("a write that is forbidden also after a new login fails with the words of the server, and the next one goes on", async () => {
  const { client } = answering({
    "torrents/setLocation": () => new Response("Cannot write to directory", { status: 403 }),
    "torrents/recheck": status(200),
  });
  const hashes = ["a".repeat(40)];
  const failure = await failureOf(client.write({ kind: "set_location", path: "/root" }, hashes));
  expect(failure.code).toBe("qbittorrent_answer");
  expect(failure.message).toContain("torrents/setLocation with status 403: Cannot write to directory");
  await client.write({ kind: "recheck" }, hashes);
});
