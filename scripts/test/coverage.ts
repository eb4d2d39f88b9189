import { readFileSync } from "node:fs";

import { single, type Outcome } from "./outcome.ts";

const THRESHOLD = 95;
const SHOWN = 15;

// The program's first line of code: it only runs as a program, which the end-to-end tests do.
const NOT_IMPORTED_BY_TESTS = ["src/main.ts"];

/** Judges the coverage report of a test run over everything in src/: files that no test imports are not in it at all. */
export function judgeCoverage(lcov: string): Outcome {
  const files = parse(readFileSync(lcov, "utf8"));
  const listed = new Set(files.map((file) => file.path));
  const missing = sources().filter((path) => !listed.has(path));
  const percent = percentage({ path: "", lines: sum(files, "lines"), hit: sum(files, "hit") });
  const ok = percent >= THRESHOLD && missing.length === 0;
  const report = [
    ...(percent < THRESHOLD ? [`${percent.toFixed(1)} % of lines are covered, ${THRESHOLD} % wanted:`] : []),
    ...(missing.length > 0 ? [`${missing.length} files are imported by no test:`] : []),
    ...missing.slice(0, SHOWN).map((path) => `  no test imports ${path}`),
    ...(missing.length > SHOWN ? [`  ... nor ${missing.length - SHOWN} others`] : []),
    ...worst(files).map((file) => `  ${percentage(file).toFixed(1).padStart(5)} %  ${file.path}`),
  ];
  return { ...single(ok, report.join("\n")), detail: `coverage ${percent.toFixed(1)} %` };
}

interface Covered {
  readonly path: string;
  readonly lines: number;
  readonly hit: number;
}

function parse(lcov: string): readonly Covered[] {
  return lcov
    .split("end_of_record")
    .map((record) => ({
      path: /^SF:(.+)$/m.exec(record)?.[1] ?? "",
      lines: Number(/^LF:(\d+)$/m.exec(record)?.[1] ?? 0),
      hit: Number(/^LH:(\d+)$/m.exec(record)?.[1] ?? 0),
    }))
    .filter((file) => file.path.startsWith("src/"));
}

function sources(): readonly string[] {
  return [...new Bun.Glob("src/**/*.ts").scanSync(".")]
    .filter((path) => !path.endsWith(".d.ts") && !NOT_IMPORTED_BY_TESTS.includes(path) && hasCode(path))
    .toSorted();
}

/** A file of types alone is nothing at run time, so it can be neither imported nor covered. */
function hasCode(path: string): boolean {
  const code = new Bun.Transpiler({ loader: "ts" }).transformSync(readFileSync(path, "utf8"));
  return !["", "export {};"].includes(code.trim());
}

function worst(files: readonly Covered[]): readonly Covered[] {
  return files
    .filter((file) => percentage(file) < THRESHOLD)
    .toSorted((a, b) => b.lines - b.hit - (a.lines - a.hit))
    .slice(0, SHOWN);
}

function percentage({ lines, hit }: Covered): number {
  return lines === 0 ? 100 : (100 * hit) / lines;
}

function sum(files: readonly Covered[], key: "lines" | "hit"): number {
  return files.reduce((total, file) => total + file[key], 0);
}
