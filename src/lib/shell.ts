/** A word of a command line that somebody is to type, in single quotes where a shell would make something else of it. */
export const shellWord = (word: string): string =>
  /^[\w./:@%,+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
