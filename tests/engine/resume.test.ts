import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import type { Recorded, Recorder } from "../../src/engine/recorder.ts";
import type { ManualClock } from "../support/clock.ts";
import { manualClock } from "../support/clock.ts";
import type { Fault } from "../support/qbittorrent/simulator/faults.ts";
import { bench, rules } from "./support.ts";

const SEEDING = { progress: 1, stopped: false };
const everything = [
  `check | always | {type: recheck}, {type: reannounce}`,
  `up | always | {type: increase_priority}, {type: increase_priority}`,
  `label | always | {type: add_tag, params: {tag: seen}}`,
];
const gone = rules(`gone | always | {type: delete_torrent, params: {delete_files: false}}`);

/** Remembers as the queue does, and lets the pass die once, at what it is told of. */
function recording(clock: ManualClock, dies: (what: string) => boolean = () => false) {
  const sent: Recorder["sent"][number][] = [];
  const said: string[] = [];
  let planned: readonly Recorded[] = [];
  let isDead = false;
  const say = (what: string) => {
    said.push(what);
    if (isDead || !dies(what)) return;
    isDead = true;
    throw new AppError("interrupted", "it died");
  };
  const recorder: Recorder = {
    sent,
    plan: async (requests) => {
      planned = structuredClone(requests);
      say("plan");
    },
    begin: async (index) => {
      const request = planned[index];
      if (request === undefined) throw new Error(`nothing was planned as ${index}`);
      sent.push({ request, begunAt: clock.now() });
      say(`begun ${String(request["kind"])}`);
    },
  };
  return { recorder, said };
}

/** The answer to such a request is lost, once: it was carried out, and nobody knows. */
const losing = (at: string): Fault => ({ kind: "lost", at, times: 1 });

const kinds = (asked: readonly string[]) =>
  asked.map((request) => request.split(" ")[0] ?? "").filter((kind) => kind !== "info");

describe("the requests of a pass", () => {
  test("are written down before the first is sent, and each before it is sent", async () => {
    const clock = manualClock();
    const order: string[] = [];
    const { recorder, said } = recording(clock, (what) => order.push(what) === 0);
    const list = rules(`a | always | {type: stop}, {type: add_tag, params: {tag: seen}}`);
    const after = (path: string) => void (/addTags|stop/.test(path) && order.push(path.replace("torrents/", "sent ")));
    await using on = bench({ rules: list, torrents: [SEEDING], clock, recorder, after });
    await on.run();
    expect(order).toEqual(["plan", "begun add_tags", "sent addTags", "begun stop", "sent stop"]);
    expect(said).toHaveLength(3);
  });

  test("are not written down in a dry run, nor where there are none", async () => {
    const clock = manualClock();
    const { recorder, said } = recording(clock);
    const list = rules(`a | always | {type: add_tag, params: {tag: seen}}`);
    await using on = bench({ rules: list, torrents: [SEEDING], clock, recorder });
    await on.run({ dryRun: true });
    await using other = bench({ rules: list, clock, recorder });
    await other.run();
    expect(said).toEqual([]);
  });

  test("are not sent when they cannot be written down", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock, (what) => what.startsWith("begun"));
    await using on = bench({ rules: rules(...everything), torrents: [SEEDING], clock, recorder });
    expect(
      await on.run().then(
        () => "ran",
        ({ code }) => code,
      ),
    ).toBe("interrupted");
    expect(kinds(on.asked())).toEqual([]);
  });
});

describe("a pass that was cut off and goes on", () => {
  const loading = { progress: 0.5, stopped: false };
  const torrents = [SEEDING, loading, loading, loading];

  test("sends nothing twice that must not be, wherever it was cut off", async () => {
    const whole = manualClock();
    const complete = recording(whole);
    const options = { rules: rules(...everything), torrents, version: "5.1.0" as const };
    await using once = bench({ ...options, clock: whole, recorder: complete.recorder });
    once.simulator.preferences["queueing_enabled"] = true;
    await once.run();
    const expected = kinds(once.asked()).toSorted();
    expect(expected).toEqual(["addTags", "increasePrio", "increasePrio", "reannounce", "recheck"]);

    for (const [cut] of complete.said.entries()) {
      const clock = manualClock();
      let left = cut;
      const { recorder } = recording(clock, () => left-- === 0);
      await using on = bench({ ...options, clock, recorder });
      on.simulator.preferences["queueing_enabled"] = true;
      expect(
        await on.run().then(
          () => "ran",
          ({ code }) => code,
        ),
      ).toBe("interrupted");
      await on.run();
      const sent = kinds(on.asked());
      for (const kind of ["recheck", "reannounce"]) expect(sent.filter((one) => one === kind).length).toBeLessThan(2);
      expect(sent.filter((kind) => kind === "increasePrio").length).toBeLessThan(3);
      expect([...on.simulator.torrents.values()].every(({ tags }) => tags.has("seen"))).toBe(true);
      // Cut off before its first request or after it was answered, nothing is left out either.
      if (!complete.said[cut]?.startsWith("begun")) expect(sent.toSorted()).toEqual(expected);
    }
  });

  test("says so, and of each action that it was sent before", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock);
    const faults = [losing("torrents/recheck")];
    const list = rules(`check | always | {type: recheck}`);
    await using on = bench({ rules: list, torrents: [SEEDING], clock, recorder, faults });
    await on.run().catch(() => undefined);
    const report = await on.run({ trace: true });
    expect(report).toMatchObject({ resumed: { after_requests: 1 }, actions_executed: 0, actions_skipped: 1 });
    expect(report.trace?.torrents[0]?.rules[0]?.actions).toMatchObject([
      { outcome: "skipped", reason: "it was sent before the job was cut off" },
    ]);
  });

  test("does not say so where nothing had been sent", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock, (what) => what === "plan");
    await using on = bench({ rules: rules(`check | always | {type: recheck}`), torrents: [SEEDING], clock, recorder });
    await on.run().catch(() => undefined);
    const { recorder: again } = recording(clock);
    await using other = bench({
      rules: rules(`check | always | {type: recheck}`),
      torrents: [SEEDING],
      clock,
      recorder: again,
    });
    expect(await other.run()).not.toHaveProperty("resumed");
  });

  test("waits until the list shows what was sent last", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock, (what) => what === "begun stop");
    await using on = bench({ rules: rules(`a | always | {type: stop}`), torrents: [SEEDING], clock, recorder });
    await on.run().catch(() => undefined);
    const start = clock.now();
    await on.run();
    expect(clock.now() - start).toBe(2_000);
  });

  test("sends again what sets a state, where the server has not done it", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock, (what) => what === "begun stop");
    await using on = bench({ rules: rules(`a | always | {type: stop}`), torrents: [SEEDING], clock, recorder });
    await on.run().catch(() => undefined);
    await on.run();
    expect(kinds(on.asked())).toEqual(["stop"]);
    await on.run();
    expect(kinds(on.asked())).toEqual([]);
  });

  test("deletes the same torrent still, where it is there", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock, (what) => what === "begun delete");
    await using on = bench({ rules: gone, torrents: [SEEDING], clock, recorder });
    await on.run().catch(() => undefined);
    expect(await on.run()).toMatchObject({ actions_executed: 1 });
    expect(on.simulator.torrents.size).toBe(0);
  });

  test("does not delete one that was added again since", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock);
    const faults = [losing("torrents/delete")];
    const first = { ...SEEDING, addedOn: 1_700_000_000 };
    await using on = bench({ rules: gone, torrents: [first], clock, recorder, faults });
    const [hash = ""] = on.simulator.torrents.keys();
    await on.run().catch(() => undefined);
    expect(on.simulator.torrents.size).toBe(0);
    on.simulator.addTorrent({ ...SEEDING, hash, addedOn: 1_700_000_600 });
    expect(await on.run()).toMatchObject({
      torrents: [{ actions: [{ outcome: "withheld", reason: expect.stringContaining("was added since") }] }],
    });
    expect(on.simulator.torrents.size).toBe(1);
  });

  test("goes on after qBittorrent was gone in the middle: what was begun is not repeated", async () => {
    const clock = manualClock();
    const { recorder } = recording(clock);
    const faults = [{ kind: "restart", downMs: 0, at: "torrents/reannounce", times: 1 } as const];
    const list = rules(`check | always | {type: recheck}, {type: reannounce}`);
    await using on = bench({ rules: list, torrents: [SEEDING], clock, recorder, faults });
    expect(
      await on.run().then(
        () => "ran",
        ({ code }) => code,
      ),
    ).toBe("qbittorrent_unreachable");
    await on.run();
    expect(kinds(on.asked())).toEqual(["recheck", "reannounce"]);
    expect([...on.simulator.torrents.values()]).toMatchObject([{ rechecks: 1, reannounces: 0 }]);
  });
});
