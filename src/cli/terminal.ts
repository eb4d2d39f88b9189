/** What a command may touch of the process it runs in. */
export interface Terminal {
  /** A line to standard output: results. */
  out(line: string): void;
  /** A line to standard error: everything that is not the result. */
  err(line: string): void;
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean;
  /** Columns; Infinity where standard output is not a terminal. */
  readonly width: number;
  /** The path of this program; undefined where it runs from source. */
  readonly executable: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** From then on SIGHUP calls this, and ends the program no more. */
  readonly onHangup?: (listener: () => void) => void;
  /** The command is about to return: the process ends soon after, even if something hangs that would keep it. */
  readonly leave?: () => void;
}

export const paint = ({ colours }: Pick<Terminal, "colours">, colour: Colour, text: string): string =>
  colours ? `\u001b[${codes[colour].on}m${text}\u001b[${codes[colour].off}m` : text;

/** SGR codes, as `styleText` of node:util has them: loading that would take a webhook call a tenth of its time. */
const codes = {
  red: { on: 31, off: 39 },
  green: { on: 32, off: 39 },
  yellow: { on: 33, off: 39 },
  dim: { on: 2, off: 22 },
  bold: { on: 1, off: 22 },
} as const;

type Colour = keyof typeof codes;
