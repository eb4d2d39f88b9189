import { describe, expect, test } from "bun:test";
import { loadSettings } from "../../src/config/load.ts";
import { settingKeys } from "../../src/config/schema.ts";
import { checkTests, readTests } from "../../src/ruletest/read.ts";
import { loadRules } from "../../src/rules/load.ts";
import { fitsConfig, fitsRules, valueOf } from "../schema/support.ts";
import { type Block, blocksOf, pages } from "./pages.ts";

const examples = pages.flatMap(blocksOf).filter(({ language, text }) => language === "yaml" && !isComment(text));

describe("the YAML that the documentation shows", () => {
  test("is of kinds that are looked at below", () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(new Set(examples.map(kindOf))).toEqual(new Set(["rules", "conditions", "tests", "settings", "mistake"]));
  });

  test.each(ofKind("rules", "conditions"))("loads without a problem or a warning ($place)", (block) => {
    expect(loadRules(block.place, wholeFile(block))).toMatchObject({ ok: true, warnings: [] });
  });

  test.each(ofKind("rules", "conditions"))("is what editors accept ($place)", (block) => {
    expect(fitsRules(valueOf(wholeFile(block)))).toBe(true);
  });

  test.each(ofKind("tests"))("reads as a file of tests ($place)", ({ place, text }) => {
    expect(checkTests(readTests(place, text), undefined)).toMatchObject({ ok: true, warnings: [] });
  });

  test.each(ofKind("settings"))("is what config.yml takes, and editors too ($place)", async ({ place, text }) => {
    const disk = { readFile: () => text, isFolder: () => true };
    const { warnings } = await loadSettings({ flags: { "config-dir": place }, env: {}, keys: settingKeys, ...disk });
    expect(warnings).toEqual([]);
    expect(fitsConfig(valueOf(text))).toBe(true);
  });

  test.each(ofKind("mistake"))("does not load where it says so ($place)", ({ place, text }) => {
    expect(loadRules(place, text)).toMatchObject({ ok: false });
  });
});

function isComment(text: string): boolean {
  return text.split("\n").every((line) => line === "" || line.startsWith("#"));
}

function ofKind(...kinds: readonly string[]): readonly Block[] {
  return examples.filter((block) => kinds.includes(kindOf(block)));
}

function kindOf({ kind, text }: Block): string {
  if (kind !== "") return kind;
  return /^rules: \S/.test(text) ? "tests" : "rules";
}

/** Conditions stand in a harmless rule. */
function wholeFile({ kind, text }: Block): string {
  if (kind !== "conditions") return text;
  const rule = "rules:\n  - name: shown\n    actions: [{type: reannounce}]\n    conditions:\n";
  return rule + text.replaceAll(/^(?=.)/gm, "      ");
}
