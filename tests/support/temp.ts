import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TempFolder extends Disposable {
  readonly path: string;
  /** The path of a file in it, which need not exist. */
  file(name: string): string;
}

/** An empty folder of the test's own: `using folder = tempFolder()` removes it, and all in it, at the end. */
export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), "qbt-rules-test-"));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
