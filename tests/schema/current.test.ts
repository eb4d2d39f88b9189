import { describe, expect, test } from "bun:test";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { schemaFiles } from "../../scripts/schema/files.ts";
import { fitsConfig, fitsRules, fitsTests, valueOf } from "./support.ts";

describe.each([...schemaFiles()])("%s", (path, expected) => {
  test("is what the program's own checks make it", () => {
    const isCurrent = readFileSync(path, "utf8") === expected;
    expect(isCurrent || `${path} is out of date: run npm run schema`).toBe(true);
  });

  test("is small enough for an editor to load at every start", () => {
    expect(Buffer.byteLength(expected)).toBeLessThan(120_000);
  });

  test("says which version of JSON Schema it is, and that nobody should edit it", () => {
    expect(JSON.parse(expected)).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      $comment: expect.stringContaining("npm run schema"),
    });
  });

  test("refers to nothing that it does not define, and defines nothing that it does not refer to", () => {
    const defined = Object.keys(JSON.parse(expected).$defs);
    const referred = [...expected.matchAll(/"\$ref": "#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(referred)).toEqual(new Set(defined));
  });
});

const fits = { config: fitsConfig, rules: fitsRules, tests: fitsTests };

function kindOf(path: string): keyof typeof fits {
  if (path === "config/config.example.yml") return "config";
  return path.endsWith(".test.yml") ? "tests" : "rules";
}

describe("the files that we show", () => {
  const files = ["config", "examples/rules"]
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith(".yml"));

  test("are all looked at", () => {
    const some = [
      "config/config.example.yml",
      "config/rules.example.test.yml",
      "config/rules.example.yml",
      "examples/rules/demo.test.yml",
      "examples/rules/demo.yml",
    ];
    expect(files.filter((path) => some.includes(path)).toSorted()).toEqual(some);
  });

  test.each(files)("%s names the schema it fits, for editors", (path) => {
    const text = readFileSync(path, "utf8");
    const [, named = ""] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text.split("\n")[0] ?? "") ?? [];
    const kind = kindOf(path);
    expect(join(dirname(path), named)).toBe(`config/${kind}.schema.json`);
    expect(fits[kind](valueOf(text))).toBe(true);
  });

  test("so do the tests in the README", () => {
    const readme = readFileSync("README.md", "utf8");
    const [, text = ""] = /```yaml\n(rules: rules\.yml[\s\S]*?)```/.exec(readme) ?? [];
    expect(fitsTests(valueOf(text))).toBe(true);
  });

  test("so do the rules in the README", () => {
    const readme = readFileSync("README.md", "utf8");
    const blocks = [...readme.matchAll(/^((?:refs|rules):\n[\s\S]*?)(?:```|EOF)/gm)].map(([, text = ""]) => text);
    expect(blocks.length).toBeGreaterThan(2);
    for (const text of blocks) expect(fitsRules(valueOf(text))).toBe(true);
  });
});
