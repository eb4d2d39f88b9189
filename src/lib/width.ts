/** How many columns of a terminal a text takes: letters of East Asia take two, accents of their own none. */
export const columnsOf = (text: string): number => Bun.stringWidth(text);
