import { Cron } from "croner";
import { messageOf } from "../errors.ts";
import { counted } from "./counted.ts";

/**
 * When a pattern comes round in a time zone, after a time: milliseconds since 1970, Infinity for never. Where clocks go
 * forward, a time of day that is passed over comes right after the gap; where they go back, one that is there twice comes
 * once, while minutes and hours of patterns such as `*` come as often as they are there.
 */
export function nextTick(pattern: string, timeZone: string): (after: number) => number {
  const cron = new Cron(pattern, { ...FIVE_FIELDS, timezone: timeZone });
  return (after) => cron.nextRun(new Date(after))?.getTime() ?? Infinity;
}

/** Why it is no pattern of ours; undefined: it is one. Seconds and years are not: what runs each second is no schedule. */
export function cronFault(pattern: string): string | undefined {
  const fields = pattern.trim().split(/\s+/);
  if (!pattern.trim().startsWith("@") && fields.length !== 5)
    return `has ${counted(fields.length, "field")} instead of 5`;
  try {
    return nextTick(pattern, "UTC")(SOME_TIME) === Infinity ? "never comes" : undefined;
  } catch (thrown) {
    const why = messageOf(thrown).replace(/^CronPattern: /, "");
    return `is no cron pattern: ${why.charAt(0).toLowerCase()}${why.slice(1).replace(/\.$/, "")}`;
  }
}

const FIVE_FIELDS = { mode: "5-part" } as const;

/** Any will do: without a year, what comes once comes again. */
const SOME_TIME = Date.UTC(2000, 0, 1);
