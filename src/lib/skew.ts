/** When a request was sent and its answer came, milliseconds since 1970 by our clock. */
export interface Exchange {
  readonly sent: number;
  readonly received: number;
}

/**
 * How far the clock of whoever answered is from ours, by the Date header of the answer: milliseconds, at least; more than 0
 * where theirs is ahead, and 0 where they may well agree. Undefined: there was no such header.
 */
export function skewOf(date: string | null, { sent, received }: Exchange): number | undefined {
  const said = Date.parse(date ?? "");
  if (Number.isNaN(said)) return undefined;
  // The header leaves out the part of a second, and the answer was written some time between.
  const [least, most] = [said - received, said + 999 - sent];
  return least > 0 ? least : Math.min(most, 0);
}
