import { expect, test } from "bun:test";
import { labGreeting } from "./support/qbittorrent/lab-greeting.ts";
import { redisCommand } from "./support/redis-servers.ts";
import { tempFolder } from "./support/temp.ts";

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

test("the Redis that tests were told to use is used, or none: not the machine's in its place", () => {
  using folder = tempFolder();
  const withServer = (name: string) => () => redisCommand({ QBT_RULES_LAB: folder.path, QBT_RULES_TEST_REDIS: name });
  expect(withServer("valkey-8.1")).toThrow("valkey-8.1 is not installed; run: npm test -- redis");
  for (const name of ["valkey", ""]) expect(withServer(name)).toThrow("redis-6.0, redis-7.0, redis-8.0, valkey-8.1");
});
