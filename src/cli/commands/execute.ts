import { ask } from "../ask.ts";
import { type Command, type Run, outputFormat, printJson, settingsFor } from "../context.ts";
import { executeKeys } from "../reads.ts";
import { type Accepted, submit } from "../submit.ts";
import { paint } from "../terminal.ts";
import { typed } from "../typed.ts";

/** Submits a job; with --wait, follows it to its end. */
export const execute: Run = async (command) => {
  const { invocation, terminal, clock } = command;
  const format = outputFormat(command);
  const { settings, origins } = await settingsFor(command, executeKeys, { required: ["client.api_key"] });
  const address = { url: settings["client.server_url"], apiKey: settings["client.api_key"] };
  const send = () => submit(address, requestOf(command));
  const accepted = await send().catch(async (thrown: unknown) => {
    const { afterFailure } = await import("../submit-again.ts");
    return await afterFailure(thrown, {
      send,
      retryFor: settings["client.retry_for"],
      listJobs: typed(invocation, SAME_SERVER, ["--list-jobs"]),
      say: (line) => terminal.err(line),
      clock,
      signal: terminal.signal,
    });
  });
  const { job_id: id } = accepted;
  if (origins["logging.file"] !== "default") {
    const { logQueued } = await import("../call-log.ts");
    logQueued(settings, accepted, command);
  }
  const scope = scopeOf(accepted);
  if (!invocation.given.has("wait")) {
    if (format === "json") printJson(command, accepted);
    else terminal.out(`${paint(terminal, "green", "✓")} Job queued: ${id} (${scope})`);
    return 0;
  }
  if (format === "table") terminal.err(`Job queued: ${id} (${scope}); waiting for it to end`);
  const [{ waitForEnd }, { connect }] = await Promise.all([import("../wait.ts"), import("../client.ts")]);
  const server = connect(address);
  const look = () => ask(address, "job_id", () => server.jobs[":id"].$get({ param: { id }, query: {} }));
  const takesLong = whyItWaits(address.url, (line) => terminal.err(line));
  const timeout = settings["client.wait_timeout"];
  const lookAgain = typed(invocation, SAME_SERVER, ["--job-status", id]);
  const job = await waitForEnd({ lookAgain, look, takesLong, timeout, clock, signal: terminal.signal });
  if (format === "json") printJson(command, job);
  else {
    const { showJob } = await import("../job-view.ts");
    showJob(terminal, job);
  }
  return job.status === "completed" && job.result?.["errors"] === 0 ? 0 : 1;
};

const SAME_SERVER = ["config-dir", "client-server-url"] as const;

/** Says what the server says is wrong, each time it is something else. */
function whyItWaits(url: string, say: (line: string) => void): () => Promise<void> {
  let said = "";
  return async () => {
    const [{ askHealth }, { printable }] = await Promise.all([import("../health.ts"), import("../printable.ts")]);
    const why = await askHealth(url).then(
      ({ errors }) => errors.join("; "),
      () => "",
    );
    if (why !== "" && why !== said) say(`Still waiting: ${printable(why)}`);
    said = why;
  };
}

/** What the job will be about, in words: a slip shows before it has done anything. */
function scopeOf({ context, hash, dry_run: dry, trace }: Accepted): string {
  const rules =
    context === null ? "rules without a context" : `context ${isPlain(context) ? context : JSON.stringify(context)}`;
  const torrents = hash === null ? "all torrents" : `torrent ${hash.slice(0, 8)}…`;
  return [rules, torrents, ...(dry ? ["dry run"] : []), ...(trace ? ["trace"] : [])].join(", ");
}

const isPlain = (name: string): boolean => /^[\w.-]+$/.test(name);

function requestOf({ invocation }: Command): Readonly<Record<string, string>> {
  const { context, hash } = invocation.values;
  return {
    ...(context !== undefined && { context }),
    ...(hash !== undefined && { hash }),
    ...(invocation.given.has("dry-run") && { dry_run: "true" }),
    ...(invocation.given.has("trace") && { trace: "true" }),
  };
}
