import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";

import { actionTypes } from "../src/actions/catalogue.ts";
import { allFlags } from "../src/cli/flags.ts";
import { envName, flagName, schema, settingKeys } from "../src/config/schema.ts";
import { loadRules } from "../src/rules/load.ts";
import { operators } from "../src/rules/operators/operators.ts";
import { fitsConfig, fitsRules, valueOf } from "./schema/support.ts";

const readme = readFileSync("README.md", "utf8");

describe("the README is true", () => {
  test.each([...settingKeys])("its table of settings has %s, under all its names and with its default", (key) => {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${key}\` |`)) ?? "";
    expect(row).toContain(`| \`${envName(key)}\` | \`--${flagName(key)}\` |`);
    const { default: fixed, defaultFile } = schema[key];
    const expected = fixed ?? (defaultFile === undefined ? undefined : `/config/${defaultFile}`);
    if (expected !== undefined) expect(row).toContain(`| \`${expected}\``);
  });

  test.each([...allFlags().keys()].filter((name) => !settingKeys.some((key) => flagName(key) === name)))(
    "it names --%s",
    (name) => {
      expect(readme).toContain(`--${name}`);
    },
  );

  test.each([...operators.keys(), ...actionTypes])("it names %s", (name) => {
    expect(readme).toContain(`\`${name}\``);
  });

  test("the settings and rules of its walk-through are what the program takes, and editors too", () => {
    const files = [...readme.matchAll(/<<'?EOF'?\n([\s\S]*?)^EOF$/gm)].map(([, text = ""]) => text);
    expect(files).toHaveLength(2);
    const [config = "", rules = ""] = files;
    expect(fitsConfig(valueOf(config))).toBe(true);
    expect(fitsRules(valueOf(rules))).toBe(true);
    expect(loadRules("my/rules.yml", rules)).toMatchObject({ ok: true, warnings: [] });
  });
});

test.each(["config/rules.example.yml", "examples/rules/demo.yml"])(
  "%s loads without a problem or a warning",
  (file) => {
    expect(loadRules(file, readFileSync(file, "utf8"))).toMatchObject({ ok: true, warnings: [] });
  },
);
