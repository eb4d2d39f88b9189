import { describe, expect, test } from "bun:test";
import { KEY, serverBench } from "./support.ts";

async function ask(path: string, init: RequestInit = {}) {
  using api = serverBench();
  const headers = { "X-API-Key": KEY, ...Object.fromEntries(new Headers(init.headers)) };
  const response = await api.fetch(new Request(`http://server/api${path}`, { ...init, headers }));
  const { total: jobs } = await api.queue.list({ limit: 1, offset: 0 });
  const body: unknown = await response.json();
  return { status: response.status, body, jobs };
}

const JSON_TYPE = { "Content-Type": "application/json" };
/** A body of so many bytes that asks for a job. */
const sized = (bytes: number) => `{"context": "${"x".repeat(bytes - 15)}"}`;
/** The same in pieces, without a length that could be looked at beforehand. */
const inPieces = (bytes: number) => new Blob([sized(bytes)]).stream();

const TOO_LARGE = {
  status: 413,
  jobs: 0,
  body: { error: "Payload Too Large", message: "The body is longer than 64 KiB" },
};

describe("a body", () => {
  test.each([
    ["of a known length", sized],
    ["that comes in pieces", inPieces],
  ])("%s may have 64 KiB and no more", async (_, make) => {
    const post = (bytes: number) => ask("/execute", { method: "POST", headers: JSON_TYPE, body: make(bytes) });
    expect(await post(65_536)).toMatchObject({ status: 202, jobs: 1 });
    expect(await post(65_537)).toMatchObject(TOO_LARGE);
  });

  test("that says to be too large is refused unread", async () => {
    const headers = { ...JSON_TYPE, "Content-Length": "65537" };
    expect(await ask("/execute", { method: "POST", headers, body: sized(20) })).toMatchObject(TOO_LARGE);
  });
});

test("a URL may have 8,192 characters and no more", async () => {
  const before = "http://server/api/jobs?context=".length;
  const of = (length: number) => ask(`/jobs?context=${"x".repeat(length - before)}`);
  expect(await of(8_192)).toMatchObject({ status: 200 });
  expect(await of(8_193)).toMatchObject({
    status: 414,
    body: { error: "URI Too Long", message: "The URL is longer than 8192 characters" },
  });
});

test("headers may have 8,192 characters together and no more", async () => {
  const before = `x-api-key${KEY}x-long`.length;
  const of = (length: number) => ask("/jobs", { headers: { "X-Long": "x".repeat(length - before) } });
  expect(await of(8_192)).toMatchObject({ status: 200 });
  expect(await of(8_193)).toMatchObject({
    status: 431,
    body: { error: "Request Header Fields Too Large", message: "The headers are longer than 8192 characters" },
  });
});

const withHeaders = (count: number) =>
  ask("/jobs", { headers: Object.fromEntries(Array.from({ length: count - 1 }, (_, n) => [`X-${n}`, "a"])) });

test("there may be a hundred headers and no more", async () => {
  expect(await withHeaders(100)).toMatchObject({ status: 200 });
  expect(await withHeaders(101)).toMatchObject({ status: 431, body: { message: "There are more than 100 headers" } });
});
