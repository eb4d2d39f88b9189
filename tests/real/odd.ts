/** Characters that move the cursor, end a line or turn the direction of writing, but for the ends of lines that are meant. */
export const oddIn = (text: string): readonly string[] =>
  text.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu) ?? [];
