import { runCli } from "../../src/cli/cli.ts";
import { type Clock, systemClock } from "../../src/lib/clock.ts";
import { APP_KEY, type TestApp } from "./app.ts";
import { tempFolder } from "./temp.ts";

export interface Called {
  readonly code: number;
  /** Standard output, a line each. */
  readonly out: readonly string[];
  readonly err: readonly string[];
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** As of a process: takes what SIGHUP shall call. */
  readonly onHangup?: (listener: () => void) => void;
  readonly colours?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** As if the program were compiled, and stood there. */
  readonly executable?: string;
  /** The system's, unless the test moves one by hand. */
  readonly clock?: Clock;
  /** Told of every line as it is written. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command in this process, in an empty environment but for `env`, with an empty config folder of its own. */
export async function call(args: readonly string[], options: CallOptions = {}): Promise<Called> {
  using folder = tempFolder();
  const {
    env = {},
    signal = new AbortController().signal,
    colours = false,
    width = Infinity,
    clock = systemClock,
    onLine = () => {},
    onHangup = () => {},
    executable,
  } = options;
  const out: string[] = [];
  const err: string[] = [];
  const into = (lines: string[]) => (text: string) => {
    lines.push(...text.split("\n"));
    onLine(text);
  };
  const terminal = { out: into(out), err: into(err), colours, width, signal, onHangup, executable };
  const code = await runCli(args, { ...terminal, env: { QBT_RULES_CONFIG_DIR: folder.path, ...env } }, clock);
  return { code, out, err };
}

/** The settings of a client of the server. */
export const clientOf = ({ app }: TestApp): Record<string, string> => ({
  QBT_RULES_CLIENT_SERVER_URL: app.url,
  QBT_RULES_CLIENT_API_KEY: APP_KEY,
});
