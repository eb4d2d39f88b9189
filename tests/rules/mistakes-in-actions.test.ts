import { expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { actions, condition, itRefuses, type Mistake, rule, unmark } from "./mistakes.ts";

const deletion = (lines: string) =>
  `rules:\n  - ▸name: A rule\n${lines}    actions:\n      - {type: delete_torrent, params: {delete_files: false}}\n`;

const deletionOf = (conditions: string) =>
  `rules:\n  - name: A rule\n    conditions: {${conditions}}\n    actions:\n      - {type: delete_torrent, params: {delete_files: false}}\n`;

const cases: readonly Mistake[] = [
  [
    "a misspelt action",
    actions("{type: ▸add_tags, params: {tag: a}}"),
    'unknown action "add_tags"',
    'did you mean "add_tag"?',
  ],
  ["an action of another letter case", actions("{type: ▸Stop}"), 'unknown action "Stop"', 'did you mean "stop"?'],
  ["an action that is an inherited property", actions("{type: ▸constructor}"), 'unknown action "constructor"'],
  ["an action that is a word", actions("▸stop"), 'expected an action as a mapping, found "stop"'],
  ["an action without a type", actions("▸{params: {tag: a}}"), 'an action needs "type"'],
  ["an action of an empty type", actions('{type: ▸""}'), "an action type must not be empty"],
  ["a misspelt key of an action", actions("{type: add_tag, ▸param: {tag: a}}"), 'did you mean "params"?'],
  [
    "params that are a list",
    actions("{type: add_tag, params: ▸[a]}"),
    "expected parameters as a mapping, found a list",
  ],
  [
    "actions that are a mapping",
    "rules:\n  - name: x\n    match_all: true\n    actions: ▸{type: stop}\n",
    "expected a list of actions",
  ],
  [
    "a parameter that stop does not have",
    actions("{type: stop, params: {▸force: true}}"),
    'stop has no parameter "force"',
  ],
  [
    "a misspelt parameter",
    actions("{type: set_category, params: {category: a, ▸categry: b}}"),
    'set_category has no parameter "categry"',
  ],
  ["set_category without a category", actions("▸{type: set_category}"), 'set_category needs "category"'],
  [
    "a category that is a number",
    actions("{type: set_category, params: {category: ▸4}}"),
    "expected text (in quotes), found 4",
  ],
  [
    "a category with a slash in front",
    actions("{type: set_category, params: {category: ▸/tv}}"),
    "no slash at either end",
  ],
  [
    "a category with a slash at the end",
    actions("{type: set_category, params: {category: ▸tv/}}"),
    "no slash at either end",
  ],
  [
    "a category with two slashes in a row",
    actions("{type: set_category, params: {category: ▸tv//hd}}"),
    "twice in a row",
  ],
  ["a category with a backslash", actions("{type: set_category, params: {category: ▸'tv\\hd'}}"), "no backslash"],
  ["add_tag without a tag", actions("▸{type: add_tag}"), 'needs "tag" or "tags"'],
  ["an empty tag", actions('{type: add_tag, params: {tag: ▸" "}}'), "a tag must not be empty"],
  ["a tag with a comma", actions('{type: add_tag, params: {tag: ▸"a,b"}}'), "a tag cannot contain a comma"],
  [
    "a comma in one of several tags",
    actions('{type: remove_tag, params: {tags: [a, ▸"b,c"]}}'),
    "a tag cannot contain a comma",
  ],
  ["a list as a tag", actions("{type: add_tag, params: {tag: ▸[a]}}"), "expected text (in quotes), found a list"],
  ["a word as tags", actions("{type: add_tag, params: {tags: ▸a}}"), 'expected a list, found "a"'],
  ["no tags to add", actions("{type: add_tag, params: {tags: ▸[]}}"), "name at least one tag"],
  ["no tags to remove", actions("{type: remove_tag, params: {tags: ▸[]}}"), "name at least one tag"],
  ["tag and tags that contradict", actions("{type: add_tag, params: ▸{tag: a, tags: [b]}}"), "contradict each other"],
  [
    "a misspelt parameter of set_tags",
    actions("{type: set_tags, params: {tags: [], ▸tagz: [a]}}"),
    'set_tags has no parameter "tagz"',
  ],
  [
    "a number among the tags to set",
    actions("{type: set_tags, params: {tags: [a, ▸5]}}"),
    "expected text (in quotes), found 5",
  ],
  ["a limit without a value", actions("▸{type: set_upload_limit}"), 'set_upload_limit needs "limit"'],
  ["a limit of 500K", actions("{type: set_upload_limit, params: {limit: ▸500K/s}}"), '"K" in "500K" is not a unit'],
  ["a limit in bits", actions("{type: set_download_limit, params: {limit: ▸4 Mb/s}}"), "is not a unit"],
  [
    "a limit below a byte per second",
    actions("{type: set_upload_limit, params: {limit: ▸0.3}}"),
    "less than a byte per second",
  ],
  ["a negative limit", actions("{type: set_upload_limit, params: {limit: ▸-5}}"), "is not a rate"],
  [
    "a limit that the server would take for none",
    actions("{type: set_upload_limit, params: {limit: ▸2 GiB/s}}"),
    'cannot limit to "2 GiB/s", only up to 2147483647 bytes per second',
  ],
  [
    "a limit that is a boolean",
    actions("{type: set_upload_limit, params: {limit: ▸true}}"),
    "expected bytes per second",
  ],
  [
    "a force that is a word",
    actions('{type: force_start, params: {enabled: ▸"no"}}'),
    'expected true or false, found "no"',
  ],
  ["a deletion that leaves open what becomes of the files", actions("▸{type: delete_torrent}"), 'needs "delete_files"'],
  ["a deletion with empty params", actions("{type: delete_torrent, params: ▸{}}"), 'needs "delete_files"'],
  [
    "delete_files and keep_files that contradict",
    actions("{type: delete_torrent, params: ▸{delete_files: true, keep_files: true}}"),
    "contradict each other",
  ],
  [
    "an action after a deletion",
    actions("{type: delete_torrent, params: {delete_files: false}}", "▸{type: stop}"),
    "an action after delete_torrent",
  ],
  ...["any", "all", "none"].map((group): Mistake => [
    `a deletion that asks flatly about trackers, in ${group}`,
    deletionOf(
      `${group}: [{field: info.ratio, operator: '>', value: 1}, {field: ▸trackers.msg, operator: contains, value: gone}]`,
    ),
    "trackers.msg: a rule that deletes must say whether one tracker or all of them decide",
    "{any_of: trackers, where: {field: msg, …}}",
  ]),
  [
    "a deletion that asks flatly about trackers in several places",
    deletionOf(
      "any: [{field: ▸trackers.status, operator: ==, value: 4}, {none: [{field: ▸trackers.host, operator: ==, value: a}]}]",
    ),
    "one tracker or all of them",
  ],
  ["a deletion without conditions", deletion(""), "it would delete every torrent", "match_all: true"],
  [
    "a deletion with nothing but a context",
    deletion("    conditions: {context: scheduled}\n"),
    "it would delete every torrent",
  ],
  [
    "limits without conditions that remove what reaches them",
    "rules:\n  - ▸name: A rule\n    actions: [{type: set_share_limits, params: {ratio: 1, when_reached: remove}}]\n",
    "it would delete every torrent",
    "match_all: true",
  ],
  ["a deletion with match_all: false", deletion("    match_all: false\n"), "it would delete every torrent"],
];

for (const mistake of cases) itRefuses(mistake);

test("a deletion of every torrent is accepted from a rule that says so", () => {
  const text = actions("{type: delete_torrent, params: {delete_files: false}}");
  expect(loadRules("rules.yml", text)).toMatchObject({ ok: true, warnings: [] });
});

test("what does not delete may ask flatly about trackers, and what deletes about files", () => {
  const tracker = "conditions: [{field: trackers.host, operator: ==, value: a.example}]";
  const label = `{type: set_category, params: {category: a}}, {type: add_tag, params: {tag: a}}`;
  expect(loadRules("rules.yml", `rules: [{name: x, ${tracker}, actions: [${label}]}]`)).toMatchObject({ ok: true });
  expect(loadRules("rules.yml", deletionOf("all: [{field: files.name, operator: ==, value: a.exe}]")).ok).toBe(true);
});

test("a category without conditions is a warning only, though it may move data", () => {
  const loaded = loadRules("rules.yml", "rules: [{name: x, actions: [{type: set_category, params: {category: a}}]}]");
  expect(loaded).toMatchObject({ ok: true, warnings: [{ message: expect.stringContaining("matches every torrent") }] });
});

test("all mistakes of a file are told at once, each in its place", () => {
  const { text, places } = unmark(`
rules:
  - name: First
    ▸enabeld: true
    conditions: {all: ▸[]}
    actions: [{type: stop}]
  - ▸actions: []
  - name: Third
    conditions:
      any:
        - {field: ▸info.rato, operator: ==, value: 1}
        - {field: info.size, operator: larger_than, value: ▸5G}
        - none: [{field: info.name, operator: matches, value: ▸'['}]
    actions:
      - {type: ▸stopp}
      - {type: add_tag, params: {tag: ▸""}}
  - name: ▸First
    match_all: true
    actions: [{type: stop}]
`);
  const loaded = loadRules("rules.yml", text);
  if (loaded.ok) throw new Error("no mistake was found");
  expect(new Set(loaded.problems.map(({ where }) => where ?? ""))).toEqual(new Set(places));
  expect(loaded.problems).toHaveLength(places.length);
});

/** What is planned is refused by name: someone who writes it must not believe it is heeded. */
const reserved: readonly Mistake[] = [
  ["instances", "rules: []\n▸instances: {}\n", '"instances" is not available'],
  ["for", condition("{field: info.ratio, operator: ==, value: 1, ▸for: 2 days}"), '"for" is not available'],
  ["at_least", condition("{field: info.ratio, operator: ==, value: 1, ▸at_least: 2}"), '"at_least" is not available'],
  ...["order_by", "until", "keep", "limit_to", "once", "siblings"].map((key): Mistake => [
    key,
    rule(`▸${key}: 1`),
    `"${key}" is not available`,
  ]),
  ...["now.hour", "siblings.count", "stats.deleted"].map((field): Mistake => [
    field,
    condition(`{field: ▸${field}, operator: ==, value: 1}`),
    `"${field}" is not available`,
  ]),
  [
    "a comparison of fields",
    condition("{field: info.ratio, operator: '>', value: ▸{field: info.ratio_limit}}"),
    "is not available",
  ],
  [
    "a torrent's field in a tag",
    actions("{type: add_tag, params: {tag: ▸'at ${info.tracker}'}}"),
    '"${info.tracker}" is not available',
  ],
  ...["notify", "webhook", "arr_blocklist", "quarantine"].map((type): Mistake => [
    type,
    actions(`{type: ▸${type}}`),
    `"${type}" is not available`,
  ]),
];

for (const mistake of reserved) itRefuses(mistake);
