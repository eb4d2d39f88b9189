import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

import { onInterruption } from "../../tests/support/qbittorrent/processes.ts";

export interface Limits {
  readonly withinMs: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

export interface Ending {
  readonly code: number;
  readonly timedOut: boolean;
}

/** Runs a command to its end, with all that it prints in the file `log`. Nothing it started outlives it. */
export async function runLogged(command: readonly string[], log: string, limits: Limits): Promise<Ending> {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, "w");
  try {
    return await runInGroup(command, limits, file);
  } finally {
    closeSync(file);
  }
}

/** Runs a command and returns what it printed; one that fails throws, with the end of what it said. */
export async function capture(command: readonly string[], limits: Limits): Promise<string> {
  const child = Bun.spawn([...command], {
    ...placeOf(limits),
    stdin: "ignore",
    stderr: "pipe",
    timeout: limits.withinMs,
    killSignal: "SIGKILL",
  });
  const [output, complaints] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) === 0) return output;
  const reason = child.signalCode === null ? `exit ${child.exitCode}` : `ended by ${child.signalCode}`;
  throw new Error(`${command.join(" ")}: ${reason}\n${(complaints || output).trim().slice(-2000)}`);
}

export function lastLines(log: string, count: number): string {
  const lines = Bun.stripANSI(readFileSync(log, "utf8")) // some tools colour all they say in CI
    .trimEnd()
    .split("\n")
    .filter((line) => !COVERAGE.test(line));
  const dropped = lines.length - count;
  return [...(dropped > 0 ? [`... ${dropped} lines before these are in ${log}`] : []), ...lines.slice(-count)].join(
    "\n",
  );
}

/** A line for every file, and none of them says what failed. */
const COVERAGE = /^ .*\| +\d+\.\d\d \| +\d+\.\d\d \|/;

const GRACE_MS = 10_000;

// A group of its own: a test runner that hangs is ended together with the servers it started.
async function runInGroup(command: readonly string[], limits: Limits, log: number): Promise<Ending> {
  const child = Bun.spawn([...command], {
    ...placeOf(limits),
    stdin: "ignore",
    stdout: log,
    stderr: log,
    detached: true,
  });
  const forget = onInterruption(() => signalGroup(child.pid, "SIGTERM"));
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    signalGroup(child.pid, "SIGTERM");
  }, limits.withinMs);
  const end = setTimeout(() => signalGroup(child.pid, "SIGKILL"), limits.withinMs + GRACE_MS);
  const code = await child.exited;
  clearTimeout(limit);
  clearTimeout(end);
  forget();
  signalGroup(child.pid, "SIGKILL");
  return { code, timedOut };
}

function placeOf({ env, cwd = "." }: Limits) {
  return { env: { ...process.env, ...env }, cwd };
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // nobody is left in the group
  }
}
