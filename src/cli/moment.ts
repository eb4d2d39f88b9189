/** `2026-11-22T17:14:33.120Z` to the second. */
export const moment = (iso: string): string => iso.replace("T", " ").replace(/\.\d+Z$/, "Z");

/** The same as a clock in that zone shows it, with its distance from UTC; a zone that is not known here is not used. */
export function momentIn(timeZone: string): (iso: string) => string {
  const format = formatIn(timeZone);
  if (format === undefined) return moment;
  return (iso) => {
    const parts = new Map(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
    const offset = part("timeZoneName").replace("GMT", "");
    const [date, time] = [["year", "month", "day"] as const, ["hour", "minute", "second"] as const];
    return `${date.map(part).join("-")} ${time.map(part).join(":")}${["", "+00:00"].includes(offset) ? "Z" : offset}`;
  };
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "longOffset",
    });
  } catch {
    return undefined;
  }
}
