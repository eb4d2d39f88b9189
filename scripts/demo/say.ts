import { wrap } from "../../src/cli/wrap.ts";

/** Columns of the terminal; Infinity where there is none. */
export const screenWidth = (): number => (process.stdout.isTTY ? process.stdout.columns : Infinity);

/** What the demo says of itself, apart from what the program prints. */
export function say(line: string): void {
  console.log(`\n${wrap(`== ${line}`, screenWidth(), 3).join("\n")}`);
}
