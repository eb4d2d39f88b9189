import { moment, momentIn } from "./moment.ts";
import { printable } from "./printable.ts";
import { table } from "./table.ts";

/** As GET /api/health shows it, and GET /api/stats with what has come of it. */
export interface ScheduleView {
  readonly timezone: string;
  readonly entries: readonly ScheduleEntry[];
}

interface ScheduleEntry {
  readonly cron: string;
  readonly context: string | null;
  readonly dry_run: boolean;
  readonly next_run: string | null;
  readonly last_run?: string | null;
  readonly queued?: number;
  readonly skipped?: number;
  readonly late?: number;
}

/** Nothing at all where there is none. */
export function scheduleLines({ timezone, entries }: ScheduleView, width: number): string[] {
  if (entries.length === 0) return [];
  const columns = all.filter(({ of }) => entries.some((entry) => of(entry, moment) !== undefined));
  const when = momentIn(timezone);
  const rows = entries.map((entry) => columns.map(({ of }) => of(entry, when) ?? "-"));
  const header = columns.map(({ title }) => title);
  const options = { width, whole: ["Cron", "Next run", "Last run"], below: "Last run" };
  return ["", `Schedule, in ${timezone}:`, ...table(header, rows, options)];
}

interface Column {
  readonly title: string;
  /** Undefined: the answer does not say. */
  readonly of: (entry: ScheduleEntry, when: (iso: string) => string) => string | undefined;
}

const all: readonly Column[] = [
  { title: "Cron", of: ({ cron }) => printable(cron) },
  {
    title: "Context",
    of: ({ context, dry_run: dryRun }) => `${printable(context ?? "-")}${dryRun ? " (dry run)" : ""}`,
  },
  { title: "Next run", of: ({ next_run: next }, when) => (next === null ? "-" : when(next)) },
  {
    title: "Last run",
    of: ({ last_run: last }, when) => (typeof last === "string" ? when(last) : last === null ? "-" : undefined),
  },
  { title: "Queued", of: ({ queued }) => queued?.toString() },
  { title: "Skipped", of: ({ skipped }) => skipped?.toString() },
  { title: "Late", of: ({ late }) => late?.toString() },
];
