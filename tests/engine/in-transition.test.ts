import { describe, expect, test } from "bun:test";
import { findShared } from "../../src/engine/sharing.ts";
import { toFiles } from "../../src/qbittorrent/file.ts";
import { withFetched } from "../../src/qbittorrent/fetched.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";
import { aTorrent } from "../support/builders.ts";
import { knownServer, outcomes, planOf, rules, torrent } from "./support.ts";

const GONE = "{type: delete_torrent, params: {delete_files: false}}";
const HALF = [{ name: "film", size: 9, priority: 1, progress: 0.5 }];
const LACKING = "{any_of: files, where: {field: progress, operator: '<', value: 1}}";

describe("up to 5.1, while a tracker is asked again,", () => {
  const row = { url: "http://t/a", tier: 0, status: 3, msg: "", num_seeds: 0 };
  const asking = { ...torrent(), trackers: toTrackers([row]) };

  test.each([
    "{none_of: trackers, where: {field: status, operator: '==', value: working}}",
    "{all_of: trackers, where: {field: status, operator: '!=', value: working}}",
    "{all_of: trackers, where: {field: msg, operator: is_empty, value: true}}",
    "{none_of: trackers, where: {field: num_seeds, operator: '>', value: 0}}",
  ])("nothing goes for want of what it would say: %s", (condition) => {
    const plan = planOf(asking, rules(`gone | ${condition} | ${GONE}`), { server: knownServer({}, "2.11.4") });
    expect(plan.actions).toEqual([]);
    expect(plan.undecided).toHaveLength(1);
  });

  test("a rule may ask just for that", () => {
    const plan = planOf(
      asking,
      rules("stop | {any_of: trackers, where: {field: status, operator: '==', value: updating}} | {type: stop}"),
      { server: knownServer({}, "2.11.4") },
    );
    expect(outcomes(plan)).toEqual(["stop stop: executed"]);
  });
});

describe("while the data is being moved, and where to is not known,", () => {
  const TO = "{type: set_location, params: {path: /to}}";

  test.each(["/to", "/from"])("a move is withheld, and neither sent nor taken for done: from %s", (save_path) => {
    const plan = planOf(torrent({ state: "moving", save_path }), rules(`a | always | ${TO}`));
    expect(outcomes(plan)).toEqual(["a set_location: withheld"]);
    expect(plan.actions[0]?.reason).toBe("the data is being moved, and where to is not known");
    expect(plan.writes.length).toBe(0);
  });

  test("an earlier rule that stops the torrent changes nothing of that", () => {
    const plan = planOf(torrent({ state: "moving", save_path: "/from" }), rules(`a | always | {type: stop}, ${TO}`));
    expect(outcomes(plan)).toEqual(["a stop: executed", "a set_location: withheld"]);
  });

  test("all else is done", () => {
    const plan = planOf(torrent({ state: "moving" }), rules(`a | always | ${TO}, {type: add_tag, params: {tag: x}}`));
    expect(outcomes(plan)).toEqual(["a set_location: withheld", "a add_tag: executed"]);
  });
});

describe("the progress of files", () => {
  const checking = torrent({ state: "checkingUP", progress: 0.5 });

  test("is not known while they are checked", () => {
    const fetched = withFetched(checking, "files", toFiles(HALF));
    expect(planOf(fetched, rules(`gone | ${LACKING} | ${GONE}`)).undecided).toHaveLength(1);
  });

  test("is known of files that are not", () => {
    const fetched = withFetched(torrent({ progress: 0.5 }), "files", toFiles(HALF));
    expect(outcomes(planOf(fetched, rules(`gone | ${LACKING} | ${GONE}`)))).toEqual(["gone delete_torrent: executed"]);
  });

  test.each([LACKING, "{field: info.completed, operator: '>=', value: 9}"])(
    "and of the torrent is not known after a recheck in the same run: %s",
    (condition) => {
      const seen = { ...torrent({ completed: 9 }), files: toFiles(HALF) };
      const plan = planOf(seen, rules("check | always | {type: recheck}", `gone | ${condition} | ${GONE}`));
      expect(outcomes(plan)).toEqual(["check recheck: executed"]);
      expect(plan.undecided).toHaveLength(1);
    },
  );
});

describe("data on its way", () => {
  const hashes = { one: "1".repeat(40), two: "2".repeat(40) };
  const lying = aTorrent({ hash: hashes.one, name: "lying", content_path: "/new/film" });
  const moving = aTorrent({ hash: hashes.two, name: "moving", state: "moving", content_path: "/old/film" });

  test("may come to lie where other data of its name would go", () => {
    expect(findShared([lying], [lying, moving]).get(hashes.one)).toContain('"moving"');
  });

  test("does not go itself: where it lies then is not known", () => {
    expect(findShared([moving], [moving]).get(hashes.two)).toContain("not known");
  });

  test("leaves data of other names alone", () => {
    const other = aTorrent({ hash: hashes.one, name: "other", content_path: "/new/song" });
    expect(findShared([other], [other, moving]).size).toBe(0);
  });
});
