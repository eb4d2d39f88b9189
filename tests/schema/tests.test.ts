import { describe, expect, test } from "bun:test";
import { asMapping, propertiesOf } from "../../scripts/schema/json-schema.ts";
import { testsSchema } from "../../scripts/schema/tests.ts";
import { actionTypes } from "../../src/actions/catalogue.ts";
import { fields } from "../../src/rules/fields/catalogue.ts";
import { workedOutFrom } from "../../src/ruletest/fields.ts";
import { checkTests, readTests } from "../../src/ruletest/read.ts";
import { fitsTests, written } from "./support.ts";

const fileWith = (parts: Readonly<Record<string, unknown>>) => ({
  tests: [{ name: "x", given: {}, expect: { matches: [] }, ...parts }],
});

const isTaken = (file: unknown): boolean => checkTests(readTests("x.test.yml", JSON.stringify(file)), undefined).ok;

/** By JSON, as a file would bring it. */
const asWritten = written.filter((value) => value !== undefined);
const moments = [
  "40 days ago",
  "1h30m ago",
  "2026-01-01T00:00:00Z",
  "2026-01-01T00:00:00.5+02:00",
  "2026-01-01",
  "ago",
];

const given = [...fields.values()].filter((field) => workedOutFrom(field) === undefined);

/** Of the tests with this value of a field, those of which the program thinks otherwise than an editor with the schema. */
function disputed({ name }: { readonly name: string }): readonly unknown[] {
  const [namespace = "", key = ""] = name.split(".");
  const row = (value: unknown) => ({ [key]: value });
  return [...asWritten, ...moments].filter((value) => {
    const lists: Readonly<Record<string, unknown>> = { info: row(value), properties: row(value), transfer: row(value) };
    const part = lists[namespace] ?? [row(value)];
    const file = fileWith(namespace === "transfer" ? { transfer: part } : { given: { [namespace]: part } });
    return fitsTests(file) !== isTaken(file);
  });
}

describe("of what a test gives, an editor says what the program says", () => {
  test.each(given)("of $name", (field) => {
    expect(disputed(field)).toEqual([]);
  });
});

describe("the schema of tests takes what the program takes, and nothing else", () => {
  test.each<[what: string, parts: Readonly<Record<string, unknown>>]>([
    ["a torrent", { given: { info: { ratio: 1 }, files: null, trackers: [{ url: "http://a/b", status: "working" }] } }],
    ["several torrents", { given: [{ info: { name: "a" } }, { info: { name: "b" } }] }],
    ["the circumstances", { now: "2026-02-01T00:00:00Z", server: 5.1, context: "a", preferences: { a: 1, b: "c" } }],
    ["a release as text", { server: "v4.3.9" }],
    ["categories", { categories: { a: {}, b: { share_limit_action: "Remove", has_share_limits: true } } }],
    ["what a server says of all", { transfer: { dht_nodes: 5 } }],
    [
      "every expectation",
      { expect: { matches: [], undecided: [], withheld: [], failed: [], does: "nothing", end: {} } },
    ],
    ["actions by their types", { expect: { does: actionTypes } }],
    ["an action with its parameters", { expect: { does: [{ type: "add_tag", params: { tag: "a" } }] } }],
    ["an action with any parameters", { expect: { does: [{ type: "add_tag" }] } }],
    [
      "an end",
      { expect: { end: { deleted: "with_files", stopped: true, tags: ["a"], up_limit: "1 MB/s", ratio: null } } },
    ],
    ["expectations by name", { given: [{ info: { name: "a b" } }], expect: { "a b": { matches: ["x"] } } }],
  ])("%s", (_, parts) => {
    const file = fileWith(parts);
    expect({ isTaken: isTaken(file), fits: fitsTests(file) }).toEqual({ isTaken: true, fits: true });
  });

  test.each<[what: string, parts: Readonly<Record<string, unknown>>]>([
    ["no torrents", { given: [] }],
    ["a field that is worked out", { given: { info: { is_complete: true } } }],
    ["a field that does not exist", { given: { info: { rato: 1 } } }],
    ["a part of a torrent that does not exist", { given: { tracker: [] } }],
    ["an instant without its zone", { now: "2026-01-01T00:00:00" }],
    ["a release in words", { server: "newest" }],
    ["what a category cannot say", { categories: { a: { save_path: "/a" } } }],
    ["nothing expected", { expect: {} }],
    ["an expectation that does not exist", { expect: { match: ["a"] } }],
    ["an action that does not exist", { expect: { does: ["pause"] } }],
    ["an action without its type", { expect: { does: [{ params: {} }] } }],
    ["parameters that an action does not have", { expect: { does: [{ type: "stop", params: { tag: "a" } }] } }],
    ["another word than nothing", { expect: { does: "none" } }],
    ["an end that cannot be", { expect: { end: { deleted: "yes" } } }],
    ["a key that does not exist", { contexts: ["a"] }],
  ])("but not %s", (_, parts) => {
    const file = fileWith(parts);
    expect({ isTaken: isTaken(file), fits: fitsTests(file) }).toEqual({ isTaken: false, fits: false });
  });
});

test("an editor shows of every key what it is for", () => {
  const { properties = {}, $defs: definitions = {} } = testsSchema();
  const shapes = ["test", "torrent", "expectation", "category"].map((name) => asMapping(asMapping(definitions)[name]));
  const keys = [{ properties }, ...shapes].flatMap((shape) => Object.values(propertiesOf(shape)));
  expect(keys.length).toBeGreaterThan(20);
  for (const { description } of keys) expect(description).toMatch(/^\S.{15,}/);
  const info = propertiesOf(propertiesOf(asMapping(asMapping(definitions)["torrent"]))["info"] ?? {});
  expect(Object.keys(info).length).toBeGreaterThan(60);
  expect(info["ratio"]?.["description"]).toStartWith("Uploaded divided by downloaded");
});
