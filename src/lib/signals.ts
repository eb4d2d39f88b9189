/** Aborted when the first of them is; those that are not there never are. Undefined: none is there. */
export function firstOf(...signals: readonly (AbortSignal | null | undefined)[]): AbortSignal | undefined {
  const there = signals.filter((signal) => signal !== null && signal !== undefined);
  return there.length > 1 ? AbortSignal.any(there) : there[0];
}
