import { describe, expect, test } from "bun:test";
import { filesNeeded, findShared } from "../../src/engine/sharing.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { torrent } from "./support.ts";

const hash = (letter: string) => letter.repeat(40);

/** As servers since 4.3.1 show it. */
const at = (letter: string, content: string, row: Readonly<Record<string, unknown>> = {}): Torrent =>
  torrent({ hash: hash(letter), name: letter, content_path: content, save_path: folderOf(content), ...row });

/** As older servers show it: the list of files tells, once it was asked for. */
const old = (letter: string, folder: string, ...names: readonly string[]): Torrent => ({
  ...torrent({ hash: hash(letter), name: letter, save_path: folder }),
  ...(names.length > 0 && { files: names.map(fileOf) }),
});

/** Without a folder of its own: what lies there besides is not its own. */
const rootless = (letter: string, folder: string, ...names: readonly string[]): Torrent => ({
  ...at(letter, folder, { save_path: folder }),
  ...(names.length > 0 && { files: names.map(fileOf) }),
});

const folderOf = (path: string) => path.slice(0, Math.max(1, path.lastIndexOf("/")));

const fileOf = (name: string) => ({
  name,
  size: 1,
  progress: 1,
  priority: 1,
  index: undefined,
  availability: undefined,
});

/** Whether the first of them shares data with one of the others. */
const isShared = (first: Torrent, ...others: readonly Torrent[]) => findShared([first], [first, ...others]).size > 0;

/** Names of those whose file lists are needed to tell it for the first. */
const needed = (first: Torrent, ...others: readonly Torrent[]) =>
  filesNeeded([first], [first, ...others]).map(({ name }) => name);

describe("data is shared", () => {
  test.each([
    ["where two torrents have one path", "/data/film", "/data/film"],
    ["where the other lies within", "/data/series", "/data/series/season 1"],
    ["where it lies within the other's", "/data/series/season 1/e01.mkv", "/data/series"],
    ["where names differ in letter case only: many file systems tell them not apart", "/data/Film", "/data/film"],
    ["on Windows, whichever way the slashes go", "D:\\Films\\one", "d:/films/one"],
    ["on a share of Windows", "\\\\nas\\films\\one", "//nas/films/ONE"],
  ])("%s", (_, one, other) => {
    expect(isShared(at("a", one), at("b", other))).toBe(true);
  });

  test.each([
    ["side by side", "/data/film", "/data/book"],
    ["where one name begins like the other", "/data/film", "/data/film 2"],
    ["where a name is the same in another folder", "/data/film", "/other/film"],
    ["where a backslash is part of a name", "/data/a\\b", "/data/a/b"],
  ])("but not %s", (_, one, other) => {
    expect(isShared(at("a", one), at("b", other))).toBe(false);
  });

  test("never with itself", () => {
    expect(isShared(at("a", "/data/film"))).toBe(false);
  });

  test("by those that go as well: which of them may take the data is for the rule to say", () => {
    const both = [at("a", "/data/film"), at("b", "/data/film")];
    expect([...findShared(both, both).keys()]).toEqual([hash("a"), hash("b")]);
  });

  test("and the reason names the other torrent and what would allow it", () => {
    const [one, other] = [at("a", "/data/film"), at("b", "/data/film")];
    expect(findShared([one], [one, other]).get(hash("a"))).toBe(
      `"b" (${hash("b")}) uses the same data; even_if_shared would allow it`,
    );
  });
});

describe("a torrent without a folder of its own", () => {
  const film = at("b", "/data/film");

  test("is told apart from what lies beside its files, by the list of them", () => {
    const loose = rootless("a", "/data", "cover.jpg", "disc/one.flac");
    expect(isShared(loose, film)).toBe(false);
    expect(isShared(film, loose)).toBe(false);
  });

  test.each([
    ["the same file", "cover.jpg", "/data/cover.jpg"],
    ["a folder that holds some of its files", "disc/one.flac", "/data/disc"],
  ])("shares %s", (_, name, content) => {
    expect(isShared(rootless("a", "/data", name), at("b", content))).toBe(true);
    expect(isShared(at("b", content), rootless("a", "/data", name))).toBe(true);
  });

  test("needs its list of files, and only where it could matter", () => {
    expect(needed(film, rootless("a", "/data"))).toEqual(["a"]);
    expect(needed(rootless("a", "/data"), film)).toEqual(["a"]);
    expect(needed(at("b", "/other/film"), rootless("a", "/data"))).toEqual([]);
    expect(needed(film, rootless("a", "/data", "cover.jpg"))).toEqual([]);
  });

  test("counts as sharing while the list is not known", () => {
    expect(isShared(film, rootless("a", "/data"))).toBe(true);
    expect(isShared(rootless("a", "/data"), film)).toBe(true);
    expect(isShared(at("b", "/other/film"), rootless("a", "/data"))).toBe(false);
  });

  test("is found where its data lies until it is complete, too", () => {
    const incomplete = at("a", "/incomplete", { save_path: "/data", download_path: "/incomplete" });
    expect(needed(at("b", "/incomplete/film"), incomplete)).toEqual(["a"]);
  });

  test("may lie at the root of the disk", () => {
    expect(isShared(at("b", "/film"), rootless("a", "/", "cover.jpg"))).toBe(false);
    expect(isShared(at("b", "/cover.jpg"), rootless("a", "/", "cover.jpg"))).toBe(true);
  });
});

describe("on servers before 4.3.1, which do not say where the data lies,", () => {
  test("the save path and the list of files tell", () => {
    expect(isShared(old("a", "/data", "film/a.mkv", "film/b.mkv"), old("b", "/data", "film/b.mkv"))).toBe(true);
    expect(isShared(old("a", "/data", "film.mkv"), old("b", "/data", "book.epub"))).toBe(false);
    expect(isShared(old("a", "/data", "sub/film/a.mkv"), old("b", "/data/sub", "film/a.mkv"))).toBe(true);
    expect(isShared(old("a", "/data", "film.mkv"), old("b", "/other", "film.mkv"))).toBe(false);
  });

  test("the lists are needed of those in the same folder, above it and below it", () => {
    expect(
      needed(
        old("a", "/data/films"),
        old("b", "/data/films"),
        old("c", "/data"),
        old("d", "/data/films/new"),
        old("e", "/data/books"),
      ),
    ).toEqual(["a", "b", "c", "d"]);
  });

  test("a list that is missing counts as sharing, and the reason says so", () => {
    const gone: Torrent = { ...old("b", "/data"), files: null };
    const known = old("a", "/data", "film.mkv");
    expect(findShared([known], [known, gone]).get(hash("a"))).toBe(
      `where the data of "b" (${hash("b")}) lies is not known; it may be the same`,
    );
    expect(findShared([gone], [known, gone]).get(hash("b"))).toBe(
      "where its data lies is not known, so that another torrent may use it too",
    );
    expect(needed(known, gone)).toEqual([]);
  });

  test("a save path that is not known may be any", () => {
    expect(isShared(at("a", "/data/film"), torrent({ hash: hash("b"), save_path: undefined }))).toBe(true);
  });
});

describe("a torrent that is moved in the same run", () => {
  const film = at("a", "/films/film");
  const isTakenAlong = (other: Torrent, to: string | undefined) =>
    findShared([film], [film, other], [{ torrent: other, to }]).get(film.hash);

  test("to where the data lies that goes, would lose its own", () => {
    expect(isTakenAlong(at("b", "/new/film"), "/films")).toBe(
      `"b" (${hash("b")}) is moved in this run, and may come to lie there`,
    );
  });

  test("to where its folder would come to hold that data, too", () => {
    expect(isTakenAlong(at("b", "/new/films"), "/")).toBeDefined();
    expect(isTakenAlong(at("b", "/new/films"), undefined)).toBeDefined();
  });

  test("to a place that the server decides may come to lie there", () => {
    expect(isTakenAlong(at("b", "/new/film"), undefined)).toBeDefined();
  });

  test("counts as arriving there where its files are not known, which are asked for", () => {
    const other = old("b", "/new");
    expect(isTakenAlong(other, "/films")).toContain("is not known; it may be the same");
    expect(isTakenAlong(other, "/books")).toBeUndefined();
    expect(filesNeeded([film], [film, other], [{ torrent: other, to: "/films" }])).toEqual([other]);
    expect(filesNeeded([film], [film, other])).toEqual([]);
  });

  test("to another place, or by another name, stays out of it", () => {
    expect(isTakenAlong(at("b", "/new/film"), "/books")).toBeUndefined();
    expect(isTakenAlong(at("b", "/new/book"), "/films")).toBeUndefined();
    expect(isTakenAlong(at("b", "/new/book"), undefined)).toBeUndefined();
  });
});

describe("without metadata there is no data", () => {
  const magnet = torrent({ hash: hash("a"), name: "a", save_path: "/data", state: "metaDL", total_size: -1 });

  test("to share, whatever lies in the folder", () => {
    expect(isShared(magnet, at("b", "/data/film"), old("c", "/data"))).toBe(false);
    expect(isShared(at("b", "/data/film"), magnet)).toBe(false);
  });

  test("and no list of files to ask for", () => {
    expect(needed(magnet, old("b", "/data"))).toEqual([]);
    expect(needed(at("b", "/data/film"), magnet)).toEqual([]);
  });
});
