import { says } from "./says.ts";

/** Limits, which may be unlimited: more than any number. */

says("info.up_limit", [
  ["==", "unlimited", 0, true],
  ["==", "unlimited", -1, true],
  ["==", "unlimited", 1024, false],
  ["==", "1 KiB/s", 1024, true],
  ["<", "1 MB/s", 0, false],
  [">", "1 MB/s", 0, true],
]);

says("info.ratio_limit", [
  ["==", "unlimited", -1, true],
  ["==", "unlimited", 2, false],
  ["==", 2, 2, true],
  [">", 5, -1, true],
  // It uses the global one, whatever that is.
  ["==", "unlimited", -2, "unknown"],
]);

// -1 is what qBittorrent shows as ∞.
says("info.connections_limit", [
  ["==", "unlimited", -1, true],
  ["==", "unlimited", 100, false],
  ["!=", "unlimited", 100, true],
  ["==", 100, 100, true],
  ["<", "unlimited", 100, true],
  ["<", "unlimited", -1, false],
  [">", 100, -1, true],
  ["in", [50, "unlimited"], -1, true],
  ["==", -1, -1, true],
  ["==", 0, -1, true],
]);

// The server counts minutes.
says("info.seeding_time_limit", [
  ["==", "7 days", 10_080, true],
  ["==", "unlimited", -1, true],
  [">", 3600, 61, true],
]);
