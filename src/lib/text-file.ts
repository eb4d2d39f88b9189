import { readFile, stat } from "node:fs/promises";

/** A file that is read again when it changes. */
export function textFile(path: string) {
  return {
    path,
    stamp: async (): Promise<string> => {
      const { mtimeMs, size, ino } = await stat(path);
      return `${mtimeMs} ${size} ${ino}`;
    },
    read: (): Promise<string> => readFile(path, "utf8"),
  };
}
