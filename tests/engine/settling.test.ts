import { describe, expect, test } from "bun:test";
import { createSettling } from "../../src/engine/settling.ts";
import type { Write } from "../../src/qbittorrent/writes.ts";
import { manualClock } from "../support/clock.ts";
import { bench, rules, torrent } from "./support.ts";

const HASH = "a".repeat(40);
const OTHER = "b".repeat(40);
const running = torrent({ hash: HASH, state: "stalledUP" });
const stopped = torrent({ hash: HASH, state: "stoppedUP" });
const forced = torrent({ hash: HASH, state: "forcedUP", force_start: true });
const checking = torrent({ hash: HASH, state: "checkingUP" });
const superSeeding = (on: boolean) => torrent({ hash: HASH, super_seeding: on });
const at = (save_path: string, state = "stalledUP") => torrent({ hash: HASH, save_path, state });
const elsewhere = torrent({ hash: OTHER });

function after(write: Write) {
  const clock = manualClock();
  const settling = createSettling(clock);
  settling.wrote({ aspect: "running", write, hashes: [HASH] });
  return { clock, settling };
}

describe("the list lags", () => {
  test.each([
    ["stop", { kind: "stop" }, running, stopped],
    ["start", { kind: "start" }, stopped, running],
    ["force_start", { kind: "force_start" }, running, forced],
    ["recheck", { kind: "recheck" }, running, checking],
    ["recheck", { kind: "recheck" }, stopped, torrent({ hash: HASH, state: "queuedForChecking" })],
    ["super-seeding on", { kind: "set_super_seeding", enabled: true }, superSeeding(false), superSeeding(true)],
    ["super-seeding off", { kind: "set_super_seeding", enabled: false }, superSeeding(true), superSeeding(false)],
    ["a move", { kind: "set_location", path: "/to" }, at("/from"), at("/to")],
    ["a move that takes a while", { kind: "set_location", path: "/to" }, at("/from"), at("/from", "moving")],
  ] as const)("after %s until it shows it", (_, write, before, shown) => {
    const { settling } = after(write);
    expect(settling.isLagging([elsewhere, before])).toBe(true);
    expect(settling.isLagging([elsewhere, shown])).toBe(false);
  });

  test("after a delete until the torrent is gone", () => {
    const { settling } = after({ kind: "delete", deleteFiles: false });
    expect(settling.isLagging([elsewhere, running])).toBe(true);
    expect(settling.isLagging([elsewhere])).toBe(false);
  });

  test("for two seconds and no longer: somebody may have started it again by hand", async () => {
    const { clock, settling } = after({ kind: "stop" });
    await clock.advance(1_999);
    expect(settling.isLagging([running])).toBe(true);
    await clock.advance(1);
    expect(settling.isLagging([running])).toBe(false);
  });

  test("after a recheck for two seconds where no check is ever shown: it may have been over before the list came", async () => {
    const { clock, settling } = after({ kind: "recheck" });
    await clock.advance(1_999);
    expect(settling.isLagging([running])).toBe(true);
    await clock.advance(1);
    expect(settling.isLagging([running])).toBe(false);
  });

  test("after a move in the queue for two seconds: where the torrent was before is not known", async () => {
    const { clock, settling } = after({ kind: "move_in_queue", move: "top" });
    await clock.advance(1_999);
    expect(settling.isLagging([torrent({ hash: HASH, priority: 1 })])).toBe(true);
    await clock.advance(1);
    expect(settling.isLagging([torrent({ hash: HASH, priority: 1 })])).toBe(false);
  });

  test("until everything is shown that was written to a torrent", () => {
    const { settling } = after({ kind: "stop" });
    settling.wrote({
      aspect: "super_seeding",
      write: { kind: "set_super_seeding", enabled: true },
      hashes: [HASH],
    });
    expect(settling.isLagging([stopped])).toBe(true);
    expect(settling.isLagging([superSeeding(true)])).toBe(false);
  });

  test("for the last of several writes about the same thing", () => {
    const { settling } = after({ kind: "stop" });
    settling.wrote({ aspect: "running", write: { kind: "start" }, hashes: [HASH] });
    expect(settling.isLagging([stopped])).toBe(true);
    expect(settling.isLagging([running])).toBe(false);
  });

  test("no more once it was up to date, whatever happens to the torrent then", () => {
    const { settling } = after({ kind: "stop" });
    expect(settling.isLagging([stopped])).toBe(false);
    expect(settling.isLagging([running])).toBe(false);
  });

  test("not while a check hides whether the torrent is stopped", () => {
    expect(after({ kind: "stop" }).settling.isLagging([checking])).toBe(false);
  });

  test("still, after a list of other torrents only and after writes to others", () => {
    const { settling } = after({ kind: "stop" });
    expect(settling.isLagging([elsewhere])).toBe(false);
    settling.wrote({ aspect: "running", write: { kind: "start" }, hashes: [OTHER] });
    expect(settling.isLagging([elsewhere, running])).toBe(true);
  });

  test("each torrent for its own two seconds", async () => {
    const { clock, settling } = after({ kind: "stop" });
    await clock.advance(1_500);
    settling.wrote({ aspect: "delete", write: { kind: "delete", deleteFiles: false }, hashes: [OTHER] });
    await clock.advance(1_000);
    settling.wrote({ aspect: "running", write: { kind: "start" }, hashes: ["c".repeat(40)] });
    expect(settling.isLagging([running])).toBe(false);
    expect(settling.isLagging([elsewhere])).toBe(true);
  });

  test("not after what shows at once", () => {
    expect(after({ kind: "add_tags", tags: ["a"] }).settling.isLagging([running])).toBe(false);
  });
});

describe("the next run, on a server that is late to show a state", () => {
  const SEEDING = { progress: 1, stopped: false };
  const LAG = { kind: "state_lag", ms: 1_500 } as const;

  test("waits, and does not stop again what is stopped", async () => {
    await using on = bench({ rules: rules("a | always | {type: stop}"), torrents: [SEEDING], faults: [LAG] });
    const start = on.clock.now();
    await on.run();
    expect(on.asked()).toEqual(["info", "stop hashes"]);
    const second = await on.run();
    expect(on.clock.now() - start).toBe(1_500);
    expect(second).toMatchObject({ actions_executed: 0, actions_skipped: 1 });
    expect(new Set(on.asked())).toEqual(new Set(["info"]));
  });

  test("waits when it is a dry run, too", async () => {
    await using on = bench({ rules: rules("a | always | {type: stop}"), torrents: [SEEDING], faults: [LAG] });
    await on.run();
    expect(await on.run({ dryRun: true })).toMatchObject({ actions_executed: 0 });
  });

  test("does not wait for what a dry run only would have done", async () => {
    await using on = bench({ rules: rules("a | always | {type: stop}"), torrents: [SEEDING], faults: [LAG] });
    const start = on.clock.now();
    await on.run({ dryRun: true });
    await on.run({ dryRun: true });
    expect(on.clock.now()).toBe(start);
  });

  test("waits after a recheck, too: the torrent may not be what it was", async () => {
    await using on = bench({ rules: rules("a | always | {type: recheck}"), torrents: [SEEDING] });
    const start = on.clock.now();
    await on.run();
    expect(on.clock.now()).toBe(start);
    await on.run({ dryRun: true });
    expect(on.clock.now() - start).toBe(2_000);
  });

  test("waits for super-seeding, and does not ask for it again", async () => {
    const list = rules("a | always | {type: set_super_seeding, params: {enabled: true}}");
    await using on = bench({ rules: list, torrents: [SEEDING], faults: [LAG] });
    await on.run();
    expect(await on.run()).toMatchObject({ actions_executed: 0, actions_skipped: 1 });
  });

  test("goes on after two seconds with a server that never shows it", async () => {
    await using on = bench({
      rules: rules("a | always | {type: stop}"),
      torrents: [SEEDING],
      faults: [{ kind: "state_lag", ms: 60_000 }],
    });
    const start = on.clock.now();
    await on.run();
    expect(await on.run()).toMatchObject({ actions_executed: 1 });
    expect(on.clock.now() - start).toBe(2_000);
  });
});
