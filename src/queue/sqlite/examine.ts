import { resolve } from "node:path";
import { isInUse, openAlone } from "./driver.ts";
import { whyNotWritable } from "./failure.ts";
import { inspect, isEmpty } from "./inspect.ts";

/**
 * In use: another server has the file, and it was not looked into. Left open: neither was it, since a server died and left
 * files beside it that belong to it.
 */
export type FileState = "new" | "in use" | "left open" | "whole";

/** What a server would find that opened the file now; throws what it would. Nothing is changed, and no file is made. */
export function examineFile(path: string, now: number): FileState {
  const file = resolve(path);
  const fault = whyNotWritable(file);
  if (fault !== undefined) throw fault;
  if (isEmpty(file)) return "new";
  if (isInUse(file)) return "in use";
  if (!isEmpty(`${file}-wal`) || !isEmpty(`${file}-journal`)) return "left open";
  inspect(file, now, openAlone);
  return "whole";
}
