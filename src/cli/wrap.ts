import { columnsOf } from "../lib/width.ts";

/** Lines of at most `width` columns where there are spaces to break at; those after the first are indented by `hanging`. */
export function wrap(text: string, width: number, hanging: number): string[] {
  const lines: string[] = [];
  const indent = text.slice(0, text.length - text.trimStart().length);
  let line = indent;
  for (const word of text.trimStart().split(" ")) {
    const isFirst = line.trim() === "";
    if (!isFirst && columnsOf(`${line} ${word}`) > width) {
      lines.push(line);
      line = `${" ".repeat(hanging)}${word}`;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Where the text of a line begins: behind its indent, and behind the arrow of a remedy. */
export const textStart = (line: string): number => line.length - line.replace(/^ *(?:-> )?/, "").length;
