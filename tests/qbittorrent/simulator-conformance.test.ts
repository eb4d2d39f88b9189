import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { conformance } from "../support/qbittorrent/conformance.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";

for (const version of SIMULATED_VERSIONS) {
  conformance({
    name: `simulated qBittorrent ${version}`,
    async start() {
      const downloadsDir = await mkdtemp(join(tmpdir(), "qbt-rules-simulator-"));
      const { url, port, stop } = startSimulator({ version, downloadsDir, stateLagMs: 150 });
      return {
        url,
        port,
        version,
        downloadsDir,
        downloadsPath: downloadsDir,
        async stop() {
          await stop();
          await rm(downloadsDir, { recursive: true, force: true });
        },
      };
    },
  });
}
