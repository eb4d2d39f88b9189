import type { Problem } from "../errors.ts";
import { isRecord } from "../lib/json.ts";
import { didYouMean } from "../lib/nearest.ts";
import { type Judged, type Kind, type PlaceOf, line, meantBoolean, shown } from "./kinds.ts";

/** A job that the server queues by itself. */
export interface ScheduledJob {
  /** Five fields, or a name such as `@daily`. */
  readonly cron: string;
  readonly context: string | null;
  readonly dryRun: boolean;
  /** Where it is written. */
  readonly where: string;
}

export type Schedule = readonly ScheduledJob[];

const EXAMPLE = '[{"cron": "0 4 * * *", "context": "daily"}]';
const FIELDS = 'write five fields, minute hour day month weekday, like "0 4 * * *" for 04:00 every day';
const KEYS = ["cron", "context", "dry_run"];

/**
 * Of all entries, all that is wrong. Patterns are judged by the one who is given: what knows them is not to be loaded by a
 * client, who looks at no schedule.
 */
export const schedule = (cronFault: (pattern: string) => string | undefined = () => undefined): Kind<Schedule> => ({
  expects: "a list of jobs, each with cron and, if need be, context and dry_run",
  isList: true,
  parse(text, at = () => "schedule") {
    const entries = listIn(text);
    if (entries === undefined)
      return { ok: false, message: `${shown(text)} is not a list in JSON`, hint: `write it like ${EXAMPLE}` };
    const read = entries.map((entry, index) => readEntry({ entry, index, at, cronFault }));
    const [first, ...others] = read.flatMap((one) => ("problems" in one ? one.problems : []));
    if (first === undefined) return { ok: true, value: read.flatMap((one) => ("job" in one ? [one.job] : [])) };
    return { ok: false, message: first.message, hint: first.hint, problems: [first, ...others] };
  },
});

function listIn(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Fault = Problem & { readonly hint: string };

interface Entry {
  readonly entry: unknown;
  readonly index: number;
  readonly at: PlaceOf;
  readonly cronFault: (pattern: string) => string | undefined;
}

function readEntry({ entry, index, at, cronFault }: Entry): { job: ScheduledJob } | { problems: readonly Fault[] } {
  const name = `schedule[${index}]`;
  const where = at([index]);
  if (!isRecord(entry)) {
    const hint = `write an entry like ${EXAMPLE.slice(1, -1)}`;
    return { problems: [{ message: `${name} is not a mapping with a cron`, where, hint }] };
  }
  const problems: Fault[] = Object.keys(entry)
    .filter((key) => !KEYS.includes(key))
    .map((key) => ({
      message: `${name}: unknown key ${shown(key)}`,
      where: at([index, key], "key"),
      hint: didYouMean(key, KEYS),
    }));
  const take = <T>(key: string, judge: (value: unknown) => Judged<T>, absent: T): T => {
    if (!Object.hasOwn(entry, key)) return absent;
    const judged = judge(entry[key]);
    if (judged.ok) return judged.value;
    problems.push({ message: `${name}.${key} ${judged.message}`, where: at([index, key]), hint: judged.hint });
    return absent;
  };
  if (!Object.hasOwn(entry, "cron")) problems.push({ message: `${name} has no cron`, where, hint: FIELDS });
  const cron = take("cron", (value) => cronOf(value, cronFault), "");
  const context = take<string | null>("context", contextOf, null);
  const dryRun = take("dry_run", flagOf, false);
  return problems.length > 0 ? { problems } : { job: { cron, context, dryRun, where } };
}

function cronOf(value: unknown, cronFault: Entry["cronFault"]): Judged<string> {
  if (typeof value !== "string") return { ok: false, message: "is not a cron pattern", hint: FIELDS };
  const fault = cronFault(value);
  if (fault === undefined) return { ok: true, value: value.trim() };
  return { ok: false, message: `${shown(value)} ${fault}`, hint: FIELDS };
}

function contextOf(value: unknown): Judged<string> {
  if (typeof value === "string" && value.trim() !== "") return line.parse(value);
  const hint = "write the name of a context, in quotes where it is a number, or leave it out";
  return { ok: false, message: "is not the name of a context", hint };
}

function flagOf(value: unknown): Judged<boolean> {
  if (typeof value === "boolean") return { ok: true, value };
  return { ok: false, message: "is neither true nor false", hint: `${meantBoolean(value)}, without quotes` };
}
