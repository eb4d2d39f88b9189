import { stripVTControlCharacters } from "node:util";
import { visible } from "../lib/visible.ts";

/** Names of torrents come from strangers: what would move the cursor or fake a line is shown as an escape instead. */
export const printable = (text: string): string => visible(stripVTControlCharacters(text));
