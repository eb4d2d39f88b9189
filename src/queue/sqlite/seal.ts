import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import type { SqliteDriver } from "./driver.ts";

/**
 * To read a large queue through takes seconds, so one that was closed in good order, and is since then the same as far as
 * the system can tell, need not be checked again at every start. The seal, a file beside it, says how it looked then.
 */
export interface Sealing {
  /** When the file was last read through, milliseconds since 1970. */
  readonly checkedAt: number;
}

/** Smaller ones are read through within some 20 ms, and have no seal. */
const SEALED_FROM_BYTES = 2_000_000;

/** Undefined: there is no seal, or the file is not as it was left when that was made. */
export function readSeal(path: string): Sealing | undefined {
  try {
    const { looks, checkedAt } = v.parse(contents, readFileSync(sealPath(path), "utf8"));
    const isSame = looks === looksOf(path) && (!existsSync(`${path}-wal`) || statSync(`${path}-wal`).size === 0);
    return isSame ? { checkedAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Before the file is written to: whoever dies leaves none. One that stays all the same no longer fits the file. */
export const breakSeal = (path: string): void => rmSync(sealPath(path), { force: true });

/** The last that is done with the file, while it is still locked. Without a seal it is checked at the next start. */
export function seal(db: Pick<SqliteDriver, "path" | "isSound" | "script">, { checkedAt }: Sealing): void {
  if (!db.isSound()) return;
  try {
    db.script("PRAGMA wal_checkpoint(TRUNCATE)");
    if (statSync(db.path).size < SEALED_FROM_BYTES) return;
    writeFileSync(sealPath(db.path), JSON.stringify({ looks: looksOf(db.path), checkedAt }));
  } catch {
    breakSeal(db.path);
  }
}

const sealPath = (path: string): string => `${path}.seal`;

/** What changes with every write, copy or replacement: the time of the last change cannot be set back. */
function looksOf(path: string): string {
  const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(" ");
}

const contents = v.pipe(v.string(), v.parseJson(), v.object({ looks: v.string(), checkedAt: v.number() }));
