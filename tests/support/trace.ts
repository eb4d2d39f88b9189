/** A system call, as strace writes it. */
export interface Call {
  readonly name: string;
  /** The whole of it: `pwrite64(5</a/file>, "...", 3, 0) = 3`. */
  readonly text: string;
  /** Lines of the trace: where it was made, and where it came back. Others may come between. */
  readonly begun: number;
  readonly ended: number;
}

/** The calls of all threads, in the order in which they came back. */
export function parseTrace(trace: string): readonly Call[] {
  const unfinished = new Map<string, { readonly start: string; readonly begun: number }>();
  return trace.split("\n").flatMap((line, at) => {
    const [, thread = "", said = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const start = /^(.*) <unfinished \.\.\.>$/.exec(said)?.[1];
    if (start !== undefined) {
      unfinished.set(thread, { start, begun: at });
      return [];
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(said)?.[1];
    if (rest === undefined) return callsOf(said, at, at);
    const first = unfinished.get(thread);
    return callsOf((first?.start ?? "") + rest, first?.begun ?? at, at);
  });
}

function callsOf(text: string, begun: number, ended: number): readonly Call[] {
  const name = /^\w+(?=\()/.exec(text)?.[0];
  return name === undefined ? [] : [{ name, text: text.trimEnd(), begun, ended }];
}
