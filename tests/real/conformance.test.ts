import { SUITES } from "../support/qbittorrent/cache.ts";
import { conformance } from "../support/qbittorrent/conformance.ts";
import { startReal } from "../support/qbittorrent/real.ts";

conformance(
  SUITES.map((suite) => ({
    name: `real qBittorrent of ${suite}`,
    // Its own 1.5 seconds between two refreshes would only make the run longer.
    start: () => startReal({ suite, profileOptions: { BitTorrent: { "Session\\RefreshInterval": 300 } } }),
  })),
);
