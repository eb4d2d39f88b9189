import { styleText } from "node:util";
import { stripVTControlCharacters } from "node:util";

/** What a command may touch of the process it runs in. */
export interface Terminal {
  /** A line to standard output: results. */
  out(line: string): void;
  /** A line to standard error: everything that is not the result. */
  err(line: string): void;
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

export type Style = Parameters<typeof styleText>[0];

export const paint = ({ colours }: Pick<Terminal, "colours">, style: Style, text: string): string =>
  colours ? styleText(style, text, { validateStream: false }) : text;

/** Names of torrents come from strangers: what would move the cursor or fake a line is shown as an escape instead. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
