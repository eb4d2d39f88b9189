import { expect } from "bun:test";
import * as v from "valibot";

import { asRow, said, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";
import { categoryShape, shapeOf } from "./shapes.ts";

export function labelCases(check: Check, bench: () => Bench): void {
  check("categories: create, list", async () => {
    const { session, subject, facts } = bench();
    const create = (category: string, savePath = "") => session.post("torrents/createCategory", { category, savePath });
    expect(said(await create("films"))).toBe("200 ");
    expect((await create("films")).status).toBe(409);
    expect((await create("")).status).toBe(400);
    for (const bad of ["/x", "x/", "a//b", "a\\b"]) expect((await create(bad)).status, bad).toBe(409);
    expect((await create("placed", `${subject.downloadsPath}/placed`)).status).toBe(200);
    expect((await create("parent/child")).status).toBe(200);
    const categories = asRow(await session.get("torrents/categories"));
    expect(shapeOf(categories["films"])).toEqual(categoryShape(facts.version));
    expect(categories["films"]).toMatchObject({ name: "films", savePath: "" });
    expect(categories["placed"]).toMatchObject({ savePath: `${subject.downloadsPath}/placed` });
    expect("parent/child" in categories).toBe(true);
    expect("parent" in categories).toBe(facts.parentCategoryCreated);
  });

  check("categories: set, clear, unknown", async () => {
    const { session, add, row } = bench();
    const { hash } = await add({ name: "categorised.bin" });
    const set = async (category: string, hashes = hash) =>
      (await session.post("torrents/setCategory", { hashes, category })).status;
    await session.post("torrents/createCategory", { category: "setting", savePath: "" });
    expect(await set("setting")).toBe(200);
    expect((await row(hash))["category"]).toBe("setting");
    expect(await set("never heard of")).toBe(409);
    expect((await row(hash))["category"]).toBe("setting");
    // nobody to set it for, nothing to complain about
    expect(await set("never heard of", "0".repeat(40))).toBe(200);
    expect(await set("")).toBe(200);
    expect((await row(hash))["category"]).toBe("");
  });

  check("tags: whether there are such", async () => {
    const { session, facts } = bench();
    expect((await session.get("torrents/tags")).status).toBe(facts.tags);
    for (const verb of ["addTags", "removeTags", "createTags", "deleteTags"]) {
      expect((await session.post(`torrents/${verb}`, { hashes: UNKNOWN_HASH, tags: "t" })).status, verb).toBe(
        facts.tags,
      );
    }
  });

  check("tags: add and remove", async () => {
    const { session, facts, add, row } = bench();
    const { hash } = await add({ name: "tagged.bin" });
    const tags = async () => tagsOf((await row(hash))["tags"]);
    const post = async (action: string, list: string) =>
      (await session.post(`torrents/${action}`, { hashes: hash, tags: list })).status;
    expect(await post("addTags", "b, a ,C")).toBe(facts.tags);
    if (facts.tags === 404) return expect(await tags()).toEqual([]);
    expect(await tags()).toEqual(["C", "a", "b"]);
    expect(await post("addTags", "a")).toBe(200);
    expect(await post("removeTags", "a, not there")).toBe(200);
    expect(await tags()).toEqual(["C", "b"]);
    expect(await listedTags(bench())).toEqual(expect.arrayContaining(["C", "a", "b"]));
    // removing none removes all
    expect(await post("removeTags", "")).toBe(200);
    expect(await tags()).toEqual([]);
    await post("addTags", "x,y");
    expect((await session.post("torrents/removeTags", { hashes: hash })).status).toBe(200);
    expect(await tags()).toEqual([]);
  });

  check("tags: set", async () => {
    const { session, facts, add, row } = bench();
    const { hash } = await add({ name: "tag-set.bin" });
    await session.post("torrents/addTags", { hashes: hash, tags: "old" });
    const before = facts.tags === 404 ? [] : ["old"];
    const set = async (tags: string) => (await session.post("torrents/setTags", { hashes: hash, tags })).status;
    expect(await set("new, newer")).toBe(facts.setTags);
    expect(tagsOf((await row(hash))["tags"])).toEqual(facts.setTags === 404 ? before : ["new", "newer"]);
    expect(await set("")).toBe(facts.setTags);
    expect(tagsOf((await row(hash))["tags"])).toEqual(facts.setTags === 404 ? before : []);
  });

  check("tags: create and delete", async () => {
    const { session, facts, add, row } = bench();
    const { hash } = await add({ name: "tag-gone.bin" });
    expect((await session.post("torrents/createTags", { tags: "made, made too" })).status).toBe(facts.tags);
    if (facts.tags === 404) return;
    expect(await listedTags(bench())).toEqual(expect.arrayContaining(["made", "made too"]));
    await session.post("torrents/addTags", { hashes: hash, tags: "made" });
    expect((await session.post("torrents/deleteTags", { tags: "made" })).status).toBe(200);
    expect(await listedTags(bench())).not.toContain("made");
    expect((await row(hash))["tags"]).toBe("");
  });
}

/** In an order of our own: old versions have none. */
function tagsOf(joined: unknown): string[] {
  return typeof joined !== "string" || joined === "" ? [] : joined.split(", ").toSorted();
}

async function listedTags({ session }: Bench): Promise<string[]> {
  return v.parse(v.array(v.string()), JSON.parse((await session.get("torrents/tags")).text));
}
