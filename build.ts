// Builds the executable: `npm run build`, or with `-- --target bun-linux-x64-musl --outfile dist/elsewhere`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { version } from "./package.json";

const TARGET = /^bun-(linux|darwin|windows)-(x64|arm64)(-(baseline|modern))?(-(musl|glibc))?$/;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { target, outfile } = readOptions(args);
    const built = await build(target, outfile);
    console.log(`Built ${built} (${(statSync(built).size / 1e6).toFixed(1)} MB)`);
    return 0;
  } catch (error) {
    console.error(`The build failed: ${explain(error)}`);
    return 1;
  }
}

interface Options {
  readonly target: Bun.Build.CompileTarget | undefined;
  readonly outfile: string;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({ args, options: { target: { type: "string" }, outfile: { type: "string" } } });
  const { target, outfile } = values;
  if (target !== undefined && !isTarget(target)) {
    throw new Error(`--target: expected a name such as bun-linux-x64-musl or bun-linux-arm64 but received "${target}"`);
  }
  return { target, outfile: outfile ?? join("dist", target?.replace(/^bun/, "qbt-rules") ?? "qbt-rules") };
}

function isTarget(name: string): name is Bun.Build.CompileTarget {
  return TARGET.test(name);
}

async function build(target: Bun.Build.CompileTarget | undefined, outfile: string): Promise<string> {
  const folder = dirname(outfile);
  mkdirSync(folder, { recursive: true });
  // Bun writes the source maps, which are embedded anyway, beside the executable: a folder of its own keeps dist clean,
  // and a build that fails leaves the last good executable in place.
  const workshop = mkdtempSync(join(folder, ".build-"));
  try {
    const { outputs } = await Bun.build({
      entrypoints: ["src/main.ts"],
      root: ".",
      target: "bun",
      format: "esm", // bytecode means CommonJS otherwise, and that has no top-level await
      bytecode: true,
      splitting: true, // what is imported lazily is parsed lazily: a webhook call must not pay for the server
      sourcemap: "inline",
      minify: { whitespace: true, syntax: true, identifiers: false }, // names of functions and classes appear in logs
      define: definitions(),
      compile: {
        ...(target === undefined ? {} : { target }),
        outfile: join(workshop, basename(outfile)),
        // A .env or bunfig.toml in the folder where somebody happens to stand is none of our business.
        autoloadDotenv: false,
        autoloadBunfig: false,
      },
    });
    const executable = outputs.find((output) => output.kind === "entry-point")?.path;
    if (executable === undefined) throw new Error("Bun reported success but no executable");
    const destination = join(folder, basename(executable)); // Bun adds .exe for Windows
    renameSync(executable, destination);
    return destination;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function definitions(): Record<string, string> {
  return {
    BUILD_VERSION: JSON.stringify(version),
    BUILD_COMMIT: JSON.stringify(commit()),
    BUILD_DATE: JSON.stringify(date()),
  };
}

function commit(): string {
  const given = process.env["QBT_RULES_COMMIT"];
  if (given) return given;
  const git = spawnSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" });
  return git.status === 0 ? git.stdout.trim() : "unknown";
}

function date(): string {
  const epoch = process.env["SOURCE_DATE_EPOCH"];
  if (!epoch) return new Date().toISOString().slice(0, 10);
  if (!/^\d{1,11}$/.test(epoch)) {
    throw new Error(`SOURCE_DATE_EPOCH: expected seconds since 1970 but received "${epoch}"`);
  }
  return new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
}

function explain(error: unknown): string {
  if (error instanceof AggregateError) return [error.message, ...error.errors.map(explain)].join("\n  ");
  if (error instanceof BuildMessage || error instanceof ResolveMessage) {
    const { message, position } = error;
    return position === null ? message : `${position.file}:${position.line}:${position.column}: ${message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
