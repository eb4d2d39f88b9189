import { expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { clientFor, failureOf } from "./client-support.ts";

const HASHES = ["a".repeat(40)];
const category = { kind: "set_category", category: "films" } as const;

/** A server that answers writes as told, one after the other, and a leave to write that ends before the write of that number. */
function bench({ answers = [], leave = Infinity }: { readonly answers?: readonly number[]; readonly leave?: number }) {
  const written: string[] = [];
  const left = [...answers];
  const controller = new AbortController();
  const ended = new AppError("interrupted", "no longer");
  const client = clientFor({
    mayWrite: () => {
      if (written.length >= leave) controller.abort(ended);
      return controller.signal;
    },
    fetch: async (url, init) => {
      const path = url.replace(/^.*\/api\/v2\//, "").replace(/\?.*$/, "");
      if (path === "auth/login") return new Response("Ok.", { headers: { "Set-Cookie": "SID=abc" } });
      if (path === "app/version") return new Response("v5.1.0");
      if (path === "app/webapiVersion") return new Response("2.11.4");
      if (path === "torrents/info") return new Response("[]");
      written.push(path);
      if (left.length > 0) return new Response("", { status: left.shift() ?? 200 });
      // As one that hangs: until it is cut off.
      return await new Promise((_, reject) =>
        init.signal?.addEventListener("abort", () => reject(new Error("cut off")), { once: true }),
      );
    },
  });
  return { client, written, end: () => controller.abort(ended) };
}

test("a write that hangs is cut off when the leave to write ends, and is said to be interrupted", async () => {
  const { client, written, end } = bench({});
  const writing = failureOf(client.write(category, HASHES));
  while (written.length === 0) await Bun.sleep(1);
  end();
  expect(await writing).toMatchObject({ code: "interrupted", message: "no longer" });
  expect(written).toEqual(["torrents/setCategory"]);
});

test.each([
  ["the first write", [200], []],
  ["a category to be created", [409, 200, 200], ["torrents/setCategory"]],
  ["a category that was created to be set", [409, 200, 200], ["torrents/setCategory", "torrents/createCategory"]],
  ["a write to be repeated after a new login", [403, 200], ["torrents/setCategory"]],
])("without leave %s is not sent", async (_, answers, sent) => {
  const { client, written } = bench({ answers, leave: sent.length });
  expect((await failureOf(client.write(category, HASHES))).code).toBe("interrupted");
  expect(written).toEqual(sent);
});

test("who may not write may still read, and log in", async () => {
  const { client } = bench({ leave: 0 });
  expect(await client.torrents({})).toEqual([]);
  // By POST, since it is long.
  const many = Array.from({ length: 200 }, (_, index) => index.toString(16).padStart(40, "0"));
  expect(await client.torrents({ hashes: many })).toEqual([]);
});
