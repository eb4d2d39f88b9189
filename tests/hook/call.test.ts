import { describe, expect, test } from "bun:test";
import { isOurCall, pathFault, readCall, writeCall } from "../../src/hook/call.ts";
import { nameOf } from "../../src/hook/plan.ts";
import { programEvents } from "../../src/qbittorrent/external-programs.ts";
import type { ApiVersion, ServerVersion } from "../../src/qbittorrent/versions.ts";

const v4_1 = version("v4.1.9", [2, 2, 1]);
const v4_3 = version("v4.3.9", [2, 8, 2]);
const v4_4 = version("v4.4.0", [2, 8, 4]);
const v5_1 = version("v5.1.0", [2, 11, 4]);

const CALLER = { program: "/opt/my tools/qbt-rules", configDir: "/srv/it's (mine)" };

describe("the command line", () => {
  test("names paths, context and hash in double quotes, which hold spaces together in every version", () => {
    expect(writeCall(CALLER, "on_added", v5_1)).toBe(
      `"/opt/my tools/qbt-rules" --config-dir "/srv/it's (mine)" --context on_added --hash "%K"`,
    );
  });

  test("has no settings where they come from the environment of qBittorrent", () => {
    expect(writeCall({ program: "/q", configDir: undefined }, "on_completed", v5_1)).toBe(
      `"/q" --context on_completed --hash "%K"`,
    );
  });

  test("asks for the hash by which the API knows the torrent: %K is there since 4.4", () => {
    const tokens = [v4_1, v4_3, v4_4, v5_1].map((server) => writeCall(CALLER, "on_added", server).slice(-4));
    expect(tokens).toEqual([`"%I"`, `"%I"`, `"%K"`, `"%K"`]);
  });
});

describe("what is ours", () => {
  test("is what is written, for each event, version and kind of settings", () => {
    for (const event of programEvents)
      for (const server of [v4_3, v5_1])
        for (const configDir of [undefined, "/my config"])
          expect(isOurCall(writeCall({ ...CALLER, configDir }, event, server), event)).toBe(true);
  });

  test("names the caller it was written for", () => {
    for (const caller of [CALLER, { program: "/q", configDir: undefined }])
      for (const server of [v4_3, v5_1])
        expect(readCall(writeCall(caller, "on_completed", server), "on_completed")).toEqual(caller);
  });

  const ours = writeCall(CALLER, "on_added", v5_1);
  test.each([
    ["nothing", ""],
    ["another program", "/usr/bin/notify %N"],
    ["the call of another event", writeCall(CALLER, "on_completed", v5_1)],
    ["something before it", `/bin/nice ${ours}`],
    ["something after it", `${ours} --wait`],
    ["another program after it", `${ours}; rm -rf "%F"`],
    ["the same, written by hand", ours.replaceAll('"', "")],
    ["the name instead of the hash", ours.replace("%K", "%N")],
    ["two programs", `"/a" "/b" --context on_added --hash "%K"`],
    ["another case", ours.toUpperCase()],
    ["lines around it", `x\n${ours}\nx`],
  ])("is not %s", (_, text) => {
    expect(isOurCall(text, "on_added")).toBe(false);
  });
});

describe("a path", () => {
  test.each(["/opt/qbt-rules", "/a b/c", "/it's", "/ä/电影", "/a\\b", "/$HOME/x", "C:\\tools\\qbt-rules.exe"])(
    "%s can be told",
    (path) => {
      expect(pathFault(path, v5_1)).toBeUndefined();
      expect(isOurCall(writeCall({ program: path, configDir: path }, "on_added", v5_1), "on_added")).toBe(true);
    },
  );

  test.each([
    ["qbt-rules", "not absolute"],
    ["./dist/qbt-rules", "not absolute"],
    ["~/qbt-rules", "not absolute"],
    ['/a"b', "another meaning"],
    ["/100%Natural", "another meaning"],
    ["/a\nb", "another meaning"],
  ])("%j cannot: it is %s", (path, why) => {
    expect(pathFault(path, v5_1)).toContain(why);
  });

  test("that a shell would read otherwise cannot be told where a shell reads it", () => {
    for (const path of ["/$HOME/x", "/a`b", "/a\\b"]) expect(pathFault(path, v4_1)).toContain("a shell would read");
    expect(pathFault("/a b/it's", v4_1)).toBeUndefined();
  });
});

describe("of somebody else's command line", () => {
  test.each([
    ["/usr/bin/notify", "/usr/bin/notify"],
    ["curl -H 'X-API-Key: s3cret' http://h", "curl …"],
    ['"/my tools/notify" --token s3cret', '"/my tools/notify" …'],
    ["  /usr/bin/notify  ", "/usr/bin/notify"],
    ['"/never closed s3cret', '"/never closed s3cret'],
  ])("%s, no more is shown than its program: %s", (text, name) => {
    expect(nameOf(text)).toBe(name);
  });
});

function version(app: string, api: ApiVersion): ServerVersion {
  return { app, api };
}
