import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Clock, systemClock } from "../../src/lib/clock.ts";
import { manualClock } from "../support/clock.ts";
import { conformance } from "../support/qbittorrent/conformance.ts";
import { logIn } from "../support/qbittorrent/http.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { SIMULATED_VERSIONS, type SimulatedVersion } from "../support/qbittorrent/simulator/profiles.ts";

conformance(
  SIMULATED_VERSIONS.map((version) => ({ name: `simulated qBittorrent ${version}`, start: () => start(version) })),
);

/** It need not wait for time to pass. */
async function start(version: SimulatedVersion) {
  const downloadsDir = await mkdtemp(join(tmpdir(), "qbt-rules-simulator-"));
  let ahead = 0;
  const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
  const { url, port, stop, restart } = startSimulator({
    version,
    downloadsDir,
    clock,
    faults: [{ kind: "state_lag", ms: 50 }],
  });
  return {
    url,
    port,
    version,
    downloadsDir,
    downloadsPath: downloadsDir,
    restart: async () => restart(),
    elapse: async (ms: number) => {
      ahead += ms;
    },
    async stop() {
      await stop();
      await rm(downloadsDir, { recursive: true, force: true });
    },
  };
}

test("what only a simulator offers: torrents made up, a lag under control, a record of the requests", async () => {
  const clock = manualClock(1_700_000_000_000);
  const simulator = startSimulator({
    version: "5.1.0",
    password: "secret",
    faults: [{ kind: "state_lag", ms: 1_000 }],
    clock,
    torrents: [
      {
        name: "made up",
        progress: 1,
        ratio: 2.5,
        stopped: false,
        tags: ["b", "a"],
        trackers: ["http://127.0.0.1:9/a"],
      },
    ],
  });
  try {
    const session = await logIn(simulator.url, { username: "admin", password: "secret" });
    const broken = simulator.addTorrent({ pinnedState: "error", category: "films" });
    const [made] = simulator.torrents.values();
    const rows = async () => JSON.parse((await session.get("torrents/info")).text) as unknown;
    expect(await rows()).toMatchObject([
      { name: "made up", state: "stalledUP", ratio: 2.5, tags: "a, b", completion_on: 1_700_000_000 },
      { state: "error", category: "films" },
    ]);

    await session.post("torrents/stop", { hashes: "all" });
    expect(await rows()).toMatchObject([{ state: "stalledUP" }, { state: "error" }]);
    await clock.advance(1_000);
    expect(await rows()).toMatchObject([{ state: "stoppedUP" }, { state: "stoppedDL" }]);

    await session.post("torrents/delete", { hashes: broken.hash, deleteFiles: "true" });
    expect([...simulator.torrents.keys()]).toEqual([made?.hash ?? ""]);
    expect(simulator.deletions).toEqual([{ hash: broken.hash, withFiles: true }]);
    expect(simulator.requests[0]).toEqual({
      method: "POST",
      path: "auth/login",
      parameters: { username: "admin", password: "***" },
      files: [],
    });
    expect(simulator.requests.at(-1)).toMatchObject({ path: "torrents/delete", parameters: { hashes: broken.hash } });

    simulator.forgetSessions();
    expect((await session.get("app/version")).status).toBe(403);
  } finally {
    await simulator.stop();
  }
});
