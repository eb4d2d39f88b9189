import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { at } from "../support/json.ts";
import { KEY, serverBench } from "./support.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";
const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** Posts it, and tells the answer and how many jobs there are then. */
async function post(body: string | FormData, type: string | undefined, query = "") {
  using api = serverBench();
  const headers = { "X-API-Key": KEY, ...(type !== undefined && { "Content-Type": type }) };
  const answer = await api.ask(`POST /execute${query}`, { headers, body });
  return { ...answer, jobs: (await api.queue.list({ limit: 1, offset: 0 })).total };
}

const problemsOf = async (...request: Parameters<typeof post>) => {
  const { status, body, jobs } = await post(...request);
  expect({ status, jobs }).toEqual({ status: 400, jobs: 0 });
  return at(body, "problems");
};

describe("the parameters of a job may come", () => {
  const asked = { context: "on added", hash: HASH, dry_run: true, trace: false };

  test("as JSON, with texts or with true and false", async () => {
    expect(await post(JSON.stringify(asked), JSON_TYPE)).toMatchObject({ status: 202, body: asked, jobs: 1 });
    const texts = JSON.stringify({ ...asked, dry_run: "true" });
    expect(await post(texts, `${JSON_TYPE}; charset=utf-8`)).toMatchObject({ status: 202, body: asked });
  });

  test("as a form, of either kind", async () => {
    const form = `context=on+added&hash=${HASH}&dry_run=true`;
    expect(await post(form, FORM_TYPE)).toMatchObject({ status: 202, body: asked, jobs: 1 });
    const parts = new FormData();
    for (const [name, value] of Object.entries(asked)) parts.set(name, String(value));
    // Its type has a boundary in it, and is set by itself.
    expect(await post(parts, undefined)).toMatchObject({ status: 202, body: asked, jobs: 1 });
  });

  test("some in the query, the others in the body", async () => {
    const rest = JSON.stringify({ hash: HASH, dry_run: true });
    expect(await post(rest, JSON_TYPE, "?context=on%20added")).toMatchObject({ status: 202, body: asked });
  });

  test("not at all: an empty body is none, whatever its type", async () => {
    for (const type of [JSON_TYPE, FORM_TYPE, "text/plain"]) {
      expect(await post("", type)).toMatchObject({ status: 202, body: { context: null, hash: null } });
    }
  });
});

describe("nothing in a body is ignored: 400, and no job", () => {
  test.each([
    ["an unknown name", '{"hsah": "x"}', JSON_TYPE, ['unknown parameter "hsah": did you mean "hash"?']],
    ["a list", '["scheduled"]', JSON_TYPE, ['the body is no JSON object: expected one like {"context": "scheduled"}']],
    [
      "broken JSON",
      '{"context": ',
      JSON_TYPE,
      ['the body is no JSON object: expected one like {"context": "scheduled"}'],
    ],
    ["a number", '{"context": 5}', JSON_TYPE, ["context: expected text, true or false, found 5"]],
    [
      "half a character",
      String.raw`{"context": "\ud800x"}`,
      JSON_TYPE,
      [String.raw`context: expected whole characters in UTF-8, found "\ud800x"`],
    ],
    [
      "bytes that are no characters",
      "context=%E0%A4%A",
      FORM_TYPE,
      ['context: expected whole characters in UTF-8, found "\uFFFD%A"'],
    ],
    [
      "null, which a script writes for what it does not know",
      '{"hash": null, "dry_run": null}',
      JSON_TYPE,
      [
        "hash: expected text, true or false, found null: leave it out",
        "dry_run: expected text, true or false, found null: leave it out",
      ],
    ],
    ["a list in it", '{"hash": ["a"]}', JSON_TYPE, ['hash: expected text, true or false, found ["a"]']],
    [
      "the key",
      "key=secret",
      FORM_TYPE,
      ['unknown parameter "key": the key goes into a header, X-API-Key or Authorization, or into the query'],
    ],
    ["a broken form of parts", "--", "multipart/form-data", ["the body is no form, whatever its type says"]],
    [
      "JSON that is said to be a form",
      '{"context":"scheduled"}',
      FORM_TYPE,
      [
        'unknown parameter "{"context":"scheduled"}": that looks like JSON, which wants the header Content-Type: application/json',
      ],
    ],
    [
      "another type",
      "context: scheduled",
      "application/yaml",
      [
        "the body is of type application/yaml: expected application/x-www-form-urlencoded, multipart/form-data, application/json, or the parameters in the query",
      ],
    ],
  ])("%s", async (_, body, type, problems) => {
    expect(await problemsOf(body, type)).toEqual(problems);
  });

  test("a file in a form", async () => {
    const parts = new FormData();
    parts.set("context", new File(["scheduled"], "context.txt"));
    expect(await problemsOf(parts, undefined)).toEqual(["context: expected text, found a file"]);
  });

  test("the same in the query and in the body", async () => {
    expect(await problemsOf('{"context": "a"}', JSON_TYPE, "?context=a")).toEqual([
      '"context" is given more than once',
    ]);
  });

  test("and all problems are told at once, of the query and of the body", async () => {
    expect(await problemsOf("hash=x&dry_run=maybe", FORM_TYPE, "?wait=1")).toEqual([
      'unknown parameter "wait": known are: context, hash, dry_run, trace, key',
      expect.stringContaining('hash: expected a torrent hash of 40 or 64 hex digits, found "x"'),
      'dry_run: expected true or false, found "maybe"',
    ]);
  });

  test("whatever the bytes, it is a job or a 400, never a failure of ours", async () => {
    const type = fc.constantFrom(JSON_TYPE, FORM_TYPE, "multipart/form-data; boundary=x", "text/plain", "");
    const anything = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.webQueryParameters());
    const holds = fc.asyncProperty(anything, type, async (body, of) => {
      const { status, jobs } = await post(body, of);
      expect([
        [202, 1],
        [400, 0],
      ]).toContainEqual([status, jobs]);
    });
    await fc.assert(holds, { numRuns: 300 });
  });
});
