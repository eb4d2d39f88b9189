export interface Gathered {
  /** With those before it, at once or later. */
  add(line: string, when: "at once" | "later"): void;
  /** What is left, now. */
  flush(): void;
}

/** Lines that are written together: a write costs more than what it writes. `later` calls back when it is time. */
export function gatherLines(write: (lines: string) => void, later: (flush: () => void) => void): Gathered {
  let lines: string[] = [];

  function flush(): void {
    const gathered = lines;
    lines = [];
    if (gathered.length > 0) write(gathered.join("\n"));
  }

  return {
    add: (line, when) => {
      lines.push(line);
      if (when === "at once") flush();
      else if (lines.length === 1) later(flush);
    },
    flush,
  };
}
