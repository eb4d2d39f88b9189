import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { type Called, call } from "../support/cli.ts";
import { at } from "../support/json.ts";
import { type Simulator, startSimulator } from "../support/qbittorrent/simulator/main.ts";
import type { SimulatedVersion } from "../support/qbittorrent/simulator/profiles.ts";
import { type TempFolder, tempFolder } from "../support/temp.ts";

const PROGRAM = "/opt/my tools/qbt-rules";
const FOLDER = "/srv/my config";
const PLACED = ["--hook-program", PROGRAM, "--hook-config-dir", FOLDER];
const BOTH = ["--install-hook", "on_added,on_completed", ...PLACED];
const ONE = ["--install-hook", "on_completed", ...PLACED];
const FOREIGN = "/usr/bin/notify --token s3cret %N";

const ours = (event: string, token = "%K") =>
  `"${PROGRAM}" --config-dir "${FOLDER}" --context ${event} --hash "${token}"`;

interface Place extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly folder: TempFolder;
  readonly qbt: (args: readonly string[], options?: { readonly executable?: string }) => Promise<Called>;
  /** The external programs as the server has them: enabled and command line of on_added, then of on_completed. */
  readonly programs: () => Readonly<Record<string, unknown>>;
}

function place(
  version: SimulatedVersion = "5.1.0",
  preferences: Readonly<Record<string, string | boolean>> = {},
): Place {
  const simulator = startSimulator({ version });
  Object.assign(simulator.preferences, preferences);
  const folder = tempFolder();
  const env = {
    QBT_RULES_QBITTORRENT_HOST: simulator.url,
    QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
    QBT_RULES_CONFIG_DIR: folder.path,
  };
  return {
    simulator,
    folder,
    qbt: (args, options) => call(args, { env, ...options }),
    programs: () =>
      Object.fromEntries(Object.entries(simulator.preferences).filter(([name]) => name.startsWith("autorun"))),
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await simulator.stop();
    },
  };
}

const onAdded = (program: string, enabled = true) => ({
  autorun_on_torrent_added_enabled: enabled,
  autorun_on_torrent_added_program: program,
});
const onCompleted = (program: string, enabled = true) => ({ autorun_enabled: enabled, autorun_program: program });
const writes = ({ simulator }: Place) => simulator.requests.filter(({ path }) => path === "app/setPreferences").length;

describe("--install-hook", () => {
  test("shows what stands there and what will, sets both, and says what the call needs", async () => {
    await using server = place();
    const { code, out, err } = await server.qbt(BOTH);
    expect(code).toBe(0);
    expect(out).toEqual([
      `qBittorrent v5.1.0 at ${server.simulator.url}`,
      "  on_added:",
      "    before  no program",
      `    after   ${ours("on_added")}`,
      "  on_completed:",
      "    before  no program",
      `    after   ${ours("on_completed")}`,
      "✓ installed",
    ]);
    expect(err).toEqual([
      `note: the user that qBittorrent runs as must be able to run ${PROGRAM} and to read ${FOLDER}`,
    ]);
    expect(server.programs()).toEqual({ ...onAdded(ours("on_added")), ...onCompleted(ours("on_completed")) });
  });

  test("again changes nothing, and asks for no change", async () => {
    await using server = place();
    await server.qbt(BOTH);
    const { code, out } = await server.qbt(BOTH);
    expect({ code, last: out.at(-1) }).toEqual({
      code: 0,
      last: "✓ it is installed already, and there is nothing to change",
    });
    expect(writes(server)).toBe(1);
  });

  test("only shows with --dry-run", async () => {
    await using server = place();
    const { code, out } = await server.qbt([...BOTH, "--dry-run"]);
    expect(code).toBe(0);
    expect(out).toContain(`    after   ${ours("on_added")}`);
    expect(out.at(-1)).toBe("✓ dry run: nothing was changed");
    expect(server.programs()).toEqual({});
  });

  test("for one event leaves the program of the other alone", async () => {
    await using server = place("5.1.0", onAdded(FOREIGN));
    expect((await server.qbt(ONE)).code).toBe(0);
    expect(server.programs()).toEqual({ ...onAdded(FOREIGN), ...onCompleted(ours("on_completed")) });
  });

  test("brings its own call up to date: other paths, an older token, switched off", async () => {
    const old = `"/old/qbt-rules" --context on_completed --hash "%I"`;
    await using server = place("5.1.0", { ...onAdded(ours("on_added"), false), ...onCompleted(old) });
    const { code, out } = await server.qbt(BOTH);
    expect(code).toBe(0);
    expect(out).toContain(`    before  switched off: ${ours("on_added")}`);
    expect(out).toContain(`    before  ${old}`);
    expect(server.programs()).toEqual({ ...onAdded(ours("on_added")), ...onCompleted(ours("on_completed")) });
  });

  test.each([
    ["runs another program", true],
    ["has another program, switched off,", false],
  ])("never replaces a program: qBittorrent %s", async (words, enabled) => {
    await using server = place("5.1.0", onCompleted(FOREIGN, enabled));
    const { code, out, err } = await server.qbt(BOTH);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err[0]).toBe("error: The hook was not installed, and nothing was changed");
    expect(err[1]).toBe(
      `  on_completed: qBittorrent ${words} when a torrent is finished, which stays as it is: /usr/bin/notify …`,
    );
    expect(err[2]).toContain(`"${PROGRAM}" --config-dir "${FOLDER}" --context on_completed --hash "$1"`);
    expect(err[2]).toContain('set "/path/of/the/script" "%K"');
    expect(err.join("")).not.toContain("s3cret");
    expect(server.programs()).toEqual(onCompleted(FOREIGN, enabled));
  });

  test("of 4.2.5 knows %I, and that it runs nothing for added torrents", async () => {
    await using server = place("4.2.5");
    const refused = await server.qbt(BOTH);
    expect(refused.code).toBe(1);
    expect(refused.err[1]).toBe(
      "  on_added: qBittorrent v4.2.5 cannot run a program when a torrent is added, 4.5 and newer can",
    );
    expect(server.programs()).toEqual({});
    expect((await server.qbt(ONE)).code).toBe(0);
    expect(server.programs()).toEqual(onCompleted(ours("on_completed", "%I")));
  });

  test("tells of a path that cannot be written, and of everything else that stands against it", async () => {
    await using server = place("5.1.0", onAdded(FOREIGN));
    const args = ["--hook-program", "bin/qbt-rules", "--hook-config-dir", "/100%"];
    const { code, err } = await server.qbt(["--install-hook", "on_added", ...args]);
    expect(code).toBe(1);
    expect(err.filter((line) => /^ {2}\S/.test(line))).toEqual([
      expect.stringMatching(/^ {2}qBittorrent cannot be told the path "bin\/qbt-rules": it is not absolute/),
      expect.stringMatching(/^ {2}qBittorrent cannot be told the path "\/100%": it has a character/),
      expect.stringMatching(/^ {2}on_added: qBittorrent runs another program/),
    ]);
    expect(writes(server)).toBe(0);
  });

  test("takes the path of this program, and the folder whose config.yml it has read", async () => {
    await using server = place();
    writeFileSync(server.folder.file("config.yml"), "client: {api_key: a-key-that-is-long-enough}");
    const { err } = await server.qbt(["--install-hook", "on_completed"], { executable: PROGRAM });
    const { path } = server.folder;
    expect(server.programs()["autorun_program"]).toBe(
      `"${PROGRAM}" --config-dir "${path}" --context on_completed --hash "%K"`,
    );
    expect(err).toEqual([`note: the user that qBittorrent runs as must be able to run ${PROGRAM} and to read ${path}`]);
  });

  test("warns when the folder has no key for the call", async () => {
    await using server = place();
    const { code, err } = await server.qbt(["--install-hook", "on_completed"], { executable: PROGRAM });
    expect(code).toBe(0);
    expect(err[1]).toStartWith(`warning: there is no client.api_key to be used in ${server.folder.path}/config.yml`);
  });

  test("names no folder where none is known, and says where the settings come from then", async () => {
    await using server = place();
    const { code, err } = await call(["--install-hook", "on_completed", "--hook-program", PROGRAM], {
      env: {
        QBT_RULES_CONFIG_DIR: "",
        QBT_RULES_QBITTORRENT_HOST: server.simulator.url,
        QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
      },
    });
    expect(code).toBe(0);
    expect(err[0]).toStartWith("note: the call takes client.server_url and client.api_key from the environment");
    expect(server.programs()["autorun_program"]).toBe(`"${PROGRAM}" --context on_completed --hash "%K"`);
  });

  test("from source says that there is no executable, before it asks anybody", async () => {
    await using server = place();
    const { code, err } = await server.qbt(["--install-hook", "on_completed"]);
    expect(code).toBe(2);
    expect(err.at(-1)).toContain("--hook-program");
    expect(server.simulator.requests).toEqual([]);
  });

  test("notices when the server has not kept what it accepted", async () => {
    await using server = place();
    const deaf = { get: () => "", set: () => {}, enumerable: true };
    Object.defineProperty(server.simulator.preferences, "autorun_program", deaf);
    const { code, err } = await server.qbt(ONE);
    expect(code).toBe(1);
    expect(err[0]).toEndWith("accepted the change, but did not keep it: on_completed");
  });

  test("as JSON is one document, with dry run and changes told", async () => {
    await using server = place("5.1.0", onCompleted(ours("on_completed")));
    const { out } = await server.qbt([...BOTH, "--dry-run", "--output", "json"]);
    expect(JSON.parse(out.join("\n"))).toEqual({
      qbittorrent: { url: server.simulator.url, version: "v5.1.0" },
      dry_run: true,
      events: [
        {
          event: "on_added",
          changes: true,
          before: { enabled: false, program: "" },
          after: { enabled: true, program: ours("on_added") },
        },
        {
          event: "on_completed",
          changes: false,
          before: { enabled: true, program: ours("on_completed") },
          after: { enabled: true, program: ours("on_completed") },
        },
      ],
    });
  });

  test.each(["on_start", "on_added,", "on_added,on_added", "on_added on_completed"])(
    "does not understand the events %j",
    async (events) => {
      const { code, err } = await call(["--install-hook", events]);
      expect(code).toBe(2);
      expect(err[1]).toBe(
        `  --install-hook: expected on_added, on_completed, or several with commas, each once, found "${events}"`,
      );
    },
  );

  test("with a wrong password says so, once", async () => {
    await using server = place();
    const { code, err } = await call(ONE, {
      env: { QBT_RULES_QBITTORRENT_HOST: server.simulator.url, QBT_RULES_QBITTORRENT_PASSWORD: "wrong-s3cret" },
    });
    expect(code).toBe(1);
    expect(err[0]).toEndWith('refused the login of user "admin"');
    // There is no job to submit again, and no server to read a file again.
    expect(err[1]).toBe(
      "  -> correct qbittorrent.username or qbittorrent.password, and try again; qBittorrent bans an address after five failures",
    );
    expect(err.join("")).not.toContain("wrong-s3cret");
    expect(server.simulator.requests.filter(({ path }) => path === "auth/login")).toHaveLength(1);
  });
});

describe("--remove-hook", () => {
  test("undoes both, and then finds nothing more to do", async () => {
    await using server = place();
    await server.qbt(BOTH);
    const { code, out } = await server.qbt(["--remove-hook"]);
    expect(code).toBe(0);
    expect(out).toContain(`    before  ${ours("on_added")}`);
    expect(out.slice(-2)).toEqual(["    after   no program", "✓ removed"]);
    expect(server.programs()).toEqual({ ...onAdded("", false), ...onCompleted("", false) });
    const again = await server.qbt(["--remove-hook"]);
    expect(again.code).toBe(0);
    expect(again.out.at(-1)).toBe("✓ nothing to remove: --install-hook has set none of these");
    expect(writes(server)).toBe(2);
  });

  test("leaves the programs of others, of which it shows no more than the name", async () => {
    await using server = place("5.1.0", { ...onAdded(ours("on_added")), ...onCompleted(FOREIGN) });
    const { code, out } = await server.qbt(["--remove-hook"]);
    expect(code).toBe(0);
    expect(out).toContain("  on_completed: stays as it is");
    expect(out).toContain("    /usr/bin/notify …");
    expect(server.programs()).toEqual({ ...onAdded("", false), ...onCompleted(FOREIGN) });
  });

  test("only shows with --dry-run, also as JSON", async () => {
    await using server = place("5.1.0", onCompleted(ours("on_completed")));
    const { out } = await server.qbt(["--remove-hook", "--dry-run", "--output", "json"]);
    expect(at(JSON.parse(out.join("\n")), "events")).toMatchObject([
      { event: "on_added", changes: false },
      {
        event: "on_completed",
        changes: true,
        before: { enabled: true, program: ours("on_completed") },
        after: { enabled: false, program: "" },
      },
    ]);
    expect(server.programs()).toEqual(onCompleted(ours("on_completed")));
  });
});
