import { describe, expect, test } from "bun:test";
import type { Action } from "../../src/actions/action.ts";
import { isSamePath } from "../../src/actions/path.ts";
import type { Write } from "../../src/qbittorrent/writes.ts";
import { aTorrent } from "../support/builders.ts";
import { actionOf, course, effectOn, untouched, writesAfter } from "./support.ts";

type Row = Readonly<Record<string, unknown>>;

const to = (path: string) => actionOf("set_location", { path });
const managed = (enabled: boolean) => actionOf("set_auto_management", { enabled });
const category = (name: string) => actionOf("set_category", { category: name });

const at = (save_path: string, more: Row = {}) => aTorrent({ save_path, content_path: `${save_path}/x`, ...more });

describe("set_location", () => {
  test("is skipped where the data is there, whatever slashes were written", () => {
    for (const path of ["/data/films", "/data/films/", "//data//films", "/data/./films"]) {
      expect(effectOn(at("/data/films"), to(path))).toBeUndefined();
    }
  });

  test("is skipped on Windows in either letter case and with either slash", () => {
    expect(effectOn(at("D:/Films/HD"), to("d:\\films\\hd\\"))).toBeUndefined();
    expect(effectOn(at("\\\\nas\\films"), to("\\\\NAS\\films"))).toBeUndefined();
  });

  test("is not skipped elsewhere, nor in another letter case on other systems", () => {
    expect(effectOn(at("/data/films"), to("/data/Films"))).toBeDefined();
    expect(effectOn(at("/data/films"), to("/data"))).toBeDefined();
    expect(effectOn(at("/data/films"), to("D:\\data\\films"))).toBeDefined();
  });

  test("lets a torrent arrive that is being moved: newer servers tell where to only then", () => {
    expect(to("/to").unclear?.(at("/from", { state: "moving" }))).toContain("being moved");
    expect(to("/to").unclear?.(at("/to", { state: "moving" }))).toContain("being moved");
    expect(to("/to").unclear?.(at("/from"))).toBeUndefined();
  });

  test("destroys, always", () => {
    expect(to("/x").destructive?.(untouched(at("/from")))).toBe(true);
  });

  test("leaves unknown where the data is and in what state, and ends the automatic management", () => {
    const row = { auto_tmm: true, download_path: "/d", root_path: "/from/x" };
    const { torrent } = course(at("/from", row), [to("/to")]);
    const { save_path, content_path, download_path, root_path, state, auto_tmm } = torrent;
    expect([save_path, content_path, download_path, root_path, state]).toEqual(Array(5).fill(undefined));
    expect(auto_tmm).toBe(false);
  });
});

describe("set_auto_management", () => {
  test("is skipped where it is so", () => {
    expect(effectOn(at("/x", { auto_tmm: true }), managed(true))).toBeUndefined();
    expect(effectOn(at("/x", { auto_tmm: false }), managed(false))).toBeUndefined();
  });

  test("destroys when it is switched on: the data moves", () => {
    expect(managed(true).destructive?.(untouched(at("/x")))).toBe(true);
    expect(managed(false).destructive?.(untouched(at("/x", { auto_tmm: true })))).toBe(false);
  });

  test("switched on, leaves unknown where the data is", () => {
    const { torrent } = course(at("/x"), [managed(true)]);
    expect([torrent.save_path, torrent.content_path, torrent.state]).toEqual([undefined, undefined, undefined]);
    expect(torrent.auto_tmm).toBe(true);
  });

  test("switched off, leaves it where it is", () => {
    const { torrent } = course(at("/x", { auto_tmm: true }), [managed(false)]);
    expect(torrent).toMatchObject({ save_path: "/x", content_path: "/x/x", auto_tmm: false });
  });

  test("switched off before a category, keeps the category from moving the data", () => {
    const { torrent, server, wish } = course(at("/x", { auto_tmm: true }), [managed(false)]);
    const limits = { ratio_limit: Infinity, seeding_time_limit: Infinity, inactive_seeding_time_limit: Infinity };
    expect(category("c").destructive?.({ torrent: { ...torrent, ...limits }, server, wish })).toBe(false);
  });
});

const location = (path: string): Write => ({ kind: "set_location", path });
const management = (enabled: boolean): Write => ({ kind: "set_auto_management", enabled });

describe("what is asked of the server is where the data is to be in the end", () => {
  const cases: readonly (readonly [string, Row, readonly Action[], readonly Write[]])[] = [
    ["a place, without its last slash", {}, [to("/to/")], [location("/to")]],
    ["a place on Windows, as Windows writes it", {}, [to("d:/films//hd")], [location("d:\\films\\hd")]],
    ["the root", {}, [to("/")], [location("/")]],
    ["the last of two places", {}, [to("/a"), to("/b")], [location("/b")]],
    ["nothing for there and back again", {}, [to("/a"), to("/from")], []],
    ["management", {}, [managed(true)], [management(true)]],
    ["the end of management", { auto_tmm: true }, [managed(false)], [management(false)]],
    ["nothing for management on and off again", {}, [managed(true), managed(false)], []],
    ["a place instead of management", {}, [managed(true), to("/a")], [location("/a")]],
    ["management instead of a place", {}, [to("/a"), managed(true)], [management(true)]],
    [
      "the place alone, which ends the management too",
      { auto_tmm: true },
      [managed(false), to("/a")],
      [location("/a")],
    ],
    [
      "the end of management, of what moved and came back",
      { auto_tmm: true },
      [managed(false), to("/a"), to("/from")],
      [management(false)],
    ],
    ["nothing for there and back again, though it is managed", { auto_tmm: true }, [to("/a"), to("/from")], []],
    [
      "nothing for management off and on again and the place where it is",
      { auto_tmm: true },
      [managed(false), managed(true), to("/from")],
      [],
    ],
    [
      "the end of management before the category, which would move the data",
      { auto_tmm: true },
      [category("c"), managed(false)],
      [management(false), { kind: "set_category", category: "c" }],
    ],
    [
      "a place before the category",
      { auto_tmm: true },
      [category("c"), to("/a")],
      [location("/a"), { kind: "set_category", category: "c" }],
    ],
    [
      "management after the category, so that the data moves once",
      {},
      [managed(true), category("c")],
      [{ kind: "set_category", category: "c" }, management(true)],
    ],
  ];
  for (const [what, row, steps, expected] of cases) {
    test(what, () => {
      expect(writesAfter(at("/from", row), ...steps)).toEqual([...expected]);
    });
  }
});

test("paths are compared by what they mean", () => {
  expect(isSamePath("/", "/")).toBe(true);
  expect(isSamePath("/a", "/")).toBe(false);
  expect(isSamePath("C:", "c:\\")).toBe(true);
  expect(isSamePath(undefined, "/")).toBe(false);
});
