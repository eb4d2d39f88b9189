import { stripVTControlCharacters } from "node:util";

/** Names of torrents come from strangers: what would move the cursor or fake a line is shown as an escape instead. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
