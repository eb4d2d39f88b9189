import { describe, expect, test } from "bun:test";
import { manualClock } from "../support/clock.ts";
import { type FaultKind, createFaults } from "../support/qbittorrent/simulator/faults.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { behaviours } from "../support/qbittorrent/conformance.ts";
import { clientFor, failureOf } from "./client-support.ts";

/** A seeding torrent, and a client that has logged in before anything goes wrong. */
async function disturbed(options: { readonly timeoutMs?: number } = {}) {
  const clock = manualClock();
  const torrents = [{ progress: 1, stopped: false, uploadSpeed: 100 }];
  const simulator = startSimulator({ version: "5.1.0", torrents, clock });
  const client = clientFor({ host: simulator.url, ...options });
  const [torrent] = await client.torrents({});
  const { hash = "" } = torrent ?? {};
  return {
    clock,
    simulator,
    client,
    hash,
    disturb: simulator.faults.add,
    reannounce: () => client.write({ kind: "reannounce" }, [hash]),
    reannounced: () => simulator.torrents.get(hash)?.reannounces,
    times: (path: string) => simulator.requests.filter((request) => request.path === path).length,
    [Symbol.asyncDispose]: () => simulator.stop(),
  };
}

const AT = "torrents/reannounce";

describe("what the client makes of a qBittorrent", () => {
  test("that is slow: it waits, as long as it was told to", async () => {
    await using it = await disturbed({ timeoutMs: 10_000 });
    it.disturb({ kind: "slow", ms: 5_000, at: "torrents/info" });
    const waiting = it.client.torrents({});
    while (it.clock.sleepers === 0) await Bun.sleep(0);
    await it.clock.advance(5_000);
    expect(await waiting).toHaveLength(1);
  });

  test("that is slower than it was told to wait: it cannot be reached, and what was not answered was not repeated", async () => {
    await using it = await disturbed({ timeoutMs: 100 });
    it.disturb({ kind: "slow", ms: 5_000, at: AT });
    const error = await failureOf(it.reannounce());
    expect([error.code, error.message]).toEqual([
      "qbittorrent_unreachable",
      expect.stringContaining("no answer within 0.1 s"),
    ]);
    expect(it.times(AT)).toBe(1);
  });

  test("in trouble: an answer that it tells, with the words of the server", async () => {
    await using it = await disturbed();
    it.disturb({ kind: "status", status: 500, body: "out of order", at: AT });
    const error = await failureOf(it.reannounce());
    expect(error.message).toContain("torrents/reannounce with status 500: out of order");
    expect([it.times(AT), it.reannounced()]).toEqual([1, 0]);
  });

  test.each([502, 503, 504])("behind a proxy that answers %d for it: it cannot be reached", async (status) => {
    await using it = await disturbed();
    it.disturb({ kind: "status", status, at: "torrents/info", times: 1 });
    expect((await failureOf(it.client.torrents({}))).code).toBe("qbittorrent_unreachable");
    expect(await it.client.torrents({})).toHaveLength(1);
  });

  test("whose answer is lost: a read is repeated, a write is not, though it was done", async () => {
    await using it = await disturbed();
    it.disturb({ kind: "lost", at: "torrents/info", times: 1 });
    expect(await it.client.torrents({})).toHaveLength(1);
    it.disturb({ kind: "lost", at: AT, times: 1 });
    expect((await failureOf(it.reannounce())).code).toBe("qbittorrent_unreachable");
    expect([it.times(AT), it.reannounced()]).toEqual([1, 1]);
  });

  test("that has banned it: as long as its session lasts, nothing; then it says so, until the ban ends", async () => {
    await using it = await disturbed();
    const lift = it.disturb({ kind: "ban" });
    expect(await it.client.torrents({})).toHaveLength(1);
    it.simulator.forgetSessions();
    expect((await failureOf(it.client.torrents({}))).code).toBe("qbittorrent_banned");
    lift();
    expect(await it.client.torrents({})).toHaveLength(1);
  });

  test("that restarts at a write: it cannot be reached; then one login, and nothing is repeated", async () => {
    await using it = await disturbed();
    it.disturb({ kind: "restart", downMs: 3_000, at: AT, times: 1 });
    expect((await failureOf(it.reannounce())).code).toBe("qbittorrent_unreachable");
    expect((await failureOf(it.client.torrents({}))).code).toBe("qbittorrent_unreachable");
    await it.clock.advance(3_000);
    expect(await it.client.torrents({})).toHaveLength(1);
    expect([it.times("auth/login"), it.times(AT), it.reannounced()]).toEqual([2, 1, 0]);
  });

  test("that shows states late: what it lists is the old one, and a limit the new one", async () => {
    await using it = await disturbed();
    it.disturb({ kind: "state_lag", ms: 1_500 });
    await it.client.write({ kind: "stop" }, [it.hash]);
    await it.client.write({ kind: "set_upload_limit", limit: 5 }, [it.hash]);
    expect(await it.client.torrents({})).toMatchObject([{ state: "uploading", up_limit: 5 }]);
    await it.clock.advance(1_500);
    expect(await it.client.torrents({})).toMatchObject([{ state: "stoppedUP", up_limit: 5 }]);
  });

  test("whose counters stand still: so do they for it, and make a leap afterwards", async () => {
    await using it = await disturbed();
    const counters = async () => {
      const [torrent] = await it.client.torrents({});
      return [torrent?.seeding_time, torrent?.time_active, torrent?.uploaded];
    };
    await it.clock.advance(10_000);
    expect(await counters()).toEqual([10, 10, 1_000]);
    const resume = it.disturb({ kind: "frozen_counters" });
    await it.clock.advance(10_000);
    expect(await counters()).toEqual([10, 10, 1_000]);
    resume();
    expect(await counters()).toEqual([20, 20, 2_000]);
  });
});

const kinds = (faults: ReturnType<typeof createFaults>, path: string) => {
  const met = faults.meet(path);
  return (["slow", "status", "lost"] as const).filter((kind) => met(kind) !== undefined);
};

describe("a fault", () => {
  test("meets what it is aimed at, as often as it says, whatever else there is", () => {
    const faults = createFaults([{ kind: "lost", at: "a", times: 2 }]);
    faults.add({ kind: "slow", ms: 1, times: 2 });
    expect(["b", "a", "a", "a"].map((path) => kinds(faults, path))).toEqual([["slow"], ["slow", "lost"], ["lost"], []]);
  });

  test("of a kind that is there already has to wait", () => {
    const faults = createFaults();
    faults.add({ kind: "status", status: 500, times: 1 });
    faults.add({ kind: "status", status: 503, times: 1 });
    const statuses = ["a", "a", "a"].map((path) => faults.meet(path)("status")?.status);
    expect(statuses).toEqual([500, 503, undefined]);
  });

  test("can be taken back, alone or with all others", () => {
    const faults = createFaults();
    const take = faults.add({ kind: "lost" });
    faults.add({ kind: "slow", ms: 1 });
    take();
    expect(kinds(faults, "a")).toEqual(["slow"]);
    faults.clear();
    expect(kinds(faults, "a")).toEqual([]);
  });
});

/** The behaviour by which real servers show the same; or why none can be brought to it. */
const SHOWN_BY: Readonly<Record<FaultKind, { readonly real: string } | { readonly simulatedOnly: string }>> = {
  slow: { simulatedOnly: "no setting makes a real one slow, and load makes it so at random" },
  status: { simulatedOnly: "a real one answers 5xx only when it is broken; proxies do, which are not qBittorrent" },
  lost: { simulatedOnly: "it lies between both: the proxy of the real tests loses answers of real ones" },
  ban: { real: "five bad logins ban, good credentials included; a session that was there goes on" },
  restart: { real: "a restart ends the sessions; torrents and categories are there still" },
  state_lag: { real: "what was asked for shows at once, or with the next refresh where it is a state" },
  frozen_counters: { real: "the times of a torrent that transfers nothing stand still" },
};

test.each(Object.entries(SHOWN_BY))("%s is a fault of real servers as well, or is said to be none", (_, shown) => {
  if ("real" in shown) expect(behaviours()).toContain(shown.real);
  else expect(shown.simulatedOnly).not.toBe("");
});
