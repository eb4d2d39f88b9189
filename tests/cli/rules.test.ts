import { writeFileSync } from "node:fs";
import { describe, expect, test } from "bun:test";
import { call, type CallOptions } from "../support/cli.ts";
import { at } from "../support/json.ts";
import { tempFolder } from "../support/temp.ts";

const GOOD = `
rules:
  - name: Park old seeds
    context: [nightly, manual]
    stop_on_match: true
    conditions: [{field: info.ratio, operator: ">", value: 2}]
    actions: [{type: stop}, {type: add_tag, params: {tag: parked}}]
  - name: "Evil\\u001B[2J\\u202Ename"
    enabled: false
    match_all: true
    actions: [{type: start}]
`;
const BROKEN =
  "rules:\n  - {name: a, match_all: true, actions: [{type: explode}]}\n  - {name: a, nonsense: 1, actions: []}\n";
const DOUBTFUL = "rules:\n  - {name: a, actions: [{type: stop}]}\n";

/** Runs a command with these files in its config folder. */
async function inFolder(
  files: { readonly rules?: string; readonly config?: string },
  args: string,
  options: CallOptions = {},
) {
  using folder = tempFolder();
  if (files.rules !== undefined) writeFileSync(folder.file("rules.yml"), files.rules);
  if (files.config !== undefined) writeFileSync(folder.file("config.yml"), files.config);
  const called = await call(args.split(" "), {
    ...options,
    env: { QBT_RULES_CONFIG_DIR: folder.path, ...options.env },
  });
  const short = (lines: readonly string[]) => lines.map((line) => line.replaceAll(folder.path, "/config"));
  return { code: called.code, out: short(called.out), err: short(called.err) };
}

/** What --validate prints as JSON. */
async function asJson(
  files: Parameters<typeof inFolder>[0],
): Promise<{ readonly code: number; readonly said: unknown }> {
  const { code, out } = await inFolder(files, "--validate --output json");
  return { code, said: JSON.parse(out.join("\n")) };
}

describe("--validate", () => {
  test("of good rules says how many, and ends with 0: it needs no server, no key and no password", async () => {
    expect(await inFolder({ rules: GOOD }, "--validate")).toEqual({
      code: 0,
      out: ["✓ /config/rules.yml: 2 rules, no errors"],
      err: [],
    });
  });

  test("warns of a schedule with a context that no rule names, with its place", async () => {
    const config = "schedule:\n  - {cron: 0 4 * * *, context: nightly}\n  - {cron: 0 5 * * *, context: nigthly}\n";
    const env = { QBT_RULES_SERVER_API_KEY: "0123456789abcdef", QBT_RULES_QBITTORRENT_PASSWORD: "x" };
    const { code, out } = await inFolder({ rules: GOOD, config }, "--validate", { env });
    expect(code).toBe(0);
    expect(out).toContain(
      '  /config/config.yml:3:5: schedule: no rule names the context "nigthly"; known are: nightly, manual',
    );
    expect(out[0]).toBe("1 warning");
  });

  test("of one rule counts one", async () => {
    const { out } = await inFolder(
      { rules: "rules: [{name: a, match_all: true, actions: [{type: stop}]}]" },
      "--validate",
    );
    expect(out).toEqual(["✓ /config/rules.yml: 1 rule, no errors"]);
  });

  test("says that config.yml was checked too, where there is one", async () => {
    const config = "server: {api_key: 0123456789abcdef}\nqbittorrent: {password: x}\n";
    const { code, out } = await inFolder({ rules: GOOD, config }, "--validate");
    expect({ code, out }).toEqual({
      code: 0,
      out: ["✓ /config/config.yml, no errors", "✓ /config/rules.yml: 2 rules, no errors"],
    });
  });

  test.each([
    [{ config: "server: {port: 5001}\n" }, {}],
    [{}, { QBT_RULES_QBITTORRENT_HOST: "http://localhost:8080" }],
  ])("warns of what --serve would refuse to start without: %j %j", async (files, env) => {
    const { code, out } = await inFolder({ rules: GOOD, ...files }, "--validate", { env });
    expect({ code, first: out[0] }).toEqual({ code: 0, first: "2 warnings" });
    expect(out).toContain("  server.api_key is not set: --serve needs it");
    expect(out).toContain("  qbittorrent.api_key is not set, nor is qbittorrent.password: --serve needs it");
    expect(out).toContainEqual(expect.stringContaining("-> set one of: QBT_RULES_SERVER_API_KEY_FILE"));
  });

  test("warns a client of nothing that only a server needs", async () => {
    const config = "client: {api_key: 0123456789abcdef}\n";
    const { out } = await inFolder({ rules: GOOD, config }, "--validate");
    expect(out[0]).toBe("✓ /config/config.yml, no errors");
  });

  test("shows warnings, which are no errors", async () => {
    expect(await inFolder({ rules: DOUBTFUL }, "--validate")).toEqual({
      code: 0,
      out: [
        "1 warning",
        "  /config/rules.yml:2:5: a rule without conditions matches every torrent",
        "        1 | rules:",
        "      > 2 |   - {name: a, actions: [{type: stop}]}",
        "          |     ^",
        "      -> say so with match_all: true",
        "✓ /config/rules.yml: 1 rule, no errors",
      ],
      err: [],
    });
  });

  test("of broken rules names every problem with its place, and ends with 1", async () => {
    const { code, out, err } = await inFolder({ rules: BROKEN }, "--validate");
    expect({ code, err }).toEqual({ code: 1, err: [] });
    expect(out).toContain("3 errors");
    expect(out).toContainEqual(expect.stringContaining('/config/rules.yml:2:49: unknown action "explode"'));
    expect(out).toContainEqual(expect.stringContaining("/config/rules.yml:3:15: "));
    expect(out).toContainEqual(expect.stringContaining('/config/rules.yml:3:12: two rules are called "a"'));
  });

  test("shows the lines around a problem between what is wrong and what to do", async () => {
    const rules = "rules:\n  - name: a\n    match_all: yes\n    actions: [{type: stop}]\n";
    const { out } = await inFolder({ rules }, "--validate");
    expect(out.slice(0, 6)).toEqual([
      "1 error",
      '  /config/rules.yml:3:16: expected true or false, found "yes"',
      "        1 | rules:",
      "        2 |   - name: a",
      "      > 3 |     match_all: yes",
      "          |                ^",
    ]);
  });

  test("on a terminal with colours dims those lines", async () => {
    const { out } = await inFolder({ rules: DOUBTFUL }, "--validate", { colours: true });
    expect(out).toContain("\u001b[2m          |     ^\u001b[22m");
  });

  test("prints what stands in the file so that it cannot fake anything", async () => {
    const rules = 'rules:\n  - {name: "x\u202ey", actions: [], match_all: "\u202e\u009b2J"}\n';
    const { out } = await inFolder({ rules }, "--validate");
    expect(out.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(out.join("")).toContain(String.raw`x\u202ey`);
  });

  test("names the problems of the settings along with those of the rules", async () => {
    const env = { QBT_RULES_SERVER_PORT: "99999" };
    const { code, out } = await inFolder({ rules: BROKEN }, "--validate", { env });
    expect(code).toBe(1);
    expect(out).toContain("4 errors");
    expect(out).toContainEqual(expect.stringContaining("environment QBT_RULES_SERVER_PORT: server.port"));
  });

  test("of a Redis queue without its address says so, as --serve does", async () => {
    const env = { QBT_RULES_QUEUE_BACKEND: "redis" };
    const { code, out } = await inFolder({ rules: GOOD }, "--validate", { env });
    expect({ code, first: out.slice(0, 2) }).toEqual({
      code: 1,
      first: ["1 error", "  queue.redis_url is not set"],
    });
    const served = await inFolder({ rules: GOOD }, "--serve", { env });
    expect({ code: served.code, out: served.out }).toEqual({ code: 1, out: [] });
    expect(served.err).toContain(String(out[1]));
  });

  test("says that it could not check the rules where config.yml is too broken to say where they are", async () => {
    const files = { rules: GOOD, config: "server: {prot: 1}\n" };
    const { code, out, err } = await inFolder(files, "--validate");
    expect({ code, err }).toEqual({ code: 1, err: [] });
    expect(out.join("\n")).toContain("the rules were not checked: mend the settings first");
    expect(out.join("\n")).toContain('unknown setting "server.prot"');
  });

  test("as JSON is one document, also when something is wrong", async () => {
    expect(await asJson({ rules: GOOD })).toEqual({
      code: 0,
      said: { valid: true, file: "/config/rules.yml", problems: [], warnings: [] },
    });
    expect(await asJson({ rules: BROKEN })).toMatchObject({
      code: 1,
      said: { valid: false, problems: [{ where: "/config/rules.yml:2:49" }, {}, {}] },
    });
    expect(await asJson({ rules: DOUBTFUL })).toMatchObject({ code: 0, said: { warnings: [{ line: 2, column: 5 }] } });
    expect(await asJson({ rules: GOOD, config: "server: {prot: 1}\n" })).toMatchObject({
      code: 1,
      said: { valid: false, file: null, problems: [{ where: "/config/config.yml:1:10" }] },
    });
    expect(await asJson({})).toMatchObject({ code: 1, said: { valid: false, file: null, problems: [{}] } });
  });

  test("as JSON has of every problem its code, its place in one piece and in parts, and the remedy", async () => {
    const { said } = await asJson({ rules: "rules:\n  - name: 'a' b\n", config: "server: {port: 99999}\n" });
    expect(at(said, "problems")).toEqual([
      {
        message: expect.stringContaining("server.port"),
        where: "/config/config.yml:1:16",
        file: "/config/config.yml",
        line: 1,
        column: 16,
        hint: expect.stringContaining("65535"),
      },
      {
        code: "yaml",
        message: expect.stringContaining("the text in quotes ends before this"),
        where: "/config/rules.yml:2:15",
        file: "/config/rules.yml",
        line: 2,
        column: 15,
        hint: expect.stringContaining(`write name: "'a' b"`),
      },
    ]);
  });

  test("of a missing file says how to name another", async () => {
    const { code, out } = await inFolder({}, "--validate");
    expect(code).toBe(1);
    expect(out[0]).toBe("1 error");
    expect(out[1]).toStartWith("  Cannot read the rules file: ENOENT");
    expect(out[2]).toBe("      -> name it by --rules-file, QBT_RULES_RULES_FILE or rules.file in config.yml");
  });

  test("takes the file from the flag", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("other.yml"), GOOD);
    const { out } = await inFolder({ rules: BROKEN }, `--validate --rules-file ${folder.file("other.yml")}`);
    expect(out).toEqual([`✓ ${folder.file("other.yml")}: 2 rules, no errors`]);
  });

  test("warns of a variable that is no setting", async () => {
    const { code, err } = await inFolder({ rules: GOOD }, "--validate", { env: { QBT_RULES_SERVER_PROT: "1" } });
    expect(code).toBe(0);
    expect(err).toEqual([
      "warning: environment QBT_RULES_SERVER_PROT is no setting; did you mean QBT_RULES_SERVER_PORT?",
    ]);
  });
});

describe("--list-rules", () => {
  test("is a table in the order of the file, with names from strangers printed safely", async () => {
    const { code, out } = await inFolder({ rules: GOOD }, "--list-rules");
    expect(code).toBe(0);
    expect(out).toEqual([
      "Rule            Enabled  Context          Actions",
      "--------------  -------  ---------------  -------------",
      "Park old seeds  yes      nightly, manual  stop, add_tag",
      String.raw`Evil\u202ename  no       every job        start`,
    ]);
  });

  test("as JSON has all of each rule", async () => {
    const { out } = await inFolder({ rules: GOOD }, "--list-rules --output json");
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      file: "/config/rules.yml",
      rules: [
        {
          name: "Park old seeds",
          enabled: true,
          context: ["nightly", "manual"],
          stop_on_match: true,
          actions: ["stop", "add_tag"],
          where: "/config/rules.yml:3:5",
        },
        { enabled: false, context: null, stop_on_match: false, actions: ["start"] },
      ],
    });
  });

  test("of broken rules is an error with every problem", async () => {
    const { code, out, err } = await inFolder({ rules: BROKEN }, "--list-rules");
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err[0]).toBe("error: /config/rules.yml has mistakes");
    expect(err).toHaveLength(1 + err.slice(1).filter((line) => line.startsWith("  ")).length);
  });
});
