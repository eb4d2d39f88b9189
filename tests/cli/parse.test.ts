import { describe, expect, test } from "bun:test";
import { flags } from "../../src/cli/flags.ts";
import { type Invocation, parseCommandLine } from "../../src/cli/parse.ts";
import { settingKeys, flagName } from "../../src/config/schema.ts";
import { AppError } from "../../src/errors.ts";

const parse = (line: string): Invocation => parseCommandLine(line.split(" ").filter((word) => word !== ""));

/** What is wrong with a command line, problem by problem with its hint. */
function problemsOf(...args: readonly string[]): string[] {
  try {
    parseCommandLine(args);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    expect(thrown).toMatchObject({ code: "usage", hint: "qbt-rules --help shows every flag" });
    return thrown.problems.map(({ message, hint }) => (hint === undefined ? message : `${message} -> ${hint}`));
  }
  return [];
}

describe("a command line that is understood", () => {
  test.each([
    ["", "execute"],
    ["--context scheduled", "execute"],
    ["--serve", "serve"],
    ["--list-jobs", "list-jobs"],
    ["--job-status 1", "job-status"],
    ["--cancel-job 1", "cancel-job"],
    ["--stats", "stats"],
    ["--health", "health"],
    ["--validate", "validate"],
    ["--list-rules", "list-rules"],
    ["--version", "version"],
    ["--help", "help"],
    ["-h", "help"],
    ["--help --serve", "help"],
    ["--help --context x --limit 3", "help"],
  ] as const)("%s: %s", (line, mode) => {
    expect(parse(line).mode).toBe(mode);
  });

  test("tells values apart from flags that were given", () => {
    const { values, given } = parse("--context on_added --hash=abc --dry-run --wait");
    expect({ ...values }).toEqual({ context: "on_added", hash: "abc" });
    expect([...given].toSorted()).toEqual(["context", "dry-run", "hash", "wait"]);
  });

  test("takes a value with dashes, an equals sign or spaces in it", () => {
    expect({
      ...parseCommandLine(["--context=--odd", "--client-api-key", "a=b", "--rules-file", "my rules.yml"]).values,
    }).toEqual({
      context: "--odd",
      "client-api-key": "a=b",
      "rules-file": "my rules.yml",
    });
  });

  test.each(settingKeys.map((key) => [flagName(key)]))("has --%s for the setting, in every mode", (name) => {
    for (const mode of ["", "--serve", "--list-jobs", "--validate", "--health"]) {
      expect(parse(`${mode} --${name} value`).values[name]).toBe("value");
    }
  });

  test("has every flag of the plan", () => {
    const planned =
      "server-host server-port server-api-key server-workers client-server-url client-api-key queue-backend queue-sqlite-path queue-redis-url queue-cleanup-after qbittorrent-host qbittorrent-username qbittorrent-password rules-file config-dir log-level log-file context hash dry-run serve wait list-jobs job-status cancel-job stats";
    expect(planned.split(" ").filter((name) => !flags.has(name))).toEqual([]);
  });
});

describe("a command line that is not understood", () => {
  test.each([
    [
      "an unknown flag",
      ["--contxt", "x"],
      [
        "unknown flag --contxt -> did you mean --context?",
        'stray word "x" -> values belong to a flag, like --context scheduled',
      ],
    ],
    ["an unknown flag like no other", ["--zzzzzz"], ["unknown flag --zzzzzz"]],
    ["an unknown short flag", ["-x"], ["unknown flag -x"]],
    ["a flag switched off", ["--no-wait"], ["unknown flag --no-wait"]],
    [
      "a name from JavaScript",
      ["--__proto__=1", "--constructor"],
      ["unknown flag --__proto__", "unknown flag --constructor"],
    ],
    ["a stray word", ["scheduled"], ['stray word "scheduled" -> values belong to a flag, like --context scheduled']],
    ["a word after --", ["--", "--wait"], ['stray word "--wait" -> values belong to a flag, like --context scheduled']],
    ["a missing value", ["--context"], ["--context needs a value -> --context NAME"]],
    ["an empty value", ["--context", ""], ["--context needs a value -> --context NAME"]],
    ["an empty value after =", ["--hash="], ["--hash needs a value -> --hash HASH"]],
    [
      "a flag for a value",
      ["--context", "--dry-run"],
      [
        "--context needs a value, found the flag --dry-run -> a value that starts with dashes is written --context=--dry-run",
      ],
    ],
    ["a value for a flag that takes none", ["--dry-run=false"], ['--dry-run takes no value, found "false"']],
    ["a flag given twice", ["--context", "a", "--context", "b"], ["--context is given twice"]],
    ["two modes", ["--serve", "--list-jobs"], ["--serve and --list-jobs cannot be combined"]],
    ["--limit without a list", ["--limit", "3"], ["--limit means nothing when a job is submitted"]],
    ["--wait with a list", ["--list-jobs", "--wait"], ["--wait means nothing with --list-jobs"]],
    ["--dry-run with the server", ["--serve", "--dry-run"], ["--dry-run means nothing with --serve"]],
    ["--output with the server", ["--serve", "--output", "json"], ["--output means nothing with --serve"]],
    ["--hash with --validate", ["--validate", "--hash", "x"], ["--hash means nothing with --validate"]],
  ] as const)("%s", (_, args, problems) => {
    expect(problemsOf(...args)).toEqual([...problems]);
  });

  test("has all that is wrong with it named at once", () => {
    expect(problemsOf("--wiat", "now", "--dry-run=1", "--hash", "--stats", "--health")).toEqual([
      "unknown flag --wiat -> did you mean --wait?",
      'stray word "now" -> values belong to a flag, like --context scheduled',
      '--dry-run takes no value, found "1"',
      "--hash needs a value, found the flag --stats -> a value that starts with dashes is written --hash=--stats",
      "--dry-run means nothing with --health",
      "--hash means nothing with --health",
    ]);
  });
});
