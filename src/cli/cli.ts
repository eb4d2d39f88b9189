import { AppError, describe, exitStatus, toAppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Run } from "./context.ts";
import type { Mode } from "./modes.ts";
import { parseCommandLine } from "./parse.ts";
import { type Terminal, paint } from "./terminal.ts";

/** Each command is loaded when it is asked for: a call from a webhook parses nothing of the server. */
const commands: Readonly<Record<Mode, () => Promise<Run>>> = {
  serve: async () => (await import("./commands/serve.ts")).serve,
  execute: async () => (await import("./commands/execute.ts")).execute,
  "list-jobs": async () => (await import("./commands/jobs.ts")).listJobs,
  "job-status": async () => (await import("./commands/jobs.ts")).jobStatus,
  "cancel-job": async () => (await import("./commands/jobs.ts")).cancelJob,
  stats: async () => (await import("./commands/status.ts")).stats,
  health: async () => (await import("./commands/status.ts")).health,
  validate: async () => (await import("./commands/rules.ts")).validate,
  "list-rules": async () => (await import("./commands/rules.ts")).listRules,
  test: async () => (await import("./commands/test.ts")).test,
  "install-hook": async () => (await import("./commands/hook.ts")).installHook,
  "remove-hook": async () => (await import("./commands/hook.ts")).removeHook,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  version: async () => (await import("./commands/version.ts")).version,
  help: async () => (await import("./commands/help.ts")).help,
};

const INTERRUPTED = 130;

/** Arguments in, exit status out: 0 done, 1 failed, 2 not understood, 130 interrupted. */
export async function runCli(args: readonly string[], terminal: Terminal, clock?: Clock): Promise<number> {
  try {
    const invocation = parseCommandLine(args);
    const run = await commands[invocation.mode]();
    return await run({ invocation, terminal, clock });
  } catch (thrown) {
    const error = toAppError(thrown);
    terminal.err(paint(terminal, "red", "error: ") + describe(error));
    const { logFailure } = await import("./call-log.ts");
    await logFailure(args, error, { terminal, clock });
    if (!(thrown instanceof AppError) && thrown instanceof Error) terminal.err(thrown.stack ?? "");
    return error.code === "interrupted" ? INTERRUPTED : exitStatus(error);
  }
}
