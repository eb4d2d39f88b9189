import { describe, expect, test } from "bun:test";
import { type ServerVersion, compareVersions, parseApiVersion, supports } from "../../src/qbittorrent/versions.ts";
import { toForm } from "../../src/qbittorrent/writes.ts";

test.each([
  ["2.8.19", [2, 8, 19]],
  ["2.0", [2, 0, 0]],
  ["2.11.4\n", [2, 11, 4]],
])("%j is version %j", (text, version) => {
  expect(parseApiVersion(text)).toEqual([Number(version[0]), Number(version[1]), Number(version[2])]);
});

test.each(["", "2", "v2.1.1", "<html>", "2.x", "Not Found", "2.1.1.1", "2.1-beta"])("%j is none", (text) => {
  expect(parseApiVersion(text)).toBeUndefined();
});

test("versions are compared by number, not by letter", () => {
  expect(compareVersions([2, 11, 0], [2, 8, 19])).toBeGreaterThan(0);
  expect(compareVersions([2, 2, 0], [2, 2, 1])).toBeLessThan(0);
  expect(compareVersions([3, 0, 0], [2, 99, 99])).toBeGreaterThan(0);
  expect(compareVersions([2, 5, 1], [2, 5, 1])).toBe(0);
});

describe("a server", () => {
  test.each([
    ["4.6.7", "2.9.3", [false, false, false]],
    ["5.0.0", "2.11.2", [true, false, false]],
    ["5.1.0", "2.11.4", [true, true, false]],
    ["5.2.0", "2.15.1", [true, true, true]],
  ])("of %s can do what that release brought", (_, api, expected) => {
    const features = (["stopAndStart", "includeTrackers", "includeFiles"] as const).map((feature) =>
      supports(server(api), feature),
    );
    expect(features).toEqual(expected);
  });

  test.each([
    ["2.9.3", "pause", "resume"],
    ["2.11.2", "stop", "start"],
  ])("of API %s is asked to %s and %s", (api, stop, start) => {
    expect(toForm({ kind: "stop" }, server(api)).endpoint).toBe(stop);
    expect(toForm({ kind: "start" }, server(api)).endpoint).toBe(start);
  });
});

function server(api: string): ServerVersion {
  return { app: "v", api: parseApiVersion(api) ?? [0, 0, 0] };
}
