import { expect, test } from "bun:test";
import { createCategories } from "../../src/engine/categories.ts";
import { bench, rules } from "./support.ts";

const SET = "{type: set_category, params: {category: films}}";
const list = rules(`sort | {field: info.name, operator: contains, value: film} | ${SET}`);

/** What was asked about categories. */
const aboutCategories = (asked: readonly string[]) => asked.filter((request) => /categor/i.test(request));

test("a category that is missing is created before it is set, without a question, and a dry run foretells both", async () => {
  await using on = bench({ rules: list, torrents: [{ name: "film" }, { name: "book" }] });
  const dry = await on.run({ dryRun: true });
  on.asked();
  const real = await on.run();
  expect(real.requests.write).toBe(2);
  expect(dry.requests.write).toBe(2);
  expect(aboutCategories(on.asked()).map((request) => request.split(" ")[0])).toEqual([
    "createCategory",
    "setCategory",
  ]);
});

test("a category that was created once is not created again, whatever torrent comes", async () => {
  await using on = bench({ rules: list, torrents: [{ name: "film" }, { name: "film, too" }] });
  const [one = "", other = ""] = on.simulator.torrents.keys();
  await on.run({ hash: one });
  on.asked();
  await on.run({ hash: other });
  expect(aboutCategories(on.asked())).toEqual(["setCategory hashes category=films"]);
});

test("a category that is there though nobody has seen it does no harm", async () => {
  await using on = bench({ rules: list, torrents: [{ name: "film" }, { name: "other", category: "films" }] });
  const [film = ""] = on.simulator.torrents.keys();
  const report = await on.run({ hash: film });
  expect(report).toMatchObject({ actions_executed: 1, errors: 0 });
  expect(on.simulator.torrents.get(film)?.category).toBe("films");
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

test("a category that was learnt is there, and others are still created", () => {
  const categories = createCategories();
  categories.learn(["films", "tv"]);
  const missing = (...names: readonly string[]) => {
    const requests = names.map((category) => ({
      aspect: "category" as const,
      write: { kind: "set_category" as const, category },
      hashes: ["a".repeat(40)],
    }));
    return categories.missing(requests, []).map(({ write }) => write);
  };
  expect(missing("films", "tv")).toEqual([]);
  expect(missing("films", "music")).toEqual([{ kind: "create_category", category: "music" }]);
});
