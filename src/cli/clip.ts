import { columnsOf } from "../lib/width.ts";

/** The text, if it is too long with an ellipsis in place of its end. */
export function clip(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (columnsOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
