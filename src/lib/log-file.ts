import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { systemCode } from "../errors.ts";

export interface LogFile {
  /** Appends lines, the last without its line break. Never throws: what cannot be written is reported, once. */
  write(lines: string): void;
  close(): void;
}

export interface LogFileOptions {
  readonly maxBytes: number;
  /** All of them: the one written to, and `.1`, `.2` ... for older ones. */
  readonly maxFiles: number;
  readonly report: (problem: string, error: unknown) => void;
}

/**
 * A file that is renamed when it is full. Throws when it cannot be opened. Not the rotating sink of @logtape/file: when a
 * rename fails, as it does for a file mounted into a container, that one closes a descriptor that is no longer its own
 * and may be the database's. Here the file then just grows on.
 */
export function openLogFile(path: string, { maxBytes, maxFiles, report }: LogFileOptions): LogFile {
  let file: OpenFile | undefined = open(path);
  let full = maxBytes;
  let reported = false;

  function append(bytes: Uint8Array): void {
    file ??= open(path);
    if (file.rotates && file.size > 0 && file.size + bytes.length > full) file = rotate(file);
    for (let written = 0; written < bytes.length;) written += writeSync(file.descriptor, bytes, written);
    file.size += bytes.length;
  }

  function rotate({ descriptor, size }: OpenFile): OpenFile {
    file = undefined;
    closeSync(descriptor);
    try {
      for (let age = maxFiles - 1; age > 0; age--) rename(age === 1 ? path : `${path}.${age - 1}`, `${path}.${age}`);
      full = maxBytes;
    } catch (error) {
      full = size + maxBytes;
      report("The log file cannot be renamed and grows on", error);
    }
    return open(path);
  }

  return {
    write(lines) {
      try {
        append(new TextEncoder().encode(`${lines}\n`));
        reported = false;
      } catch (error) {
        if (!reported) report("The log file cannot be written", error);
        reported = true;
      }
    },
    close() {
      if (file !== undefined) closeSync(file.descriptor);
      file = undefined;
    },
  };
}

interface OpenFile {
  readonly descriptor: number;
  /** A device such as /dev/stdout or /dev/null must not be renamed. */
  readonly rotates: boolean;
  size: number;
}

function open(path: string): OpenFile {
  const descriptor = openSync(path, "a");
  const stats = fstatSync(descriptor);
  return { descriptor, rotates: stats.isFile(), size: stats.size };
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
