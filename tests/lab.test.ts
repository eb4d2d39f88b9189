import { expect, test } from "bun:test";
import { labGreeting } from "./support/qbittorrent/lab-greeting.ts";

test("the lab tells the path of the downloads that qBittorrent sees, and where that is on this machine", () => {
  const server = { version: "5.1.0", downloadsDir: "/cache/trixie/tmp/x/downloads", downloadsPath: "/tmp/x/downloads" };
  expect(labGreeting(server)).toEqual([
    "qBittorrent 5.1.0, admin / adminadmin; Ctrl-C ends it",
    "  downloads, as rules name them: /tmp/x/downloads",
    "  the same folder on this machine: /cache/trixie/tmp/x/downloads",
  ]);
});

test("where both are one it is told once", () => {
  const server = { version: "5.1.0", downloadsDir: "/tmp/x/downloads", downloadsPath: "/tmp/x/downloads" };
  expect(labGreeting(server)).toHaveLength(2);
});
