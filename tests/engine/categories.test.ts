import { expect, test } from "bun:test";
import { createCategories } from "../../src/engine/categories.ts";
import { createClient } from "../../src/qbittorrent/client.ts";
import { bench, rules } from "./support.ts";

const SET = "{type: set_category, params: {category: films}}";
const list = rules(`sort | {field: info.name, operator: contains, value: film} | ${SET}`);

/** What was asked about categories. */
const aboutCategories = (asked: readonly string[]) => asked.filter((request) => /categor/i.test(request));

test("a category that is missing is looked for once and created before it is set, and a dry run foretells both", async () => {
  await using on = bench({ rules: list, torrents: [{ name: "film" }, { name: "book" }] });
  const dry = await on.run({ dryRun: true });
  on.asked();
  const real = await on.run();
  expect(real.requests.write).toBe(2);
  expect(dry.requests.write).toBe(2);
  expect(aboutCategories(on.asked()).map((request) => request.split(" ")[0])).toEqual([
    "categories",
    "createCategory",
    "setCategory",
  ]);
});

test("a category that some torrent has is there: nothing is asked", async () => {
  await using on = bench({ rules: list, torrents: [{ name: "film" }, { name: "book", category: "films" }] });
  await on.run();
  expect(aboutCategories(on.asked()).map((request) => request.split(" ")[0])).toEqual(["setCategory"]);
});

test("a category seen in one run needs no question in the next, about another torrent", async () => {
  await using on = bench({ rules: list, torrents: [{ name: "book", category: "films" }, { name: "film" }] });
  await on.run({ dryRun: true });
  on.asked();
  const film = [...on.simulator.torrents.values()].find(({ name }) => name === "film");
  await on.run({ hash: film?.hash ?? "" });
  expect(aboutCategories(on.asked()).map((request) => request.split(" ")[0])).toEqual(["setCategory"]);
});

test("taking a torrent out of its category asks about none", async () => {
  const none = rules(
    `leave | {field: info.name, operator: contains, value: film} | {type: set_category, params: {category: ""}}`,
  );
  await using on = bench({ rules: none, torrents: [{ name: "film", category: "films" }] });
  const report = await on.run();
  expect(report.actions_executed).toBe(1);
  expect(aboutCategories(on.asked()).map((request) => request.split(" ")[0])).toEqual(["setCategory"]);
});

test("a category that was learnt is there: nothing is asked about it, and others are still created", async () => {
  await using on = bench({ rules: [] });
  on.simulator.addTorrent({ category: "books" });
  const client = createClient({
    host: on.simulator.url,
    username: "admin",
    password: "adminadmin",
    timeoutMs: 5_000,
    fetch,
  });
  const categories = createCategories(client);
  categories.learn(["films", "tv"]);
  const missing = async (...names: readonly string[]) => {
    const requests = names.map((category) => ({
      aspect: "category" as const,
      write: { kind: "set_category" as const, category },
      hashes: ["a".repeat(40)],
    }));
    return (await categories.missing(requests, { torrents: [], server: {} }, AbortSignal.timeout(5_000))).map(
      ({ write }) => write,
    );
  };
  expect(await missing("films", "tv")).toEqual([]);
  expect(on.asked()).toEqual([]);
  expect(await missing("films", "books", "music")).toEqual([{ kind: "create_category", category: "music" }]);
  expect(on.asked()).toEqual(["categories"]);
});
