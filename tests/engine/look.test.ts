import { afterEach, describe, expect, test } from "bun:test";
import { type Logging, configureLogging } from "../../src/lib/log.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { bench, rules } from "./support.ts";

const SEEDING = { progress: 1, stopped: false };
const ADD = "{type: add_tag, params: {tag: seen}}";
const sort = rules(
  `sort | {field: info.name, operator: starts_with, value: film} | {type: set_category, params: {category: films}}`,
);

/** Stands for a qBittorrent that may be away. */
function door() {
  const state = { open: true };
  const before = (path: string) => {
    if (!state.open) throw new Error(`${path}: nobody answers`);
    return undefined;
  };
  return { state, before };
}

const aboutCategories = (asked: readonly string[]) => asked.filter((request) => /ategor/.test(request));

describe("after a look, a pass need not ask", () => {
  test("for the version", async () => {
    await using on = bench({ rules: rules(`a | always | ${ADD}`), torrents: [SEEDING] });
    await on.engine.look();
    expect((await on.run()).requests).toEqual({ read: 1, write: 1 });
  });

  test("which categories there are", async () => {
    await using on = bench({
      rules: sort,
      torrents: [
        { ...SEEDING, name: "film" },
        { ...SEEDING, name: "book", category: "films" },
      ],
    });
    await on.engine.look();
    expect(on.asked()).toEqual(["categories"]);
    const [film = ""] = on.simulator.torrents.keys();
    await on.run({ hash: film });
    expect(aboutCategories(on.asked())).toEqual(["setCategory hashes category=films"]);
  });
});

describe("the categories are learnt", () => {
  test("once, however often it looks", async () => {
    await using on = bench({ rules: sort });
    for (let times = 0; times < 3; times++) await on.engine.look();
    expect(on.asked()).toEqual(["categories"]);
  });

  test("anew when qBittorrent was away", async () => {
    const { state, before } = door();
    await using on = bench({ rules: sort, before });
    await on.engine.look();
    state.open = false;
    expect(await on.engine.look().catch(({ code }) => code)).toBe("qbittorrent_unreachable");
    state.open = true;
    await on.engine.look();
    expect(on.asked()).toEqual(["categories", "categories"]);
  });

  test("later, where the first attempt failed", async () => {
    let failures = 1;
    await using on = bench({
      rules: sort,
      before: (path) =>
        path === "torrents/categories" && failures-- > 0 ? new Response("", { status: 500 }) : undefined,
    });
    expect(await on.engine.look().catch(({ code }) => code)).toBe("qbittorrent_unusable");
    await on.engine.look();
    expect(on.asked()).toEqual(["categories"]);
  });
});

describe("what the rules ask of a server that is too old for it", () => {
  const popular = "{field: info.popularity, operator: '>', value: 1}";
  const beyond = rules(
    `popular | ${popular} | ${ADD}`,
    `limit | always | {type: set_share_limits, params: {when_reached: stop}}`,
  );
  const both = [
    "info.popularity needs qBittorrent 5.0, this is v4.5.2: it is unknown for every torrent",
    "when_reached needs qBittorrent 5.2, this is v4.5.2: it will fail",
  ];
  const running: { logging?: Logging } = {};
  afterEach(() => running.logging?.close());

  function lines(): string[] {
    const logged: string[] = [];
    running.logging = configureLogging({
      level: "WARNING",
      fileIsExplicit: false,
      secrets: [],
      console: (line) => logged.push(line),
    });
    return logged;
  }

  const saying = (logged: readonly string[]) =>
    both.map((warning) => logged.filter((line) => line.includes(warning)).length);

  test("is logged when it looks, once", async () => {
    const logged = lines();
    await using on = bench({ version: "4.5.2", rules: beyond });
    for (let times = 0; times < 3; times++) await on.engine.look();
    expect(saying(logged)).toEqual([1, 1]);
  });

  test("is not logged again because qBittorrent was away", async () => {
    const logged = lines();
    const { state, before } = door();
    await using on = bench({ version: "4.5.2", rules: beyond, before });
    await on.engine.look();
    state.open = false;
    await on.engine.look().catch(() => undefined);
    state.open = true;
    await on.engine.look();
    expect(saying(logged)).toEqual([1, 1]);
  });

  test("is logged when other rules ask for it", async () => {
    const logged = lines();
    const book: { rules: readonly Rule[] } = { rules: beyond.slice(0, 1) };
    await using on = bench({ version: "4.5.2", rules: [], book });
    await on.engine.look();
    expect(saying(logged)).toEqual([1, 0]);
    book.rules = beyond.slice(1);
    await on.engine.look();
    expect(saying(logged)).toEqual([1, 1]);
  });

  test("is not logged for rules that are switched off", async () => {
    const logged = lines();
    await using on = bench({ version: "4.5.2", rules: beyond.map((rule) => ({ ...rule, enabled: false })) });
    await on.engine.look();
    expect(saying(logged)).toEqual([0, 0]);
  });
});
