import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Action } from "../../src/actions/action.ts";
import type { Write } from "../../src/qbittorrent/writes.ts";
import { aTorrent } from "../support/builders.ts";
import { actionOf, course, writesAfter } from "./support.ts";

type Row = Readonly<Record<string, unknown>>;

const stop = actionOf("stop");
const start = actionOf("start");
const force = actionOf("force_start");
const unforce = actionOf("force_start", { enabled: false });
const category = (name: string) => actionOf("set_category", { category: name });
const addTag = (...tags: string[]) => actionOf("add_tag", { tags });
const removeTag = (...tags: string[]) => actionOf("remove_tag", { tags });
const setTags = (...tags: string[]) => actionOf("set_tags", { tags });
const upload = (limit: unknown) => actionOf("set_upload_limit", { limit });
const sequential = (enabled: boolean) => actionOf("set_sequential_download", { enabled });
const remove = actionOf("delete_torrent", { delete_files: true });

const stopped: Row = { state: "stoppedUP" };
const running: Row = { state: "uploading" };
const forced: Row = { state: "forcedUP", force_start: true };
const failed: Row = { state: "missingFiles", force_start: true };

describe("what is asked of the server is the difference of end and start", () => {
  const cases: readonly (readonly [string, Row, readonly Action[], readonly Write[]])[] = [
    ["nothing for nothing", running, [], []],
    ["a stop", running, [stop], [{ kind: "stop" }]],
    ["a start", stopped, [start], [{ kind: "start" }]],
    ["a forced start", running, [force], [{ kind: "force_start" }]],
    ["a forced start taken back is a plain start", forced, [unforce], [{ kind: "start" }]],
    ["stopped and started again: nothing", running, [stop, start], []],
    ["started and stopped again: nothing", stopped, [start, stop], []],
    ["forced and stopped again: nothing", stopped, [force, stop], []],
    ["stopped and forced: the force", running, [stop, force], [{ kind: "force_start" }]],
    ["stopped and forced, forced before: nothing", forced, [stop, force], []],
    ["forced and no longer forced, stopped before: a start", stopped, [force, unforce], [{ kind: "start" }]],
    ["forced and no longer forced, running before: nothing", running, [force, unforce], []],
    ["started again by force, failed and forced before: the force", failed, [start, force], [{ kind: "force_start" }]],
    ["forced, failed and forced before: nothing", failed, [force], []],
    ["stopped and started again, forced before: nothing", forced, [stop, start], []],
    ["no longer forced, and stopped: a stop", forced, [unforce, stop], [{ kind: "stop" }]],
    ["no longer forced, stopped, and started: a start", forced, [unforce, stop, start], [{ kind: "start" }]],
    ["no longer forced, and forced: nothing", forced, [unforce, force], []],
    ["no longer forced, while stopped: nothing", stopped, [unforce], []],
    ["stopped, and no longer forced: a stop", forced, [stop, unforce], [{ kind: "stop" }]],
    ["a stop while the data is checked", { state: "checkingUP" }, [stop], [{ kind: "stop" }]],
    ["a recheck", running, [actionOf("recheck")], [{ kind: "recheck" }]],
    [
      "a recheck of what is being checked, and stopped: the stop",
      { state: "checkingUP" },
      [stop, actionOf("recheck")],
      [{ kind: "stop" }],
    ],
    ["an announce", running, [actionOf("reannounce")], [{ kind: "reannounce" }]],
    ["a category", { category: "a" }, [category("b")], [{ kind: "set_category", category: "b" }]],
    [
      "the last of two categories",
      { category: "a" },
      [category("b"), category("c")],
      [{ kind: "set_category", category: "c" }],
    ],
    ["a category and back again: nothing", { category: "a" }, [category("b"), category("a")], []],
    ["no category", { category: "a" }, [category("")], [{ kind: "set_category", category: "" }]],
    [
      "tags where none are known: what was asked for",
      { tags: undefined },
      [addTag("b"), removeTag("c")],
      [
        { kind: "remove_tags", tags: ["c"] },
        { kind: "add_tags", tags: ["b"] },
      ],
    ],
    [
      "a tag where none are known, and off again: off",
      { tags: undefined },
      [addTag("b"), removeTag("b")],
      [{ kind: "remove_tags", tags: ["b"] }],
    ],
    ["a tag", { tags: "a" }, [addTag("b")], [{ kind: "add_tags", tags: ["b"] }]],
    ["a tag and off again: nothing", { tags: "a" }, [addTag("b"), removeTag("b")], []],
    ["a tag off and on again: nothing", { tags: "a" }, [removeTag("a"), addTag("a")], []],
    ["the same tag twice in one list: once", { tags: "" }, [addTag("b", "b")], [{ kind: "add_tags", tags: ["b"] }]],
    [
      "tags set: only what differs",
      { tags: "a, b" },
      [setTags("b", "c")],
      [
        { kind: "remove_tags", tags: ["a"] },
        { kind: "add_tags", tags: ["c"] },
      ],
    ],
    ["all tags off: each by its name", { tags: "a" }, [setTags()], [{ kind: "remove_tags", tags: ["a"] }]],
    ["an upload limit", { up_limit: 0 }, [upload("1 KiB/s")], [{ kind: "set_upload_limit", limit: 1024 }]],
    ["an upload limit off", { up_limit: 5 }, [upload(0)], [{ kind: "set_upload_limit", limit: Infinity }]],
    ["an upload limit and back again: nothing", { up_limit: -1 }, [upload(5), upload("unlimited")], []],
    [
      "a download limit",
      {},
      [actionOf("set_download_limit", { limit: 9 })],
      [{ kind: "set_download_limit", limit: 9 }],
    ],
    [
      "super-seeding",
      { super_seeding: false },
      [actionOf("set_super_seeding", { enabled: true })],
      [{ kind: "set_super_seeding", enabled: true }],
    ],
    [
      "super-seeding on and off again: nothing",
      { super_seeding: false },
      [actionOf("set_super_seeding", { enabled: true }), actionOf("set_super_seeding", { enabled: false })],
      [],
    ],
    ["sequential download", { seq_dl: false }, [sequential(true)], [{ kind: "toggle_sequential_download" }]],
    ["the usual download", { seq_dl: true }, [sequential(false)], [{ kind: "toggle_sequential_download" }]],
    ["sequential download on and off again: nothing", { seq_dl: false }, [sequential(true), sequential(false)], []],
    ["sequential download where it is not known whether it is on: nothing", {}, [sequential(true)], []],
    ["a deletion with files", running, [remove], [{ kind: "delete", deleteFiles: true }]],
    [
      "a deletion in the older spelling keeps files",
      running,
      [actionOf("delete_torrent", { keep_files: true })],
      [{ kind: "delete", deleteFiles: false }],
    ],
    [
      "a deletion in the older spelling takes files",
      running,
      [actionOf("delete_torrent", { keep_files: false })],
      [{ kind: "delete", deleteFiles: true }],
    ],
    [
      "only the deletion, of a torrent that goes",
      running,
      [stop, addTag("x"), category("y"), remove],
      [{ kind: "delete", deleteFiles: true }],
    ],
  ];
  for (const [what, row, steps, expected] of cases) {
    test(what, () => {
      expect(writesAfter(aTorrent(row), ...steps)).toEqual([...expected]);
    });
  }
});

const someAction = fc.oneof(
  fc.constantFrom(stop, start, force, unforce),
  fc.constantFrom("", "a", "b").map(category),
  fc
    .subarray(["a", "b", "c"], { minLength: 1 })
    .chain((tags) => fc.constantFrom(addTag(...tags), removeTag(...tags), setTags(...tags))),
  fc.constantFrom(0, 5, "1 KiB/s").map(upload),
);

const someRow = fc.record({
  state: fc.constantFrom("stoppedUP", "uploading", "stalledDL", "checkingUP", "error"),
  category: fc.constantFrom("", "a"),
  tags: fc.constantFrom("", "a", "a, b"),
  up_limit: fc.constantFrom(0, -1, 5),
});

/** What the server makes of the writes, as far as names go. */
function applied(row: { readonly tags: string; readonly category: string }, writes: readonly Write[]) {
  const tags = new Set(row.tags.split(", ").filter((tag) => tag !== ""));
  let { category: name } = row;
  for (const write of writes) {
    if (write.kind === "add_tags") for (const tag of write.tags) tags.add(tag);
    if (write.kind === "remove_tags") for (const tag of write.tags) tags.delete(tag);
    if (write.kind === "set_category") name = write.category;
  }
  return { tags, category: name };
}

describe("for any sequence of actions", () => {
  test("the writes bring the server to where the rules think it is", () => {
    fc.assert(
      fc.property(someRow, fc.array(someAction, { maxLength: 6 }), (row, steps) => {
        const end = course(aTorrent(row), steps).torrent;
        const server = applied(row, writesAfter(aTorrent(row), ...steps));
        expect(server).toEqual({ tags: new Set(end.tags), category: end.category ?? "" });
      }),
      { numRuns: 1000 },
    );
  });

  test("no aspect is written twice, and no tag request is empty: it would remove every tag", () => {
    fc.assert(
      fc.property(someRow, fc.array(someAction, { maxLength: 6 }), (row, steps) => {
        const writes = writesAfter(aTorrent(row), ...steps).map((write) => JSON.stringify(write));
        expect(new Set(writes).size).toBe(writes.length);
        expect(writes.filter((write) => write.includes('"tags":[]') || write.includes('""]'))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
