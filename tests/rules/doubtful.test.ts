import { describe, expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { all, ask } from "./flow.ts";
import { type Doubtful, itAccepts, itWarnsOf, unmark } from "./mistakes.ts";

/** Values that are probably not what their writer thought; they take the mark. */
const cases: readonly Doubtful[] = [
  [
    "a pattern that every text matches",
    all(ask("info.name", "matches", "▸'(?i)(hd)?'")),
    "doubtful-value",
    "and therefore every text",
    "correct the pattern: as it is, the condition says nothing",
  ],
  [
    "a pattern that no text is without",
    all(ask("info.name", "not_matches", "▸'x*'")),
    "doubtful-value",
    "none is without it",
    "correct the pattern",
  ],
  [
    "no connection limit in qBittorrent's number",
    all(ask("info.connections_limit", "==", "▸-1")),
    "doubtful-value",
    "-1 means unlimited",
    "write unlimited",
  ],
  [
    "no connections at all, which means no limit",
    all(ask("properties.nb_connections_limit", "==", "▸0")),
    "doubtful-value",
    "0 means unlimited",
    "write unlimited",
  ],
  [
    "a time limit in qBittorrent's minutes",
    all(ask("info.seeding_time_limit", "<", "▸1440")),
    "doubtful-value",
    "1440 is in seconds",
    'write "1440 minutes"',
  ],
];
const EMPTY = "this pattern matches the empty text";
const NO_TEXT = 'operator: "==", value: ""';
const anchored: readonly (readonly [field: string, operator: string, pattern: string, hint: string])[] = [
  ["info.comment", "matches", "^$", NO_TEXT],
  ["info.category", "matches", String.raw`\A(?:hd|sd)?\z`, NO_TEXT],
  ["info.name", "matches", "(?i)^[a-z]*$", NO_TEXT],
  ["info.name", "matches", String.raw`^\s*$`, NO_TEXT],
  ["info.comment", "matches", "^.*$", NO_TEXT],
  ["info.name", "matches", "^.{0,99}$", NO_TEXT],
  ["info.comment", "not_matches", "^$", 'operator: "!=", value: ""'],
  ["info.tags", "matches", "^$", "operator: is_empty, value: true"],
  ["info.tags", "not_matches", "^$", "operator: is_empty, value: false"],
  ["info.root_path", "matches", "^$", "operator: is_empty, value: true"],
  ["info.hash", "matches", "^$", "correct the pattern"],
];
describe("a pattern that matches the empty text, and not every text", () => {
  for (const [field, operator, pattern, hint] of anchored) {
    const text = all(ask(field, operator, `▸'${pattern}'`));
    itWarnsOf([`${field} ${operator} '${pattern}'`, text, "doubtful-value", EMPTY, hint]);
    test(`${field} ${operator} '${pattern}' is not said to be about every text`, () => {
      const [warning] = loadRules("rules.yml", unmark(text).text).warnings;
      expect(warning?.message).toBe(EMPTY);
      expect(warning?.hint).not.toContain("leave");
      const [, meant] = /write (operator: .+?);/.exec(warning?.hint ?? "") ?? [];
      if (meant !== undefined)
        expect(loadRules("rules.yml", all(`{field: ${field}, ${meant}}`))).toMatchObject({ ok: true, warnings: [] });
    });
  }
});

for (const pattern of ["^", "$", ".*$", "a*$", "^a*", "a|"])
  itWarnsOf([
    `the pattern '${pattern}', which every text matches,`,
    all(ask("info.name", "matches", `▸'${pattern}'`)),
    "doubtful-value",
    "and therefore every text",
  ]);

for (const one of cases) itWarnsOf(one);

itAccepts(["a low connection limit", all(ask("info.connections_limit", "<=", "50"))]);
itAccepts(["a time limit with its unit", all(ask("info.seeding_time_limit", "<", "1440 minutes"))]);
itAccepts(["a time limit of days, in seconds", all(ask("info.max_seeding_time", ">=", "604800"))]);
