import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Rulebook } from "../../src/rules/rule.ts";
import type { Case } from "../../src/ruletest/case.ts";
import { checkTests, readTests } from "../../src/ruletest/read.ts";
import { unreached } from "../../src/ruletest/result.ts";
import { runCase } from "../../src/ruletest/run.ts";
import { bookOf } from "./support.ts";

/** Every rules file that is shipped. */
const examples = ["config/rules.example.yml", ...new Bun.Glob("examples/rules/**/*.yml").scanSync(".")].filter(
  (file) => !file.endsWith(".test.yml"),
);

const testsOf = (rules: string): string => rules.replace(/\.yml$/, ".test.yml");

function load(file: string): { readonly book: Rulebook; readonly cases: readonly Case[] } {
  const book = bookOf(readFileSync(file, "utf8"));
  const written = readTests(testsOf(file), readFileSync(testsOf(file), "utf8"));
  expect(join(dirname(file), written.rules ?? "")).toBe(file);
  const checked = checkTests(written, book);
  expect(checked).toMatchObject({ ok: true, warnings: [] });
  return { book, cases: checked.ok ? checked.cases : [] };
}

const runAll = (cases: readonly Case[], book: Rulebook) => Promise.all(cases.map((one) => runCase(one, book)));

test.each(examples)("%s has tests", (file) => {
  expect(existsSync(testsOf(file))).toBe(true);
});

test("the tests that the README shows pass against the rules that it shows", async () => {
  const readme = readFileSync("README.md", "utf8");
  const blockOf = (start: string) => readme.match(new RegExp(`^\`\`\`yaml\n(${start}[^]*?)\`\`\`$`, "m"))?.[1] ?? "";
  const book = bookOf(blockOf("rules:\n  - name: Clean up old seeds"));
  const checked = checkTests(readTests("README.md", blockOf("rules: rules.yml")), book);
  expect(checked).toMatchObject({ ok: true, warnings: [] });
  const results = await runAll(checked.ok ? checked.cases : [], book);
  expect(results.map(({ name, failures }) => ({ name, failures }))).toEqual([
    { name: "an old, well-seeded torrent goes", failures: [] },
    { name: "what is to be kept stays", failures: [] },
  ]);
});

describe.each(examples.filter((file) => existsSync(testsOf(file))))("the tests of %s", (file) => {
  test("pass, and reach every rule", async () => {
    const { book, cases } = load(file);
    const tests = await runAll(cases, book);
    expect(tests.flatMap(({ failures }) => failures)).toEqual([]);
    const result = { file: testsOf(file), rules: file, problems: [], warnings: [], tests };
    expect(unreached(new Map([[file, book]]), [result])).toEqual([]);
  });

  test("fail without any one of the rules", async () => {
    const { book, cases } = load(file);
    for (const { name } of book.rules) {
      const others = { ...book, rules: book.rules.filter((rule) => rule.name !== name) };
      const failed = (await runAll(cases, others)).filter(({ failures }) => failures.length > 0);
      expect({ name, missed: failed.length > 0 }).toEqual({ name, missed: true });
    }
  });
});
