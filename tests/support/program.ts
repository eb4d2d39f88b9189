import type { Subprocess } from "bun";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { onInterruption } from "./qbittorrent/processes.ts";

/** The compiled program, as its users run it. */
export const EXECUTABLE = resolve(process.env["QBT_RULES_EXECUTABLE"] ?? "dist/qbt-rules");

const KEY = "a-key-for-tests-0123456789abcdef";
const STARTS_WITHIN_MS = 20_000;

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Address of a qBittorrent. */
  readonly qbittorrent: string;
  /** Text of rules.yml. */
  readonly rules: string;
  /** Settings by environment name, over the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the command of the server: a program that becomes it, and keeps its process id. */
  readonly under?: readonly string[];
}

export interface Program {
  readonly url: string;
  /** Of the server's process. */
  readonly pid: number;
  readonly key: string;
  /** The config folder: rules.yml, qbt-rules.db, qbt-rules.log. */
  readonly folder: string;
  /** Everything the server has written to its console so far. */
  readonly console: () => string;
  /** Runs the executable as a client of this server. */
  readonly client: (...args: readonly string[]) => Promise<Finished>;
  /** A request to the API, with the key. */
  readonly api: (path: string, init?: RequestInit) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** SIGKILL, and nothing cleaned up. */
  readonly kill: () => Promise<void>;
  readonly signal: (name: "SIGTERM" | "SIGHUP") => void;
  /** Ends with its exit status. */
  readonly ended: () => Promise<number>;
  /** SIGTERM; the exit status. */
  readonly terminate: () => Promise<number>;
  /** Starts the server again, on the same folder and another port. */
  readonly restart: (env?: Readonly<Record<string, string>>) => Promise<void>;
  /** Ends the server if it still runs, and removes the folder. */
  readonly stop: () => Promise<void>;
}

/** Starts the compiled server on a free port with a config folder of its own, and waits until it listens. */
export async function startProgram({ qbittorrent, rules, env = {}, under = [] }: ProgramOptions): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "qbt-rules-program-"));
  writeFileSync(join(folder, "rules.yml"), rules);
  const settings = {
    QBT_RULES_CONFIG_DIR: folder,
    QBT_RULES_SERVER_HOST: "127.0.0.1",
    QBT_RULES_SERVER_PORT: "0",
    QBT_RULES_SERVER_API_KEY: KEY,
    QBT_RULES_CLIENT_API_KEY: KEY,
    QBT_RULES_QBITTORRENT_HOST: qbittorrent,
    QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
    ...env,
  };
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const running: { server?: Launched } = {};
  const forget = onInterruption(() => {
    running.server?.child.kill("SIGKILL");
    removeFolder();
  });
  const start = async (more: Readonly<Record<string, string>> = {}): Promise<Launched> =>
    (running.server = await launch([...under, EXECUTABLE, "--serve"], { ...settings, ...more }));

  let server = await start().catch((error: unknown) => {
    forget();
    removeFolder();
    throw error;
  });
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<number> => {
    server.child.kill(signal);
    return await server.child.exited;
  };
  return {
    get url() {
      return server.url;
    },
    get pid() {
      return server.child.pid;
    },
    key: KEY,
    folder,
    console: () => server.console(),
    client: (...args) => run(args, { ...settings, QBT_RULES_CLIENT_SERVER_URL: server.url }),
    api: async (path, init = {}) => {
      const response = await fetch(`${server.url}${path}`, { ...init, headers: { "X-API-Key": KEY } });
      return { status: response.status, body: await response.json() };
    },
    signal: (name) => server.child.kill(name),
    ended: () => server.child.exited,
    kill: async () => void (await end("SIGKILL")),
    terminate: () => end("SIGTERM"),
    restart: async (more) => {
      server = await start(more);
    },
    stop: async () => {
      await end("SIGKILL");
      forget();
      removeFolder();
    },
  };
}

/** Runs the executable to its end, in an empty environment but for `env`. */
export async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd: string = tmpdir(),
): Promise<Finished> {
  mkdirSync(cwd, { recursive: true });
  const child = Bun.spawn([EXECUTABLE, ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [code, stdout, stderr] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  return { code, stdout, stderr };
}

interface Launched {
  readonly child: Subprocess<"ignore", "ignore", "pipe">;
  readonly url: string;
  readonly console: () => string;
}

async function launch(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Launched> {
  const child = Bun.spawn([...command], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  let text = "";
  const listening = Promise.withResolvers<string>();
  void (async () => {
    const decoder = new TextDecoder();
    let url: string | undefined;
    for await (const chunk of child.stderr) {
      text += decoder.decode(chunk, { stream: true });
      // Not again in all that comes later: under load that is megabytes, and the time is missing to what is measured.
      url ??= /Listening url=(\S+)/.exec(text)?.[1];
      if (url !== undefined) listening.resolve(url);
    }
    listening.reject(new Error(`The server ended before it listened:\n${text}`));
  })();
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
    listening.reject(new Error(`The server did not listen in time:\n${text}`));
  }, STARTS_WITHIN_MS);
  try {
    return { child, url: await listening.promise, console: () => text };
  } finally {
    clearTimeout(timer);
  }
}
