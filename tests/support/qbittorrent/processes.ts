import type { Subprocess } from "bun";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Ends this one process: politely, then after `graceMs` for good. */
export async function endProcess(child: Subprocess, graceMs = 10_000): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await child.exited;
  clearTimeout(timer);
}

/** Runs `cleanUp` when this process ends by itself or by a signal; returns what takes the promise back. */
export function onInterruption(cleanUp: () => void): () => void {
  const handlers = SIGNALS.map((signal) => {
    const handler = () => {
      cleanUp();
      forget();
      // Nobody else wants the signal: let it have its usual effect.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    return [signal, handler] as const;
  });
  const forget = () => {
    process.off("exit", cleanUp);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
  process.on("exit", cleanUp);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return forget;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
