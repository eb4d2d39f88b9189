import { AppError, type Problem } from "../errors.ts";
import { flagNamed } from "./flags.ts";
import { misplaced } from "./misplaced.ts";
import { type Mode, modes } from "./modes.ts";
import { meantWithValue, unknownFlag } from "./unknown-flag.ts";
import { type Word, splitWords } from "./words.ts";

export interface Invocation {
  readonly mode: Mode;
  /** Values of string flags by name. */
  readonly values: Readonly<Record<string, string>>;
  /** Boolean flags that were given. */
  readonly given: ReadonlySet<string>;
  /** Values of the flag that takes several, after its first. */
  readonly more: readonly string[];
}

/**
 * The command line, strictly: an unknown flag, a missing or stray value, a stray word, a flag given twice, one that means
 * nothing here or a value that its flag cannot have is AppError `usage`, with all of them at once.
 */
export function parseCommandLine(args: readonly string[]): Invocation {
  const { words, more } = withoutFurtherValues(withoutLostValues(splitWords(args, takesValue)));
  const chosen = chosenModes(words);
  const mode = chosen.includes("help") ? "help" : (chosen[0] ?? "execute");
  const { values, given, problems } = read(words, mode);
  // Who asks for help gets it, whatever stands beside.
  if (mode !== "help") {
    if (chosen.length > 1)
      problems.push({ message: `${chosen.map((name) => `--${name}`).join(" and ")} cannot be combined` });
    for (const name of given) problems.push(...problemsIn(mode, name, values[name]));
  }
  const asking = mode !== "execute" || ASKING.some((name) => given.has(name));
  if (problems.length === 0 && !asking) problems.push(NOTHING_ASKED);
  if (problems.length > 0)
    throw new AppError("usage", "The command line is not understood", {
      problems,
      hint: "qbt-rules --help shows every flag",
    });
  return { mode, values, given, more };
}

/** Word by word; what is wrong with one is so whatever stands beside. */
function read(words: readonly Word[], mode: Mode) {
  const values: Record<string, string> = {};
  const given = new Set<string>();
  const problems: Problem[] = [];
  for (const word of words) {
    const problem = check(word, given, mode);
    if (problem !== undefined) problems.push(problem);
    if (word.kind === "stray") continue;
    given.add(word.name);
    if (problem === undefined && word.value !== undefined) values[word.name] = word.value;
  }
  return { values, given, problems };
}

/** One of them says that a job is wanted. */
const ASKING = ["context", "hash", "dry-run", "wait"];

/** Nothing absent may mean everything: a bare call would run on every torrent, for real. */
const NOTHING_ASKED: Problem = {
  message: "nothing is asked for",
  hint: "--context NAME runs the rules of a context, --wait alone those without one on every torrent, --serve the server",
};

/** Where one of the flags takes several values, words that belong to no flag are more of them. */
function withoutFurtherValues(words: readonly Word[]): { words: readonly Word[]; more: readonly string[] } {
  const options = words.filter((word) => word.kind === "option");
  if (!options.some(({ name }) => flagNamed(name)?.several === true)) return { words, more: [] };
  return { words: options, more: words.filter((word) => word.kind === "stray").map(({ value }) => value) };
}

/** The value of a flag that does not exist is no mistake of its own. */
const withoutLostValues = (words: readonly Word[]): readonly Word[] =>
  words.filter((word, index) => {
    const before = words[index - 1];
    const isLost = before?.kind === "option" && flagNamed(before.name) === undefined && meantWithValue(before.rawName);
    return word.kind === "option" || !isLost;
  });

const takesValue = (name: string): boolean => flagNamed(name)?.type === "string";

function check(word: Word, given: ReadonlySet<string>, mode: Mode): Problem | undefined {
  if (word.kind === "stray") return { message: `stray word "${word.value}"`, hint: strayHint(word.value) };
  const { name, rawName, value, inlineValue } = word;
  const flag = flagNamed(name);
  if (flag === undefined) return unknownFlag(rawName, mode);
  if (given.has(name)) return { message: `${rawName} is given twice` };
  if (flag.type === "boolean")
    return value === undefined ? undefined : { message: `${rawName} takes no value, found "${value}"` };
  if (value === undefined || value === "")
    return { message: `${rawName} needs a value`, hint: `${rawName} ${flag.valueHint ?? "VALUE"}: ${flag.about}` };
  if (!inlineValue && value.startsWith("--")) {
    return {
      message: `${rawName} needs a value, found the flag ${value}`,
      hint: `a value that starts with dashes is written ${rawName}=${value}`,
    };
  }
  return undefined;
}

/** Other programs have commands where this one has flags. */
const strayHint = (value: string): string =>
  flagNamed(value)?.mode === true ? `did you mean --${value}?` : "values belong to a flag, like --context scheduled";

const chosenModes = (words: readonly Word[]): readonly Mode[] => {
  const named = new Set(words.map((word) => (word.kind === "option" ? word.name : "")));
  return modes.filter((mode) => named.has(mode) && flagNamed(mode)?.mode === true);
};

/** What a flag that there is has against it in this mode: its place, or else its value. */
function problemsIn(mode: Mode, name: string, value: string | undefined): Problem[] {
  const flag = flagNamed(name);
  if (flag === undefined) return [];
  if (flag.mode !== true && !flag.modes.includes(mode)) return [misplaced(name, flag, mode)];
  const problem = value === undefined ? undefined : flag.check?.(value);
  return problem === undefined ? [] : [{ ...problem, message: `--${name}: ${problem.message}` }];
}
