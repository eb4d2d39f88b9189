import { existsSync, readFileSync, readlinkSync } from "node:fs";

interface Range {
  readonly address: number;
  /** Bytes. */
  readonly length: number;
}

/**
 * Takes out of memory what of the program's own file is there: the system reads it again where it is needed, mostly from what
 * it keeps of the file as long as nobody else needs the room. Two thirds of it only a start needs, or a pass. Throws where
 * this cannot be done, such as outside of Linux (madvise(2), MADV_DONTNEED; proc(5), smaps).
 */
export function createProgramPages(): { readonly drop: () => Promise<void> } {
  let library: ReturnType<typeof openLibrary> | undefined;
  return {
    drop: async () => {
      const ranges = droppable(readFileSync("/proc/self/smaps", "utf8"), readlinkSync("/proc/self/exe"));
      const { madvise } = (await (library ??= openLibrary())).symbols;
      for (const { address, length } of ranges)
        if (madvise(address, length, MADV_DONTNEED) !== 0) throw new Error("madvise was refused");
    },
  };
}

async function openLibrary() {
  const { dlopen } = await import("bun:ffi");
  return dlopen(cLibrary(), { madvise: { args: ["u64", "u64", "i32"], returns: "i32" } });
}

/** Of musl it is named after the machine. */
function cLibrary(): string {
  const machine = process.arch === "arm64" ? "aarch64" : "x86_64";
  const ofMusl = `libc.musl-${machine}.so.1`;
  return existsSync(`/lib/${ofMusl}`) ? ofMusl : "libc.so.6";
}

const MADV_DONTNEED = 4;

/**
 * Where the memory of a process holds nothing but what its program's file says: its code, and the data in front of that. Of
 * what was written to, as where the program was put together at its start, the file knows nothing; also where it shows no
 * longer, since it was moved to the swap space.
 */
export function droppable(smaps: string, program: string): readonly Range[] {
  const mappings = smaps.split(/^(?=[\da-f]+-[\da-f]+ )/m);
  return mappings.flatMap((mapping) => {
    const [, from = "", to = "", path] =
      /^([\da-f]+)-([\da-f]+) (?:r-xp \S+|r--p 0+) \S+ \d+ +(.+)$/m.exec(mapping) ?? [];
    if (path !== program || ![/^Anonymous: +0 kB$/m, /^Swap: +0 kB$/m].every((none) => none.test(mapping))) return [];
    const address = Number.parseInt(from, 16);
    return [{ address, length: Number.parseInt(to, 16) - address }];
  });
}
