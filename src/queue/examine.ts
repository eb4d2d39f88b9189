import { type AppError, toAppError } from "../errors.ts";
import type { QueueStore } from "./open.ts";
import { type FileState, examineFile } from "./sqlite/examine.ts";

export type Examined =
  | { readonly state: "usable"; readonly about: string; readonly doubts: readonly string[] }
  /** Another server has it, which is to be asked. */
  | { readonly state: "in use"; readonly about: string }
  | { readonly state: "unusable"; readonly error: AppError };

/** Whether a server could keep jobs there. Reads alone: nothing is changed, and nothing is made. */
export async function examineQueue(store: QueueStore, now: number): Promise<Examined> {
  try {
    if (store.backend === "sqlite") return ofFile(store.sqlitePath, examineFile(store.sqlitePath, now));
    const { examineRedis } = await import("./redis/examine.ts");
    const { shown, doubts } = await examineRedis({ url: store.redisUrl, prefix: store.redisPrefix, now });
    return { state: "usable", about: `Redis at ${shown} takes jobs`, doubts };
  } catch (thrown) {
    return { state: "unusable", error: toAppError(thrown) };
  }
}

function ofFile(path: string, state: FileState): Examined {
  if (state === "in use") return { state, about: `${path} is in use by a server` };
  return { state: "usable", about: `${path} ${words[state]}`, doubts: [] };
}

const words = {
  new: "is not there yet, and can be made",
  whole: "is whole, and can be written",
  "left open": "can be written; a server that died has left work in it, for which the next one looks",
} as const satisfies Record<Exclude<FileState, "in use">, string>;
