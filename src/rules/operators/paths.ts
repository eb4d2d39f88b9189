/**
 * How a path is compared. Windows takes either slash, several for one, and any at the end, and qBittorrent shows backslashes
 * there. Elsewhere a backslash is a letter like any other: such paths stay as they are.
 */
export function comparable(path: string): string {
  if (!isOnWindows(path)) return path;
  const plain = path.replaceAll(/[\\/]+/g, "/").replace(/\/$/, "");
  return path.startsWith("\\") ? `/${plain}` : plain;
}

/** Whether only what `comparable` makes of a path can be equal to this one, or lie below it. */
export const mayBeOnWindows = (path: string): boolean => isOnWindows(path) || path.startsWith("//");

/** With the letter of a drive, or by the name of a machine: `D:\Films`, `\\nas\films`. */
const isOnWindows = (path: string): boolean => /^(?:[A-Za-z]:(?:[\\/]|$)|\\\\[^\\/])/.test(path);
