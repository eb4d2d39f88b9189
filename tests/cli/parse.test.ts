import { describe, expect, test } from "bun:test";
import { serverKeys } from "../../src/app/settings.ts";
import { allFlags } from "../../src/cli/flags.ts";
import { type Invocation, parseCommandLine } from "../../src/cli/parse.ts";
import { type SettingKey, flagName, settingKeys } from "../../src/config/schema.ts";
import { AppError } from "../../src/errors.ts";

const HASH = "aB".repeat(20);

const NO_CONTEXT = "--context needs a value -> --context NAME: Run the rules of this context (or list its jobs)";
const NOTHING_ASKED =
  "nothing is asked for -> --context NAME runs the rules of a context, --wait alone those without one on every torrent, --serve the server";

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
    ["--context scheduled", "execute"],
    ["--serve", "serve"],
    ["--list-jobs", "list-jobs"],
    ["--job-status 1", "job-status"],
    ["--cancel-job 1", "cancel-job"],
    ["--stats", "stats"],
    ["--health", "health"],
    ["--validate", "validate"],
    ["--list-rules", "list-rules"],
    ["--test rules.test.yml", "test"],
    ["--install-hook on_added", "install-hook"],
    ["--remove-hook", "remove-hook"],
    ["--doctor", "doctor"],
    ["--version", "version"],
    ["--help", "help"],
    ["-h", "help"],
    ["--help --serve", "help"],
    ["--help --context x --limit 3", "help"],
  ] as const)("%s: %s", (line, mode) => {
    expect(parse(line).mode).toBe(mode);
  });

  test("tells values apart from flags that were given", () => {
    const { values, given } = parse(`--context on_added --hash=${HASH} --dry-run --wait`);
    expect({ ...values }).toEqual({ context: "on_added", hash: HASH });
    expect([...given].toSorted()).toEqual(["context", "dry-run", "hash", "wait"]);
  });

  test.each([
    ["--test a.yml", []],
    ["--test a.yml b.yml c.yml", ["b.yml", "c.yml"]],
    ["--test a.yml b.yml --output json c.yml", ["b.yml", "c.yml"]],
    ["--test a.yml -- --odd.yml", ["--odd.yml"]],
  ])("%s: words without a flag are further files", (line, more) => {
    const { values, more: found } = parse(line);
    expect([values["test"], ...found]).toEqual(["a.yml", ...more]);
  });

  test("takes a value with dashes, an equals sign or spaces in it", () => {
    const args = ["--context=--odd", "--client-api-key", "a=b", "--config-dir", "my rules"];
    const values = { context: "--odd", "client-api-key": "a=b", "config-dir": "my rules" };
    expect({ ...parseCommandLine(args).values }).toEqual(values);
  });

  test.each(settingKeys.map((key) => [flagName(key)]))("has --%s for the setting", (name) => {
    expect(parse(`--validate --${name} value`).values[name]).toBe("value");
  });

  const client = ["client.server_url", "client.api_key", "config.dir"] as const;
  const hook = [
    "qbittorrent.host",
    "qbittorrent.username",
    "qbittorrent.password",
    "qbittorrent.api_key",
    "qbittorrent.timeout",
    "qbittorrent.tls_verify",
    "qbittorrent.tls_ca",
    "config.dir",
  ] as const;
  test.each<[mode: string, keys: readonly SettingKey[]]>([
    ["--serve", serverKeys],
    ["--validate", settingKeys],
    ["--list-rules", ["rules.file", "config.dir"]],
    ["--test rules.test.yml", ["rules.file", "config.dir"]],
    ["--wait", [...client, "client.retry_for", "client.wait_timeout", "logging.level", "logging.file"]],
    ["--list-jobs", client],
    ["--job-status 1", client],
    ["--cancel-job 1", client],
    ["--stats", client],
    ["--health", ["client.server_url", "server.port", "config.dir"]],
    ["--install-hook on_added", hook],
    ["--remove-hook", hook],
    ["--doctor", settingKeys],
    ["--version", []],
  ])("%s takes the flags of the settings that its command reads, and no others", (mode, keys) => {
    const words = mode.split(" ").filter((word) => word !== "");
    const taken = settingKeys.filter((key) => problemsOf(...words, `--${flagName(key)}`, "value").length === 0);
    expect(taken.toSorted()).toEqual([...keys].toSorted());
  });

  test("has every flag of the plan", () => {
    const planned =
      "server-host server-port server-api-key server-workers client-server-url client-api-key queue-backend queue-sqlite-path queue-redis-url queue-cleanup-after qbittorrent-host qbittorrent-username qbittorrent-password rules-file config-dir log-level log-file context hash dry-run serve wait list-jobs job-status cancel-job stats";
    expect(planned.split(" ").filter((name) => !allFlags().has(name))).toEqual([]);
  });
});

describe("a command line that is not understood", () => {
  test.each([
    [
      "an unknown flag",
      ["--contxt", "x", "y"],
      [
        "unknown flag --contxt -> did you mean --context?",
        'stray word "y" -> values belong to a flag, like --context scheduled',
      ],
    ],
    ["an unknown flag like no other", ["--zzzzzz"], ["unknown flag --zzzzzz"]],
    ["a key behind an unknown flag like no other", ["--apikey", "s3cret"], ["unknown flag --apikey"]],
    ["a key behind an unknown short flag", ["-k", "s3cret"], ["unknown flag -k"]],
    ["an unknown short flag", ["-x"], ["unknown flag -x"]],
    ["a flag switched off", ["--no-wait"], ["unknown flag --no-wait"]],
    [
      "a name from JavaScript",
      ["--__proto__=1", "--constructor"],
      ["unknown flag --__proto__", "unknown flag --constructor"],
    ],
    ["a stray word", ["scheduled"], ['stray word "scheduled" -> values belong to a flag, like --context scheduled']],
    ["a word that is a flag without its dashes", ["serve"], ['stray word "serve" -> did you mean --serve?']],
    ["a word after --", ["--", "--wait"], ['stray word "--wait" -> values belong to a flag, like --context scheduled']],
    ["a missing value", ["--context"], [NO_CONTEXT]],
    ["nothing asked for, which would mean everything", [], [NOTHING_ASKED]],
    ["nothing asked for beside a setting", ["--client-api-key", "x"], [NOTHING_ASKED]],
    ["an empty value", ["--context", ""], [NO_CONTEXT]],
    ["an empty value after =", ["--hash="], ["--hash needs a value -> --hash HASH: Only this torrent"]],
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
    [
      "--limit without a list",
      ["--limit", "3"],
      ["--limit means nothing when a job is submitted -> it belongs to --list-jobs"],
    ],
    [
      "--wait with a list",
      ["--list-jobs", "--wait"],
      ["--wait means nothing with --list-jobs -> it belongs to submitting a job"],
    ],
    [
      "--dry-run with the server",
      ["--serve", "--dry-run"],
      ["--dry-run means nothing with --serve -> it belongs to submitting a job, --install-hook, --remove-hook"],
    ],
    [
      "--output with the server",
      ["--serve", "--output", "json"],
      [
        "--output means nothing with --serve -> it belongs to submitting a job, --list-jobs, --job-status, --cancel-job, --stats, --health, --validate, --list-rules, --test, --install-hook, --remove-hook, --doctor",
      ],
    ],
    [
      "--version with a setting",
      ["--version", "--log-level", "x"],
      ["--log-level means nothing with --version -> it belongs to --serve, submitting a job, --validate, --doctor"],
    ],
    [
      "the server's port for the client",
      ["--context", "x", "--server-port", "5111"],
      ["--server-port means nothing when a job is submitted -> did you mean --client-server-url?"],
    ],
    [
      "the server's address for the client",
      ["--stats", "--server-host", "nas"],
      ["--server-host means nothing with --stats -> did you mean --client-server-url?"],
    ],
    [
      "the server's key for the client",
      ["--list-jobs", "--server-api-key", "k"],
      ["--server-api-key means nothing with --list-jobs -> did you mean --client-api-key?"],
    ],
    [
      "the client's key for the server",
      ["--serve", "--client-api-key", "k"],
      ["--client-api-key means nothing with --serve -> did you mean --server-api-key?"],
    ],
    [
      "the client's URL for the server",
      ["--serve", "--client-server-url", "u"],
      ["--client-server-url means nothing with --serve -> did you mean --server-host and --server-port?"],
    ],
    [
      "the server's key where none is needed",
      ["--health", "--server-api-key", "k"],
      ["--server-api-key means nothing with --health -> it belongs to --serve, --validate, --doctor"],
    ],
    [
      "a setting where none like it is read",
      ["--list-rules", "--server-port", "abc"],
      ["--server-port means nothing with --list-rules -> it belongs to --serve, --health, --validate, --doctor"],
    ],
    [
      "a hash that is none",
      ["--hash", "%K"],
      [
        '--hash: expected a torrent hash of 40 or 64 hex digits, found "%K" -> qBittorrent did not replace %K: %K needs 4.4 or newer, use %I before',
      ],
    ],
    [
      "a hash of which a table shows the beginning",
      ["--hash", "bdadb7ef"],
      [
        '--hash: expected a torrent hash of 40 or 64 hex digits, found "bdadb7ef" -> tables and traces show only its beginning: with --output json it is whole, and in qBittorrent under torrent > General > Info hash',
      ],
    ],
    ["an output that is none", ["--health", "--output", "xml"], ['--output: expected one of table, json, found "xml"']],
    [
      "a status that is none",
      ["--list-jobs", "--status-filter", "done"],
      ['--status-filter: expected one of pending, processing, completed, failed, cancelled, found "done"'],
    ],
    [
      "values that are wrong, all of them",
      ["--list-jobs", "--limit", "0", "--status-filter", "x", "--output", "y", "--nonsense"],
      [
        "unknown flag --nonsense",
        '--limit: expected a whole number from 1 to 100, found "0"',
        '--status-filter: expected one of pending, processing, completed, failed, cancelled, found "x"',
        '--output: expected one of table, json, found "y"',
      ],
    ],
    [
      "--hash with --validate",
      ["--validate", "--hash", "x"],
      ["--hash means nothing with --validate -> it belongs to submitting a job"],
    ],
  ] as const)("%s", (_, args, problems) => {
    expect(problemsOf(...args)).toEqual([...problems]);
  });

  const folder = "--config-dir, which names the folder of config.yml";
  test.each([
    ["--config my --stats", folder],
    ["--config-file my/config.yml --validate", folder],
    ["-c my --wait", folder],
    ["--configdir my --stats", "--config-dir"],
    ["--config.dir my --stats", "--config-dir"],
    ["--CONFIG_DIR my --stats", "--config-dir"],
    ["--QBT_RULES_CONFIG_DIR=my --stats", "--config-dir"],
    ["--logging.level DEBUG --serve", "--log-level"],
    ["--verbose --serve", "--log-level"],
    ["--password x --serve", "--qbittorrent-password"],
    ["--port 5001 --serve", "--server-port"],
    ["--host nas --validate", "--server-host or --qbittorrent-host"],
    ["--api-key x --validate", "--server-api-key or --client-api-key or --qbittorrent-api-key"],
    ["--api-key x --serve", "--server-api-key or --qbittorrent-api-key"],
    ["--api-key x --stats", "--client-api-key"],
    ["--timeout 5m --wait", "--client-wait-timeout"],
    ["--rules my.yml --validate", "--rules-file"],
    ["--trigger on_added", "--context"],
    ["--torrent-hash x", "--hash"],
    ["--json --stats", "--output json"],
    ["--server", "--serve"],
    ["--jobs", "--list-jobs"],
  ])("%s: the flag that was meant, and nothing else", (line, meant) => {
    const [name] = /^-[^ =]+/.exec(line) ?? [];
    expect(problemsOf(...line.split(" "))).toEqual([`unknown flag ${name} -> did you mean ${meant}?`]);
  });

  test.each(["0", "101", "ten", "1.5", "-1", "1e1"])("the limit %s", (limit) => {
    const problem = `--limit: expected a whole number from 1 to 100, found "${limit}"`;
    expect(problemsOf("--list-jobs", `--limit=${limit}`)).toEqual([problem]);
  });

  test("has all that is wrong with it named at once", () => {
    expect(problemsOf("--wiat", "now", "--dry-run=1", "--hash", "--stats", "--health")).toEqual([
      "unknown flag --wiat -> did you mean --wait?",
      'stray word "now" -> values belong to a flag, like --context scheduled',
      '--dry-run takes no value, found "1"',
      "--hash needs a value, found the flag --stats -> a value that starts with dashes is written --hash=--stats",
      "--dry-run means nothing with --health -> it belongs to submitting a job, --install-hook, --remove-hook",
      "--hash means nothing with --health -> it belongs to submitting a job",
    ]);
  });
});
