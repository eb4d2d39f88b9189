import type { Subprocess } from "bun";

/** The server as a process of its own, on one folder, through any number of lives. */
export interface Server {
  /** Where it listens now; undefined: it does not. */
  readonly url: () => string | undefined;
  /** Starts it without waiting until it listens. */
  readonly start: () => void;
  /** SIGKILL, whatever it is doing. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; the exit status. */
  readonly terminate: () => Promise<number>;
  /** Of the last life; 0 before the first. */
  readonly pid: () => number;
  /** Which of its lives this is, from 1. */
  readonly life: () => number;
  /** The end of what the last life wrote to its console. */
  readonly console: () => string;
}

const KEPT = 4_000;

export function createServerProcess(command: readonly string[], env: Readonly<Record<string, string>>): Server {
  let child: Subprocess<"ignore", "ignore", "pipe"> | undefined;
  let url: string | undefined;
  let text = "";
  let life = 0;

  async function read(from: Subprocess<"ignore", "ignore", "pipe">): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of from.stderr) {
      if (from !== child) continue;
      text = (text + decoder.decode(chunk, { stream: true })).slice(-KEPT);
      url ??= /Listening url=(\S+)/.exec(text)?.[1];
    }
  }

  return {
    url: () => url,
    start: () => {
      text = "";
      life += 1;
      child = Bun.spawn([...command], { env: { ...env }, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
      void read(child);
    },
    kill: async () => {
      url = undefined;
      child?.kill("SIGKILL");
      await child?.exited;
    },
    terminate: async () => {
      child?.kill("SIGTERM");
      const status = await child?.exited;
      url = undefined;
      return status ?? 0;
    },
    pid: () => child?.pid ?? 0,
    life: () => life,
    console: () => text,
  };
}
