import { describe, expect, test } from "bun:test";
import type { Action } from "../../src/actions/action.ts";
import { aServer, aTorrent } from "../support/builders.ts";
import { actionOf, course, effectOn, untouched } from "./support.ts";

type Row = Readonly<Record<string, unknown>>;

const isSkipped = (action: Action, row: Row) => effectOn(aTorrent(row), action) === undefined;

const stop = actionOf("stop");
const start = actionOf("start");
const force = actionOf("force_start");
const unforce = actionOf("force_start", { enabled: false });
const recheck = actionOf("recheck");
const reannounce = actionOf("reannounce");
const files = (deleteFiles: boolean) => actionOf("delete_torrent", { delete_files: deleteFiles });

describe("a torrent already as the action asks is skipped", () => {
  const cases: readonly (readonly [string, Action, Row, boolean])[] = [
    ["stop: stopped", stop, { state: "stoppedUP" }, true],
    ["stop: stopped, as old servers say", stop, { state: "pausedDL" }, true],
    ["stop: seeding", stop, { state: "uploading" }, false],
    ["stop: being checked, which may end in anything", stop, { state: "checkingUP" }, false],
    ["stop: being moved", stop, { state: "moving" }, false],
    ["stop: failed, and nobody knows whether also stopped", stop, { state: "error" }, false],
    ["start: running", start, { state: "stalledDL" }, true],
    ["start: queued", start, { state: "queuedUP" }, true],
    ["start: forced", start, { state: "forcedUP", force_start: true }, true],
    ["start: stopped", start, { state: "pausedUP" }, false],
    ["start: failed, where starting is how to try again", start, { state: "missingFiles" }, false],
    ["start: failed by force, where starting is how to try again", start, { state: "error", force_start: true }, false],
    ["start: forced, and being checked", start, { state: "checkingDL", force_start: true }, true],
    ["start: forced a moment ago, and still shown stopped", start, { state: "stoppedDL", force_start: true }, true],
    ["stop: forced a moment ago, and still shown stopped", stop, { state: "stoppedDL", force_start: true }, false],
    ["force_start: forced a moment ago, still shown stopped", force, { state: "stoppedDL", force_start: true }, true],
    ["force_start off: the same", unforce, { state: "stoppedDL", force_start: true }, false],
    ["force_start off: stopped while it is checked", unforce, { state: "checkingUP", force_start: false }, true],
    ["start: being checked", start, { state: "checkingDL" }, false],
    ["force_start: forced", force, { state: "forcedUP", force_start: true }, true],
    ["force_start: running", force, { state: "uploading" }, false],
    ["force_start: stopped", force, { state: "stoppedUP" }, false],
    ["force_start off: running", unforce, { state: "uploading" }, true],
    ["force_start off: stopped, which the server would start", unforce, { state: "stoppedUP" }, true],
    ["force_start off: forced", unforce, { state: "forcedUP", force_start: true }, false],
    ["recheck: being checked", recheck, { state: "checkingUP" }, true],
    ["recheck: anything else", recheck, { state: "stoppedUP" }, false],
    ["reannounce: never so already", reannounce, {}, false],
    ["set_category: in it", actionOf("set_category", { category: "tv" }), { category: "tv" }, true],
    [
      "set_category: in one of another letter case",
      actionOf("set_category", { category: "tv" }),
      { category: "TV" },
      false,
    ],
    ["set_category: in its subcategory", actionOf("set_category", { category: "tv" }), { category: "tv/x" }, false],
    ["set_category to none: in none", actionOf("set_category", { category: "" }), { category: "" }, true],
    ["set_category to none: in one", actionOf("set_category", { category: "" }), { category: "tv" }, false],
    ["add_tag: has it", actionOf("add_tag", { tag: "a" }), { tags: "b, a" }, true],
    ["add_tag: has it in another letter case", actionOf("add_tag", { tag: "a" }), { tags: "A" }, false],
    ["add_tag: has some of several", actionOf("add_tag", { tags: ["a", "b"] }), { tags: "a" }, false],
    ["add_tag: has them all", actionOf("add_tag", { tags: ["a", "b"] }), { tags: "b, c, a" }, true],
    ["remove_tag: has it not", actionOf("remove_tag", { tag: "a" }), { tags: "b" }, true],
    ["remove_tag: has one of several", actionOf("remove_tag", { tags: ["a", "c"] }), { tags: "b, c" }, false],
    ["set_tags: has them in another order", actionOf("set_tags", { tags: ["a", "b"] }), { tags: "b, a" }, true],
    ["set_tags: has one more", actionOf("set_tags", { tags: ["a", "b"] }), { tags: "a, b, c" }, false],
    ["set_tags: has one less", actionOf("set_tags", { tags: ["a", "b"] }), { tags: "a" }, false],
    ["set_tags to none: has none", actionOf("set_tags", { tags: [] }), { tags: "" }, true],
    ["set_upload_limit: has it", actionOf("set_upload_limit", { limit: "1 KiB/s" }), { up_limit: 1024 }, true],
    ["set_upload_limit: has another", actionOf("set_upload_limit", { limit: 1025 }), { up_limit: 1024 }, false],
    [
      "set_upload_limit off: none, as old servers say",
      actionOf("set_upload_limit", { limit: 0 }),
      { up_limit: -1 },
      true,
    ],
    [
      "set_upload_limit off: none, as new servers say",
      actionOf("set_upload_limit", { limit: -1 }),
      { up_limit: 0 },
      true,
    ],
    ["set_download_limit: has it", actionOf("set_download_limit", { limit: 5 }), { dl_limit: 5 }, true],
    [
      "set_download_limit: the other limit has it",
      actionOf("set_download_limit", { limit: 5 }),
      { up_limit: 5 },
      false,
    ],
    ["set_super_seeding: on", actionOf("set_super_seeding", { enabled: true }), { super_seeding: true }, true],
    ["set_super_seeding: off", actionOf("set_super_seeding", { enabled: true }), { super_seeding: false }, false],
    [
      "set_super_seeding off: not known",
      actionOf("set_super_seeding", { enabled: false }),
      { super_seeding: undefined },
      false,
    ],
    ["set_sequential_download: on", actionOf("set_sequential_download", { enabled: true }), { seq_dl: true }, true],
    ["set_sequential_download: off", actionOf("set_sequential_download", { enabled: true }), { seq_dl: false }, false],
    [
      "set_sequential_download: not known, and the server could only change it",
      actionOf("set_sequential_download", { enabled: true }),
      { seq_dl: undefined },
      true,
    ],
    ["delete_torrent: never so already", files(false), {}, false],
  ];
  for (const [what, action, row, expected] of cases) {
    test(`${what}: ${expected ? "skipped" : "not skipped"}`, () => {
      expect(isSkipped(action, row)).toBe(expected);
    });
  }
});

describe("later rules see", () => {
  test.each([
    ["a seeding torrent", "stalledUP", "stoppedUP"],
    ["an uploading torrent", "uploading", "stoppedUP"],
    ["a downloading torrent", "downloading", "stoppedDL"],
    ["a torrent waiting for metadata", "metaDL", "stoppedDL"],
  ])("%s that was stopped as stopped", (_, state, expected) => {
    expect(seen({ state }, stop)).toMatchObject({ state: expected, force_start: false });
  });

  test.each(["checkingUP", "moving", "error", "missingFiles"])(
    "a torrent stopped while %s in an unknown state",
    (state) => {
      expect(seen({ state }, stop).state).toBeUndefined();
    },
  );

  test("a started torrent in an unknown state: running, stalled and queued are for the server to say", () => {
    expect(seen({ state: "stoppedUP" }, start).state).toBeUndefined();
    expect(seen({ state: "stoppedUP" }, force)).toMatchObject({ state: undefined, force_start: true });
    expect(seen({ state: "forcedUP", force_start: true }, unforce)).toMatchObject({ force_start: false });
  });

  test("a torrent being rechecked without state, progress or amount left", () => {
    expect(seen({}, recheck)).toMatchObject({ state: undefined, progress: undefined, amount_left: undefined });
  });

  test("the category, tags and limits that earlier ones gave", () => {
    const torrent = seen(
      { tags: "old, other" },
      actionOf("set_category", { category: "tv" }),
      actionOf("add_tag", { tags: ["new", "new"] }),
      actionOf("remove_tag", { tag: "old" }),
      actionOf("set_upload_limit", { limit: "unlimited" }),
      actionOf("set_download_limit", { limit: "1 kB/s" }),
    );
    expect(torrent).toMatchObject({ category: "tv", tags: ["other", "new"], up_limit: Infinity, dl_limit: 1000 });
  });

  test("exactly the tags that were set, each once", () => {
    expect(seen({ tags: "a" }, actionOf("set_tags", { tags: ["b", " c ", "b"] })).tags).toEqual(["b", "c"]);
    expect(seen({ tags: "a" }, actionOf("set_tags", { tags: [] })).tags).toEqual([]);
  });
});

describe("what destroys", () => {
  const destroying = (row: Row) =>
    [stop, start, force, recheck, setCategory, actionOf("set_tags", { tags: [] }), files(false), files(true)]
      .filter((action) => action.destructive?.(untouched(aTorrent(row), aServer({}, "2.11.4"))) === true)
      .map(({ type }) => type);
  const setCategory = actionOf("set_category", { category: "tv" });

  test("is deleting, with or without the files", () => {
    expect(destroying({ auto_tmm: false })).toEqual(["delete_torrent", "delete_torrent"]);
  });

  test("is also a category under automatic management, which moves the data", () => {
    expect(destroying({ auto_tmm: true })).toContain("set_category");
  });

  test("is also a category where nobody knows how the torrent is managed", () => {
    expect(destroying({ auto_tmm: undefined })).toContain("set_category");
  });
});

describe("later rules also see", () => {
  test("super-seeding and the order of the download as they were set", () => {
    const torrent = seen(
      { super_seeding: false, seq_dl: true },
      actionOf("set_super_seeding", { enabled: true }),
      actionOf("set_sequential_download", { enabled: false }),
    );
    expect(torrent).toMatchObject({ super_seeding: true, seq_dl: false });
  });
});

describe("a category set under automatic management", () => {
  const setCategory = actionOf("set_category", { category: "tv" });
  const places = { save_path: "/a", download_path: "/b", content_path: "/a/c", root_path: "/a/c" };

  test("leaves the places of the data unknown, and whether the torrent is still managed so", () => {
    const torrent = seen({ ...places, auto_tmm: true }, setCategory);
    expect([
      torrent.save_path,
      torrent.download_path,
      torrent.content_path,
      torrent.root_path,
      torrent.auto_tmm,
    ]).toEqual(Array(5).fill(undefined));
    expect(torrent.category).toBe("tv");
  });

  test("otherwise leaves them as they are", () => {
    expect(seen({ ...places, auto_tmm: false }, setCategory)).toMatchObject({ ...places, auto_tmm: false });
  });
});

describe("the same action a second time is skipped", () => {
  test.each([
    ["stop", stop],
    ["start", start],
    ["force_start", force],
    ["recheck", recheck],
    ["reannounce", reannounce],
    ["add_tag", actionOf("add_tag", { tags: ["x", "y"] })],
    ["remove_tag", actionOf("remove_tag", { tag: "a" })],
    ["set_tags", actionOf("set_tags", { tags: ["z"] })],
    ["set_category", actionOf("set_category", { category: "c" })],
    ["set_upload_limit", actionOf("set_upload_limit", { limit: 7 })],
    ["set_download_limit", actionOf("set_download_limit", { limit: 7 })],
    ["set_share_limits", actionOf("set_share_limits", { ratio: 2, seeding_time: "global", when_reached: "stop" })],
    ["set_location", actionOf("set_location", { path: "/elsewhere" })],
    ["set_auto_management", actionOf("set_auto_management", { enabled: true })],
    ["set_super_seeding", actionOf("set_super_seeding", { enabled: true })],
    ["set_sequential_download", actionOf("set_sequential_download", { enabled: true })],
    ["delete_torrent", files(true)],
  ])("%s", (_, action) => {
    for (const state of ["stoppedUP", "uploading", "checkingDL", "error"]) {
      expect(action.effect(course(aTorrent({ state, tags: "a", seq_dl: false }), [action]))).toBeUndefined();
    }
  });
});

const seen = (row: Row, ...steps: readonly Action[]) => course(aTorrent(row), steps).torrent;
