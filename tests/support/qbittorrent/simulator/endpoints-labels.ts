import { done, said, type Answer } from "./answer.ts";
import { mutation, type Call, type Endpoint, type Endpoints } from "./endpoint.ts";
import { categoryPath, move } from "./place.ts";
import { readShareLimits } from "./share-limits.ts";
import type { Store } from "./store.ts";

export const labelEndpoints: Endpoints = {
  "torrents/createCategory": mutation(createCategory, "category"),
  "torrents/removeCategories": mutation((call) => {
    for (const name of call.parameter("categories").split("\n")) removeCategory(call.store, name);
    return done();
  }, "categories"),
  "torrents/setCategory": mutation(setCategory, "hashes", "category"),
  "torrents/addTags": ofTags(
    (call) => {
      const tags = tagList(call);
      for (const torrent of named(call)) addAll(tags, torrent.tags, call.store.tags);
      return done();
    },
    "hashes",
    "tags",
  ),
  "torrents/removeTags": ofTags((call) => {
    const tags = tagList(call);
    // No tags at all means every tag.
    for (const torrent of named(call)) removeAll(tags.length === 0 ? [...torrent.tags] : tags, torrent.tags);
    return done();
  }, "hashes"),
  "torrents/setTags": {
    ...mutation(
      (call) => {
        const tags = tagList(call);
        for (const torrent of named(call)) {
          torrent.tags.clear();
          addAll(tags, torrent.tags, call.store.tags);
        }
        return done(call.store.profile.setTags);
      },
      "hashes",
      "tags",
    ),
    exists: (profile) => profile.setTags !== undefined,
  },
  "torrents/createTags": ofTags((call) => {
    addAll(tagList(call), call.store.tags);
    return done();
  }, "tags"),
  "torrents/deleteTags": ofTags((call) => {
    const tags = tagList(call);
    for (const torrent of call.store.torrents.values()) removeAll(tags, torrent.tags);
    removeAll(tags, call.store.tags);
    return done();
  }, "tags"),
};

function ofTags(answer: Endpoint["answer"], ...required: string[]): Endpoint {
  return { ...mutation(answer, ...required), exists: ({ tags }) => tags };
}

function named(call: Call) {
  return call.store.named(call.parameter("hashes"));
}

function tagList(call: Call): string[] {
  const tags = call.parameter("tags").split(",");
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
}

function addAll(words: readonly string[], ...sets: Set<string>[]): void {
  for (const set of sets) for (const word of words) set.add(word);
}

function removeAll(words: readonly string[], set: Set<string>): void {
  for (const word of words) set.delete(word);
}

function createCategory(call: Call): Answer {
  const { store } = call;
  const name = call.parameter("category");
  if (name === "") return said("Category cannot be empty", 400);
  if (/^\/|\/$|\/\/|\\/.test(name)) return said("Incorrect category name", 409);
  if (store.categories.has(name)) return said("Unable to create category", 409);
  if (store.profile.createsParentCategories) createParents(store, name);
  store.categories.set(name, call.parameter("savePath"));
  if (store.profile.categoriesHaveLimits) {
    store.categoryLimits.set(name, readShareLimits(call.request.parameters, store.profile));
  }
  return done();
}

function createParents(store: Store, name: string): void {
  const parts = name.split("/");
  for (let depth = 1; depth < parts.length; depth += 1) {
    const parent = parts.slice(0, depth).join("/");
    if (!store.categories.has(parent)) store.categories.set(parent, "");
  }
}

function removeCategory(store: Store, name: string): void {
  store.categories.delete(name);
  store.categoryLimits.delete(name);
  for (const torrent of store.torrents.values()) if (torrent.category === name) torrent.category = "";
}

/** An unknown category is noticed only when there is a torrent to put into it. */
function setCategory(call: Call): Answer {
  const category = call.parameter("category");
  const isKnown = category === "" || call.store.categories.has(category);
  const torrents = named(call);
  if (!isKnown && torrents.length > 0) return said("Incorrect category name", 409);
  for (const torrent of torrents) {
    torrent.category = category;
    if (torrent.autoManaged) move(torrent, categoryPath(category, call.store), call.store);
  }
  return done();
}
