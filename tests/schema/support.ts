import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { readSource } from "../../src/rules/source.ts";

/** Whether a value fits one of our schemas, as any validator would judge: the words for editors alone mean nothing to it. */
function judgeOf(path: string): (value: unknown) => boolean {
  const schema: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof schema !== "object" || schema === null) throw new Error(`${path} is no schema`);
  // YAML has infinite numbers.
  const judge = new Ajv({ strict: false, strictNumbers: false }).compile(schema);
  return (value) => judge(value);
}

export const fitsRules = judgeOf("config/rules.schema.json");
export const fitsTests = judgeOf("config/tests.schema.json");
export const fitsConfig = judgeOf("config/config.schema.json");

/** What an editor sees of a file, before anything is filled in. */
export function valueOf(text: string): unknown {
  const { value, problems } = readSource("rules.yml", text);
  if (problems.length > 0) throw new Error(`not YAML: ${text}`);
  return value;
}

/** What people write, rightly and wrongly. */
export const written: readonly unknown[] = [
  [-2, -1, 0, 0.5, 1, 6, 7, 100, 1_767_225_600, 1_767_225_600_000],
  [true, false, null, {}],
  ["", " ", "a", "a,b", "/", "/data/", "C:\\films", "tv/anime", "tv//anime", "-1", "0", "5", "5%"],
  ["unlimited", "global", "stop", "remove", "uploading", "pausedUP", "stoppedDL", "paused", "not_working"],
  ["30 days", "1h30m", "2 Weeks", "1 MONTH", "7d", "30 dasy", "m", "1 mins 2 s", " 5 hours ", "90"],
  ["50 GB", "4.5 GiB", "1 kB", "1 KB", "1 kb", "5G", "500 KiB/s", "500 KiB /s"],
  ["0".repeat(40), "F".repeat(64), "f".repeat(41), "(?i)a|b", "a{2,3}"],
  [[], ["a"], ["a", "a,b"], [1, 2], [true], ["uploading", "pausedDL"], ["50 GB", 5], ["x", 5], [["a"]], [null]],
].flat();

/** A rule with these parts, that is right but for them. */
export const rulesWith = (parts: Readonly<Record<string, unknown>>) => ({
  rules: [{ name: "x", match_all: true, actions: [], ...parts }],
});
