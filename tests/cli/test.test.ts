import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "bun:test";
import { type CallOptions, call } from "../support/cli.ts";
import { tempFolder } from "../support/temp.ts";

const RULES = `
rules:
  - name: Seeded enough
    conditions: [{field: info.ratio, operator: ">", value: 2}]
    actions: [{type: add_tag, params: {tag: seeded}}]
  - name: Never tested
    conditions: [{field: info.ratio, operator: ">", value: 9}]
    actions: [{type: stop}]
`;
const PASSING = `
rules: rules.yml
tests:
  - name: a high ratio is enough
    given: {info: {name: a, ratio: 3, tags: []}}
    expect: {matches: [Seeded enough]}
`;
const FAILING = `
rules: rules.yml
tests:
  - name: a low ratio is enough
    given: {info: {name: a, ratio: 1}}
    expect: {matches: [Seeded enough]}
`;
const BROKEN = "rules: rules.yml\ntests:\n  - {name: a, given: {info: {rato: 1}}, expect: {matches: []}}\n";

/** Runs `--test` on these files, by their paths, beside which rules.yml lies. */
async function inFolder(files: Readonly<Record<string, string>>, args: string, options: CallOptions = {}) {
  using folder = tempFolder();
  mkdirSync(folder.file("sub"));
  for (const [name, text] of Object.entries({ "rules.yml": RULES, ...files })) writeFileSync(folder.file(name), text);
  const words = args.split(" ").map((word) => (/\.(yml|xml)$/.test(word) ? folder.file(word) : word));
  const called = await call(["--test", ...words], {
    ...options,
    env: { QBT_RULES_CONFIG_DIR: folder.path, ...options.env },
  });
  const short = (lines: readonly string[]) => lines.map((line) => line.replaceAll(folder.path, "/t"));
  const written = (name: string) => readFileSync(folder.file(name), "utf8").replaceAll(folder.path, "/t");
  const junit = words.includes(folder.file("out.xml")) && called.code < 2 ? written("out.xml") : "";
  return { code: called.code, out: short(called.out), err: short(called.err), junit };
}

describe("--test", () => {
  test("of tests that pass is a line each, how many there were, and which rules none reaches; it ends with 0", async () => {
    expect(await inFolder({ "a.yml": PASSING }, "a.yml")).toMatchObject({
      code: 0,
      out: [
        "✓ /t/a.yml: a high ratio is enough",
        "",
        "1 test, 1 passed",
        "no test reaches: Never tested (/t/rules.yml)",
      ],
      err: [],
    });
  });

  test("of one that fails shows expected and found, and how the rule came to it; it ends with 1", async () => {
    expect(await inFolder({ "a.yml": FAILING }, "a.yml")).toMatchObject({
      code: 1,
      out: [
        "✗ /t/a.yml:4:5: a low ratio is enough",
        "    a",
        "      matches",
        "        - expected  Seeded enough",
        "        + found     nothing",
        '      rule "Seeded enough": not matched',
        "        ✗ all",
        "          ✗ info.ratio > 2: 1",
        "",
        "1 test, 0 passed, 1 failed",
        "no test reaches: Seeded enough, Never tested (/t/rules.yml)",
      ],
      err: [],
    });
  });

  test("shows what was done instead, and why something was withheld", async () => {
    const rules = `
protect: [{field: info.tags, operator: contains, value: keep}]
rules: [{name: Go, match_all: true, actions: [{type: delete_torrent, params: {delete_files: false}}]}]
`;
    const tests = "tests: [{name: it goes, given: {info: {name: a, tags: [keep]}}, expect: {end: {deleted: true}}}]";
    const { out } = await inFolder({ "rules.yml": rules, "a.yml": tests }, "a.yml");
    expect(out.slice(0, 10)).toEqual([
      "✗ /t/a.yml:1:9: it goes",
      "    a",
      "      end.deleted",
      "        - expected  true",
      "        + found     false",
      '      rule "Go": matched',
      "        ✓ all",
      expect.stringMatching(/^ {8}delete_torrent: withheld, the torrent is protected/),
      "      protect:",
      "        ✓ any",
    ]);
  });

  test("says why a rule did not run", async () => {
    const rules = RULES.replace("conditions", "context: nightly\n    conditions");
    const { out } = await inFolder({ "rules.yml": rules, "a.yml": PASSING }, "a.yml");
    expect(out).toContain('      rule "Seeded enough" does not run: it is for context nightly; the job has none');
  });

  test("takes several files, each with its own rules, relative to it", async () => {
    const other = { [join("sub", "b.yml")]: PASSING, [join("sub", "rules.yml")]: RULES.replace("> 2", "> 2.5") };
    const { code, out } = await inFolder({ "a.yml": PASSING, ...other }, "a.yml sub/b.yml");
    expect(code).toBe(0);
    expect(out).toContain("2 tests, 2 passed");
    expect(out.filter((line) => line.startsWith("no test reaches"))).toEqual([
      "no test reaches: Never tested (/t/rules.yml)",
      "no test reaches: Never tested (/t/sub/rules.yml)",
    ]);
  });

  test("is about the rules of the settings where a file names none", async () => {
    const tests = PASSING.replace("rules: rules.yml\n", "");
    expect(await inFolder({ "a.yml": tests }, "a.yml")).toMatchObject({ code: 0 });
    const { out } = await inFolder({ "a.yml": tests, "x.yml": "rules: []" }, "a.yml --rules-file x.yml");
    expect(out.join("\n")).toContain('/t/a.yml:5:24: no rule is called "Seeded enough"');
  });

  test("of a broken file names every problem with its place, and runs the others", async () => {
    const { code, out, err } = await inFolder({ "a.yml": BROKEN, "b.yml": PASSING }, "a.yml b.yml");
    expect({ code, err }).toEqual({ code: 1, err: [] });
    expect(out).toContain("✗ /t/a.yml: its tests cannot run");
    expect(out).toContain('  /t/a.yml:3:30: unknown field "rato" of info');
    expect(out).toContain('      -> did you mean "ratio"?');
    expect(out).toContain("✓ /t/b.yml: a high ratio is enough");
    expect(out).toContain("1 test, 1 passed, 1 file with mistakes");
  });

  test("of rules with mistakes names these, and what is wrong with the tests besides", async () => {
    const { code, out } = await inFolder({ "rules.yml": "rules: [{name: a}]", "a.yml": BROKEN }, "a.yml");
    expect(code).toBe(1);
    expect(out.join("\n")).toContain('/t/rules.yml:1:9: a rule needs "actions"');
    expect(out.join("\n")).toContain('/t/a.yml:3:30: unknown field "rato" of info');
  });

  test.each([
    ["tests", "a.yml", "/t/a.yml: cannot read the file: ENOENT"],
    ["rules", "b.yml", "/t/none.yml: cannot read the rules: ENOENT"],
  ])("of %s that are not there says so, and ends with 1", async (_, file, message) => {
    const { code, out } = await inFolder(
      { "b.yml": "rules: none.yml\ntests: [{name: a, given: {}, expect: {matches: []}}]" },
      file,
    );
    expect(code).toBe(1);
    expect(out.join("\n")).toContain(message);
  });

  test("warns of a context that no rule names", async () => {
    const { code, out } = await inFolder({ "a.yml": PASSING.replace("given", "context: nihgtly\n    given") }, "a.yml");
    expect(code).toBe(0);
    expect(out.join("\n")).toContain('/t/a.yml:5:14: no rule names the context "nihgtly"');
  });

  test("prints names safely", async () => {
    const { out } = await inFolder(
      { "a.yml": PASSING.replace("a high ratio is enough", String.raw`"a\e[2J"`) },
      "a.yml",
    );
    expect(out.join("").includes("\u001b")).toBe(false);
  });

  test("without a file is a usage error", async () => {
    const { code, out, err } = await call(["--test"]);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toContain("  --test needs a value");
  });
});

describe("--test --output json", () => {
  test("is one document with every test, every difference and every tree", async () => {
    const { code, out } = await inFolder(
      { "a.yml": PASSING, "b.yml": FAILING, "c.yml": BROKEN },
      "a.yml b.yml c.yml --output json",
    );
    expect(code).toBe(1);
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      tests: 2,
      passed: 1,
      failed: 1,
      broken: 1,
      files: [
        {
          file: "/t/a.yml",
          rules: "/t/rules.yml",
          problems: [],
          tests: [{ name: "a high ratio is enough", passed: true }],
        },
        {
          file: "/t/b.yml",
          tests: [
            {
              place: "/t/b.yml:4:5",
              passed: false,
              failures: [
                {
                  torrent: "a",
                  differences: [{ what: "matches", expected: "Seeded enough", found: "nothing" }],
                  rules: [{ rule: "Seeded enough", outcome: "not matched", condition: { kind: "all" } }],
                },
              ],
            },
          ],
        },
        { file: "/t/c.yml", problems: [{ code: "unknown-field", where: "/t/c.yml:3:30", line: 3 }], tests: [] },
      ],
      unreached: [{ file: "/t/rules.yml", rules: ["Never tested"] }],
    });
  });
});

describe("--junit", () => {
  test("writes the results as XML too, without colours", async () => {
    const { code, junit, out } = await inFolder({ "a.yml": FAILING, "b.yml": BROKEN }, "a.yml b.yml --junit out.xml", {
      colours: true,
    });
    expect(code).toBe(1);
    expect(out.join("\n")).toContain("\u001b[31m✗");
    expect(junit).toContain('<testsuite name="/t/a.yml" tests="1" failures="1" errors="0">');
    expect(junit).toContain(
      '<failure message="matches: expected Seeded enough, found nothing">a\n  matches\n    - expected',
    );
    expect(junit).toContain(
      '<error message="the tests could not run">  /t/b.yml:3:30: unknown field &quot;rato&quot; of info',
    );
    expect(junit.includes("\u001b")).toBe(false);
  });

  test("that cannot be written is a usage error", async () => {
    const { code, err } = await inFolder({ "a.yml": PASSING }, "a.yml --junit none/out.xml");
    expect(code).toBe(2);
    expect(err[0]).toStartWith("error: Cannot write /t/none/out.xml: ENOENT");
    expect(err[1]).toBe("  -> --junit names a file in a folder that exists");
  });
});
