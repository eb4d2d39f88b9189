/** A system call, as strace writes it. */
export interface Call {
  readonly name: string;
  /** The whole of it: `pwrite64(5</a/file>, "...", 3, 0) = 3`. */
  readonly text: string;
}

/**
 * The calls of all threads, each where it came back. One that others came between is in two lines, and put together again;
 * what it sends out counts where it began, since from then on it may be on its way.
 */
export function parseTrace(trace: string): readonly Call[] {
  const begun = new Map<string, string>();
  return trace.split("\n").flatMap((line) => {
    const [, thread = "", said = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const start = /^(.*) <unfinished \.\.\.>$/.exec(said)?.[1];
    if (start !== undefined) {
      begun.set(thread, start);
      return isOutgoing(start) ? callsOf(start) : [];
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(said)?.[1];
    if (rest === undefined) return callsOf(said);
    const whole = (begun.get(thread) ?? "") + rest;
    return isOutgoing(whole) ? [] : callsOf(whole);
  });
}

const isOutgoing = (text: string): boolean => text.includes('"HTTP/1.1 ') && /^(write|send)/.test(text);

function callsOf(text: string): readonly Call[] {
  const name = /^\w+(?=\()/.exec(text)?.[0];
  return name === undefined ? [] : [{ name, text: text.trimEnd() }];
}
