import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../../src/errors.ts";
import { type Loaded, loadRules } from "../../../src/rules/load.ts";

/** A rules file as a person would write it, whose first line says what must be found in it. */
export interface Sample {
  readonly name: string;
  readonly text: string;
  /** Each as `CODE LINE:COLUMN`, in alphabetical order. */
  readonly expected: readonly string[];
}

/** All of a folder: the first line of each is `# KEYWORD: CODE LINE:COLUMN, …`, or `# KEYWORD: none`. */
export function samplesIn(folder: "broken" | "working", keyword: "expect" | "warnings"): readonly Sample[] {
  const path = join(import.meta.dir, folder);
  return readdirSync(path)
    .filter((file) => file.endsWith(".yml"))
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(path, file), "utf8");
      return { name: file.slice(0, -".yml".length), text, expected: expectedBy(text, keyword, file) };
    });
}

export const load = ({ text }: Sample): Loaded => loadRules("rules.yml", text);

/** As the first line of a sample says it. */
export const foundIn = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ code, where = "" }) => `${code} ${where.replace("rules.yml:", "")}`).toSorted();

export const codesOf = ({ expected }: Sample): readonly string[] => expected.map((one) => one.split(" ")[0] ?? "");

function expectedBy(text: string, keyword: string, file: string): readonly string[] {
  const [, list] = new RegExp(String.raw`^# ${keyword}: (.+?)\r?\n`).exec(text) ?? [];
  if (list === undefined) throw new Error(`the first line of ${file} is no "# ${keyword}: …"`);
  return list === "none" ? [] : list.split(", ").toSorted();
}
