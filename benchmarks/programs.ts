import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

import { capture } from "../scripts/test/command.ts";
import { onInterruption } from "../tests/support/qbittorrent/processes.ts";
import { EXECUTABLE } from "../tests/support/program.ts";

const BUILD_WITHIN_MS = 180_000;

/** The executable to measure, fresh from the sources, unless QBT_RULES_EXECUTABLE names another. */
export async function buildProgram(): Promise<void> {
  if (process.env["QBT_RULES_EXECUTABLE"] === undefined) {
    console.log((await capture([process.execPath, "build.ts"], { withinMs: BUILD_WITHIN_MS })).trim());
  }
  const version = await capture([EXECUTABLE, "--version"], { withinMs: 10_000 });
  console.log(`Measuring ${version.trim()}`);
}

const bare = {
  client: new URL("./bare-client.ts", import.meta.url),
  hello: new URL("./bare-hello.ts", import.meta.url),
  server: new URL("./bare-server.ts", import.meta.url),
} as const;

/** Compiles one of the bare programs just as ours is compiled, and removes it after use. */
export async function withBare<T>(name: keyof typeof bare, use: (executable: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => use(await compileBare(name, folder)));
}

/**
 * Ours and the bare client as two files written just now: how a file came into the page cache, by a copy or piece by piece
 * from the disk, is worth a millisecond at each start.
 */
export async function withClients<T>(use: (ours: string, other: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const compiled = await compileBare("client", folder);
    const [ours, other] = [join(folder, "ours"), join(folder, "bare")];
    for (const [from, to] of [
      [EXECUTABLE, ours],
      [compiled, other],
    ] as const)
      copyFileSync(from, to);
    return await use(ours, other);
  });
}

async function compileBare(name: keyof typeof bare, folder: string): Promise<string> {
  const outfile = join(folder, `compiled-${name}`);
  await Bun.build({
    entrypoints: [bare[name].pathname],
    target: "bun",
    format: "esm",
    bytecode: true,
    minify: { whitespace: true, syntax: true, identifiers: false },
    compile: { outfile, autoloadDotenv: false, autoloadBunfig: false },
  });
  return outfile;
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "qbt-rules-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterruption(remove);
  try {
    return await use(folder);
  } finally {
    forget();
    remove();
  }
}
