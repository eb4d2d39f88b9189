import { expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";

const examples = [...new Bun.Glob("examples/rules/*.yml").scanSync(".")].filter((path) => !path.endsWith(".test.yml"));

test.each(["config/rules.example.yml", "benchmarks/fifty-rules.yml", ...examples])(
  "%s has nothing to warn of",
  async (path) => {
    expect(loadRules(path, await Bun.file(path).text())).toMatchObject({ ok: true, warnings: [] });
  },
);
