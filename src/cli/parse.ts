import { AppError, type Problem } from "../errors.ts";
import { nearest } from "../lib/nearest.ts";
import { type Flag, type Mode, flags, modes } from "./flags.ts";
import { type Word, splitWords } from "./words.ts";

export interface Invocation {
  readonly mode: Mode;
  /** Values of string flags by name. */
  readonly values: Readonly<Record<string, string>>;
  /** Boolean flags that were given. */
  readonly given: ReadonlySet<string>;
}

/**
 * The command line, strictly: an unknown flag, a missing or stray value, a stray word, a flag given twice or one that means
 * nothing here is AppError `usage`, with all of them at once.
 */
export function parseCommandLine(args: readonly string[]): Invocation {
  const values: Record<string, string> = {};
  const given = new Set<string>();
  const problems: Problem[] = [];
  for (const word of splitWords(args, takesValue)) {
    const problem = check(word, given);
    if (problem !== undefined) problems.push(problem);
    if (word.kind === "stray") continue;
    given.add(word.name);
    if (word.value !== undefined) values[word.name] = word.value;
  }
  const mode = chooseMode(given, problems);
  if (problems.length > 0)
    throw new AppError("usage", "The command line is not understood", {
      problems,
      hint: "qbt-rules --help shows every flag",
    });
  return { mode, values, given };
}

const takesValue = (name: string): boolean => flags.get(name)?.type === "string";

function check(word: Word, given: ReadonlySet<string>): Problem | undefined {
  if (word.kind === "stray")
    return { message: `stray word "${word.value}"`, hint: "values belong to a flag, like --context scheduled" };
  const { name, rawName, value, inlineValue } = word;
  const flag = flags.get(name);
  if (flag === undefined) return unknownFlag(rawName);
  if (given.has(name)) return { message: `${rawName} is given twice` };
  if (flag.type === "boolean")
    return value === undefined ? undefined : { message: `${rawName} takes no value, found "${value}"` };
  if (value === undefined || value === "")
    return { message: `${rawName} needs a value`, hint: `${rawName} ${flag.valueHint ?? "VALUE"}` };
  if (!inlineValue && value.startsWith("--")) {
    return {
      message: `${rawName} needs a value, found the flag ${value}`,
      hint: `a value that starts with dashes is written ${rawName}=${value}`,
    };
  }
  return undefined;
}

function unknownFlag(rawName: string): Problem {
  const near = nearest(rawName.replace(/^-+/, ""), flags.keys());
  return { message: `unknown flag ${rawName}`, ...(near !== undefined && { hint: `did you mean --${near}?` }) };
}

function chooseMode(given: ReadonlySet<string>, problems: Problem[]): Mode {
  const known = [...given].flatMap((name): [string, Flag][] => {
    const flag = flags.get(name);
    return flag === undefined ? [] : [[name, flag]];
  });
  const chosen = modes.filter((mode) => given.has(mode) && flags.get(mode)?.mode === true);
  const [mode = "execute"] = chosen.includes("help") ? ["help" as const] : chosen;
  if (mode === "help") return mode;
  if (chosen.length > 1)
    problems.push({ message: `${chosen.map((name) => `--${name}`).join(" and ")} cannot be combined` });
  for (const [name, flag] of known) {
    if (flag.mode === true || flag.modes.includes(mode)) continue;
    problems.push({
      message: `--${name} means nothing ${mode === "execute" ? "when a job is submitted" : `with --${mode}`}`,
    });
  }
  return mode;
}
