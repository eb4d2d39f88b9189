import * as v from "valibot";
import { mistake, wants } from "./messages.ts";

const ABSOLUTE = "an absolute path";
const LIKE = 'write the whole path as qBittorrent sees it, like "/data/films"';

/** A folder on the machine of the server, by POSIX or by Windows; without slashes at its end. */
export const absolutePath = v.pipe(
  v.string(wants("path", ABSOLUTE, LIKE)),
  v.description('The folder, as an absolute path that qBittorrent sees, like "/data/films" or "D:\\films"'),
  v.trim(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const { value: written } = dataset;
    const { root, names } = split(written);
    const plain = root + names.filter((name) => name !== ".").join(separatorOf(root));
    if (root !== "" && !isOdd(written) && !names.includes("..")) return plain;
    addIssue({ message: mistake("path", expectation(root, written), written, LIKE) });
    return NEVER;
  }),
);

/** Whether two paths are one; Windows writes them with either slash and in either letter case. */
export function isSamePath(a: string | undefined, b: string): boolean {
  return a !== undefined && comparable(a) === comparable(b);
}

const comparable = (path: string): string => {
  const { root, names } = split(path);
  return isWindows(root) ? [root, ...names].join("/").replaceAll("\\", "/").toLowerCase() : [root, ...names].join("/");
};

interface Parts {
  /** `/`, `C:\`, `\\`, or nothing for a path that is not absolute. */
  readonly root: string;
  readonly names: readonly string[];
}

function split(path: string): Parts {
  const [start = ""] = /^(?:\/|[A-Za-z]:(?:[\\/]|$)|\\\\(?=[^\\]))/.exec(path) ?? [];
  const root = /^[A-Za-z]:/.test(start) ? `${start.slice(0, 2)}\\` : start;
  const separator = isWindows(root) ? /[\\/]+/ : /\/+/;
  return { root, names: path.slice(start.length).split(separator).filter(Boolean) };
}

const isWindows = (root: string): boolean => root.endsWith("\\");

const separatorOf = (root: string): string => (isWindows(root) ? "\\" : "/");

// oxlint-disable-next-line no-control-regex -- that is what is looked for: "\t" in double quotes is a tab
const isOdd = (path: string): boolean => /[\u0000-\u001F\u007F]/.test(path);

function expectation(root: string, written: string): string {
  if (isOdd(written)) return `${ABSOLUTE} without control characters, which YAML's double quotes make of a backslash`;
  return root === "" ? ABSOLUTE : `${ABSOLUTE} without ".."`;
}
