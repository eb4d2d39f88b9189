import { isRecord } from "../lib/json.ts";
import { printable } from "./printable.ts";
import { pairs, table } from "./table.ts";
import { type Terminal, paint } from "./terminal.ts";
import { traceLines } from "./trace-view.ts";
import { wrap } from "./wrap.ts";

/** A job as GET /api/jobs/{id} shows it. */
export interface JobView {
  readonly job_id: string;
  readonly status: string;
  readonly context: string | null;
  readonly hash: string | null;
  readonly dry_run: boolean;
  readonly trace: boolean;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: string | null;
}

export function showJob(terminal: Terminal, job: JobView): void {
  const say = (lines: readonly string[]) => lines.forEach((line) => terminal.out(line));
  say(
    pairs([
      ["Job", job.job_id],
      ["Status", paint(terminal, colourOf(job.status), job.status)],
      ["Context", printable(job.context ?? "none")],
      ...(job.hash === null ? [] : ([["Hash", job.hash]] as const)),
      ...(job.dry_run
        ? ([["Dry run", job.completed_at === null ? "nothing will be changed" : "nothing was changed"]] as const)
        : []),
      ["Created", job.created_at],
      ...(job.completed_at === null ? [] : ([["Ended", job.completed_at]] as const)),
    ]),
  );
  if (job.error !== null)
    say(["", ...errorLines(job.error, terminal.width).map((line) => paint(terminal, "red", line))]);
  if (job.result !== null) say(["", ...resultLines(job, terminal.width)]);
  const trace = traceLines(job.result?.["trace"], { colours: terminal.colours, dryRun: job.dry_run });
  if (trace.length > 0) say(["", ...trace]);
}

function errorLines(error: string, width: number): string[] {
  const [first = "", ...more] = error.split("\n").map(printable);
  const below = more.flatMap((line) => wrap(line, width, line.length - line.trimStart().length + HANGING));
  return [...wrap(`${ERROR}${first}`, width, ERROR.length), ...below];
}

const ERROR = "Error: ";

/** What a line that is too long goes on with, so that none of it looks like a line of its own. */
const HANGING = 2;

const colourOf = (status: string) =>
  status === "completed" ? "green" : status === "failed" || status === "cancelled" ? "red" : "yellow";

function resultLines({ result, dry_run: dryRun }: JobView, width: number): string[] {
  if (result === null) return [];
  const number = (key: string) => String(Number(result[key] ?? 0));
  const warnings = Array.isArray(result["warnings"]) ? result["warnings"] : [];
  // Above what may be many lines: they say how those are to be read.
  const lines = warnings.flatMap((warning) => wrap(`Warning: ${printable(String(warning))}`, width, HANGING));
  const counts = pairs([
    ["Torrents processed", number("torrents_processed")],
    ["Matches (rule, torrent)", number("rules_matched")],
    [dryRun ? "Actions that would be executed" : "Actions executed", number("actions_executed")],
    ["Actions skipped", skippedOf(result)],
    ...withheldOf(result["rules"]),
    ["Errors", number("errors")],
  ]);
  lines.push(...counts);
  const changes = changeRows(result["torrents"], dryRun);
  if (changes.length > 0)
    lines.push(
      "",
      ...table(["Torrent", "Rule", "Action", "Outcome"], changes, { width, whole: ["Action", "Outcome"] }),
    );
  const unlisted = Number(result["torrents_not_listed"] ?? 0);
  if (unlisted > 0) lines.push(`... and ${unlisted} more torrents`);
  const undecided = list(result["undecided"]);
  for (const item of undecided.slice(0, 10)) {
    const doubt = `Undecided: rule "${text(item["rule"])}" on ${text(item["name"])}: ${reasons(item).join("; ")}`;
    lines.push(...wrap(doubt, width, HANGING));
  }
  if (undecided.length > 10) lines.push(`... and ${undecided.length - 10} more undecided`);
  return lines;
}

/** Those are listed nowhere else: why they are none of those that were executed. */
function skippedOf({ actions_skipped: count, resumed }: Readonly<Record<string, unknown>>): string {
  const skipped = Number(count ?? 0);
  if (skipped === 0) return "0";
  const before = resumed === undefined ? "" : ", or sent before it was cut off";
  return `${skipped} (so already${before})`;
}

/** Only where there are some: they are no failure, and still something was not done. */
function withheldOf(rules: unknown): (readonly [string, string])[] {
  const count = list(rules).reduce((sum, { withheld }) => sum + Number(withheld ?? 0), 0);
  return count === 0 ? [] : [["Actions withheld", String(count)]];
}

/** What was not known, and why. */
function reasons({ why, unknown }: Readonly<Record<string, unknown>>): string[] {
  const said = [why, unknown].find((list) => Array.isArray(list) && list.length > 0);
  return Array.isArray(said) ? said.map(text) : [];
}

function changeRows(torrents: unknown, dryRun: boolean): string[][] {
  const said = (outcome: string) => (dryRun && outcome === "executed" ? "would be executed" : outcome);
  return list(torrents).flatMap(({ name, actions }) =>
    list(actions).map(({ rule, type, params, outcome, reason }) => [
      text(name),
      text(rule),
      [
        text(type),
        ...(isRecord(params) ? Object.entries(params).map(([key, value]) => `${key}=${text(value)}`) : []),
      ].join(" "),
      reason === undefined ? said(text(outcome)) : `${text(outcome)}: ${text(reason)}`,
    ]),
  );
}

const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const text = (value: unknown): string => printable(typeof value === "string" ? value : JSON.stringify(value));
