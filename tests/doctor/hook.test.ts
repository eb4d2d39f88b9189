import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { call } from "../support/cli.ts";
import { type Simulator, startSimulator } from "../support/qbittorrent/simulator/main.ts";
import type { SimulatedVersion } from "../support/qbittorrent/simulator/profiles.ts";
import { freePort } from "../support/free-port.ts";
import { type TempFolder, tempFolder } from "../support/temp.ts";
import { type Told, PASSWORD, diagnose } from "./support.ts";

const NOBODY = `http://127.0.0.1:${freePort()}`;
const KEY = "the-key-of-the-hook-0123456789abcdef";

interface Place extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly folder: TempFolder;
  /** The executable that was installed. */
  readonly program: string;
  readonly install: (...args: readonly string[]) => Promise<void>;
  /** A command line of this program, to succeed. */
  readonly type: (args: readonly string[]) => Promise<void>;
  readonly hook: () => Promise<Told>;
}

/** A qBittorrent, an executable, and a folder with the key for calls. */
function place(version: SimulatedVersion = "5.1.0"): Place {
  const simulator = startSimulator({ version });
  const folder = tempFolder();
  const program = folder.file("my qbt-rules");
  writeFileSync(program, "#!/bin/sh\n");
  chmodSync(program, 0o755);
  mkdirSync(folder.file("hook"));
  writeFileSync(folder.file("hook/config.yml"), `client: {api_key: ${KEY}}\n`);
  const env = {
    QBT_RULES_SERVER_API_KEY: KEY,
    QBT_RULES_QBITTORRENT_HOST: simulator.url,
    QBT_RULES_QBITTORRENT_PASSWORD: PASSWORD,
  };
  const type = async (args: readonly string[]) => {
    expect((await call(args, { env })).code).toBe(0);
  };
  return {
    simulator,
    folder,
    program,
    type,
    install: async (events = "on_added,on_completed", ...args) => {
      const paths = ["--hook-program", program, "--hook-config-dir", folder.file("hook")];
      await type(["--install-hook", events, ...paths, ...args]);
    },
    hook: async () => {
      const { of, text } = await diagnose({ ...env, QBT_RULES_CLIENT_SERVER_URL: NOBODY });
      expect(text).not.toContain(KEY);
      return of("hook");
    },
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await simulator.stop();
    },
  };
}

test("that was installed calls a program that is there and has a key", async () => {
  await using server = place();
  await server.install();
  const { program } = server;
  expect(await server.hook()).toMatchObject({
    state: "ok",
    message: `on_added calls ${program}, on_completed calls ${program}`,
  });
});

test("is all there can be before 4.5 when finished torrents have it", async () => {
  await using server = place("4.2.5");
  await server.install("on_completed");
  expect((await server.hook()).state).toBe("ok");
});

test("that is not there is a warning, with the command that installs it", async () => {
  await using server = place();
  const { state, message, hint } = await server.hook();
  expect([state, message]).toEqual([
    "warning",
    "qBittorrent does not call qbt-rules: on_added runs nothing, on_completed runs nothing",
  ]);
  expect(hint).toStartWith("qbt-rules --install-hook on_added,on_completed;");
});

test("before 4.5 is installed for what there is", async () => {
  await using server = place("4.2.5");
  expect((await server.hook()).hint).toStartWith("qbt-rules --install-hook on_completed;");
});

test("whose program cannot be executed is wrong", async () => {
  await using server = place();
  await server.install();
  chmodSync(server.program, 0o644);
  const { state, problems } = await server.hook();
  expect(state).toBe("wrong");
  expect(problems).toMatchObject([
    { message: `${server.program} cannot be executed`, hint: `chmod +x '${server.program}'` },
  ]);
});

test("whose paths are not of this machine may be right in a container", async () => {
  await using server = place();
  await server.install();
  server.folder[Symbol.dispose]();
  const { state, problems } = await server.hook();
  expect(state).toBe("warning");
  expect(problems.map(({ message }) => message)).toEqual([
    `${server.program} is not there on this machine`,
    `${server.folder.file("hook")} is not there on this machine`,
  ]);
});

test("whose key is not that of the server is wrong", async () => {
  await using server = place();
  await server.install();
  writeFileSync(server.folder.file("hook/config.yml"), "client: {api_key: an-old-key-0123456789abcdef}\n");
  const { state, problems } = await server.hook();
  expect(state).toBe("wrong");
  expect(problems[0]?.message).toEndWith("is none of server.api_key");
  expect(problems[0]?.message).not.toContain("an-old-key");
});

test.each([
  ["without a key may have one in the environment of qBittorrent", "warning", "", "find no client.api_key"],
  ["that is not understood is wrong", "wrong", "client: {api_kee: x}\n", 'unknown setting "client.api_kee"'],
])("whose config.yml %s", async (_, expected, text, says) => {
  await using server = place();
  await server.install();
  writeFileSync(server.folder.file("hook/config.yml"), text);
  const { state, problems } = await server.hook();
  expect(state).toBe(expected);
  expect(problems[0]?.message).toContain(says);
});

test("that is switched off is to be installed again", async () => {
  await using server = place();
  await server.install();
  Object.assign(server.simulator.preferences, { autorun_enabled: false });
  const { state, message, hint } = await server.hook();
  expect(state).toBe("warning");
  expect(message).toContain(`on_completed calls ${server.program}, but is switched off`);
  const paths = `--hook-program '${server.program}' --hook-config-dir ${server.folder.file("hook")}`;
  expect(hint).toBe(`bring it up to date: qbt-rules ${paths} --install-hook on_completed`);
});

test("of the time before 4.4 is to be installed again", async () => {
  await using server = place();
  const autorun_program = `"${server.program}" --context on_completed --hash "%I"`;
  Object.assign(server.simulator.preferences, { autorun_enabled: true, autorun_program });
  const { state, message, hint } = await server.hook();
  expect(state).toBe("warning");
  expect(message).toContain("in the words of another version");
  // An installation would give it a folder that qBittorrent may not see.
  expect(hint).toBe(
    `set for on_completed under Tools > Options > Downloads > Run external program, and switch it on: "${server.program}" --context on_completed --hash "%K"`,
  );
});

test("of the time before 4.4, in paths of a container, is brought up to date by what the hint says, in those paths", async () => {
  await using server = place();
  Object.assign(server.simulator.preferences, {
    autorun_enabled: true,
    autorun_program: inContainer("on_completed", "%I"),
    autorun_on_torrent_added_enabled: false,
    autorun_on_torrent_added_program: inContainer("on_added", "%K"),
  });
  const [, typed = ""] = /^bring it up to date: qbt-rules (.+)$/.exec((await server.hook()).hint ?? "") ?? [];
  const words = await Bun.$`sh -c ${`printf '%s\\n' ${typed}`}`.text();
  await server.type(words.trimEnd().split("\n"));
  expect(server.simulator.preferences).toMatchObject({
    autorun_enabled: true,
    autorun_program: inContainer("on_completed", "%K"),
    autorun_on_torrent_added_enabled: true,
    autorun_on_torrent_added_program: inContainer("on_added", "%K"),
  });
});

test("of somebody else is named, and nothing more of it is shown", async () => {
  await using server = place();
  const autorun_program = "/usr/bin/notify --token s3cret %N";
  Object.assign(server.simulator.preferences, { autorun_enabled: true, autorun_program });
  const { state, message, hint } = await server.hook();
  expect(state).toBe("warning");
  expect(message).toEndWith("on_completed runs /usr/bin/notify …");
  expect(hint).toStartWith("right if that program calls it in turn; otherwise: qbt-rules --install-hook on_added;");
});

test("that was set by hand is one", async () => {
  await using server = place();
  const autorun_program = `curl -fsS -X POST -H "X-API-Key: ${KEY}" "http://nas:5000/api/execute?context=on_completed&hash=%K"`;
  Object.assign(server.simulator.preferences, { autorun_enabled: true, autorun_program });
  expect(await server.hook()).toMatchObject({
    state: "ok",
    message: "on_added runs nothing, on_completed runs curl …, set by hand",
  });
});

const inContainer = (event: string, token: string): string =>
  `"/my tools/qbt-rules" --config-dir "/it's mine" --context ${event} --hash "${token}"`;
