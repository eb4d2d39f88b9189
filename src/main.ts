import { runCli } from "./cli/cli.ts";

/** The only place that knows the process: arguments, streams, signals, exit status. */
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop(signal));

/** A stream may have something left to write when all is done. */
const stream = { isUsed: false };

const exitCode = await runCli(process.argv.slice(2), {
  // Whole before it returns, and without a stream, which would take a webhook call a fifth of its time.
  out: (line) => console.log(line),
  err: (line) => {
    stream.isUsed = true;
    const { stderr } = process;
    // Whoever read it may be gone, which is no reason to end, and none to end otherwise than in good order.
    if (stderr.listenerCount("error") === 0) stderr.on("error", () => {});
    stderr.write(`${line}\n`);
  },
  // The first is cheap and true if either output is a terminal; the second makes a stream.
  colours: Bun.enableANSIColors && process.stdout.isTTY && process.env["NO_COLOR"] === undefined,
  // Asked for only by what prints tables: a webhook call makes no stream.
  get width() {
    return process.stdout.isTTY ? process.stdout.columns : Infinity;
  },
  executable: Bun.isStandaloneExecutable ? process.execPath : undefined,
  env: process.env,
  signal: stopping.signal,
  onHangup: (listener) => void process.on("SIGHUP", listener),
  // The last lines of the log get there meanwhile.
  leave: () => void setTimeout(() => process.exit(), 500).unref(),
});

if (stream.isUsed) process.exitCode = exitCode;
// At once: what is still open is a connection that nobody needs, and to see that takes a webhook call a millisecond.
else process.exit(exitCode);

/** Once: end in an orderly way. Twice: at once; what was under way is recovered at the next start. */
function stop(signal: "SIGINT" | "SIGTERM"): void {
  if (stopping.signal.aborted) process.exit(signal === "SIGINT" ? 130 : 143);
  stopping.abort();
}
