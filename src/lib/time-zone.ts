/** Whether there is a time zone of that name (`Europe/Berlin`, in any letter case) or offset (`+05:30`). */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}

/** The names that there are, for finding out which one was meant. */
export const timeZoneNames = (): readonly string[] => Intl.supportedValuesOf("timeZone");

/** The one of TZ, or else of the machine; UTC where neither says anything that is understood. */
export const systemTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
