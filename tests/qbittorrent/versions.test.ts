import { describe, expect, test } from "bun:test";
import {
  type ServerVersion,
  compareVersions,
  isNewerThanTested,
  parseApiVersion,
  supports,
} from "../../src/qbittorrent/versions.ts";
import { type WriteKind, toForm } from "../../src/qbittorrent/writes.ts";

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

test.each([
  ["2.16.2", false],
  ["2.16.3", true],
  ["3.0.0", true],
  ["2.9.3", false],
])("%s is newer than all that was tested: %p", (api, isNewer) => {
  expect(isNewerThanTested(server(api))).toBe(isNewer);
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

const limits = {
  kind: "set_share_limits",
  ratio: 2.5,
  seedingTime: 5_400,
  inactiveSeedingTime: Infinity,
  action: "Remove",
  mode: "MatchAll",
} as const;

describe("share limits are sent", () => {
  const oldThree = { ratioLimit: "2.5", seedingTimeLimit: "90" };
  const withIdle = { ...oldThree, inactiveSeedingTimeLimit: "-1" };
  const withAction = { ...withIdle, shareLimitAction: "Remove" };
  test.each([
    ["2.0", oldThree],
    ["2.8.19", oldThree],
    ["2.9.2", withIdle],
    ["2.11.4", withIdle],
    ["2.15.1", withAction],
    ["2.16.2", { ...withAction, shareLimitsMode: "MatchAll" }],
  ])("to API %s with what it knows, in minutes", (api, fields) => {
    expect(toForm(limits, server(api))).toEqual({ endpoint: "setShareLimits", fields });
  });

  test("with -2 for the global limit, 0 for none at all to reach", () => {
    const form = toForm({ ...limits, ratio: "global", seedingTime: 0 }, server("2.8.19"));
    expect(form.fields).toEqual({ ratioLimit: "-2", seedingTimeLimit: "0" });
  });
});

describe("the same on every version", () => {
  test.each([
    [{ kind: "set_location", path: "D:\\a & b" }, "setLocation", { location: "D:\\a & b" }],
    [{ kind: "set_auto_management", enabled: true }, "setAutoManagement", { enable: "true" }],
    [{ kind: "set_super_seeding", enabled: false }, "setSuperSeeding", { value: "false" }],
    [{ kind: "toggle_sequential_download" }, "toggleSequentialDownload", {}],
    [{ kind: "move_in_queue", move: "increase" }, "increasePrio", {}],
    [{ kind: "move_in_queue", move: "decrease" }, "decreasePrio", {}],
    [{ kind: "move_in_queue", move: "top" }, "topPrio", {}],
    [{ kind: "move_in_queue", move: "bottom" }, "bottomPrio", {}],
  ] as const)("%j", (write, endpoint, fields) => {
    for (const api of ["2.0", "2.16.2"]) expect(toForm<WriteKind>(write, server(api))).toEqual({ endpoint, fields });
  });
});

function server(api: string): ServerVersion {
  return { app: "v", api: parseApiVersion(api) ?? [0, 0, 0] };
}
