import { describe, expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { fitsRules, valueOf } from "./support.ts";

/** The first line of an action or condition, in a rule that is right but for it. */
const action = (written: string) => `rules: [{name: x, match_all: true, actions: [${written}]}]`;
const condition = (written: string) => `rules: [{name: x, actions: [{type: stop}], conditions: [${written}]}]`;
const rule = (written: string) => `rules: [{name: x, match_all: true, actions: [{type: stop}], ${written}}]`;
const refs = (written: string, use: string) => `refs: {${written}}\nrules: [{name: x, ${use}}]`;
const stops = "actions: [{type: stop}]";
const leaf = "{field: info.ratio, operator: '>', value: 1}";

describe("an editor is content with", () => {
  test.each([
    ["no rules", "rules: []"],
    ["a context, and a list of them", rule("context: a, enabled: false, stop_on_match: true")],
    ["contexts in a list", rule("context: [a, b]")],
    ["a context among the conditions", `rules: [{name: x, ${stops}, conditions: {context: [a], any: [${leaf}]}}]`],
    [
      "groups side by side",
      `rules: [{name: x, ${stops}, conditions: {all: [${leaf}], any: [${leaf}], none: [${leaf}]}}]`,
    ],
    ["groups in groups", condition(`{all: [{none: [${leaf}]}], any: [${leaf}]}`)],
    ["protection", `protect: [{field: info.tags, operator: contains, value: keep}, {any: [${leaf}]}]\nrules: []`],
    ["a number of deletions", "safety: {max_deletions: 5}\nrules: []"],
    ["a percentage of deletions", "safety: {max_deletions: 5%}\nrules: []"],
    [
      "a group of items",
      condition("{all_of: trackers, where: {field: status, operator: in, value: [not_working, 6]}}"),
    ],
    ["several conditions on items", condition("{any_of: files, where: [{field: size, operator: '>', value: 1 GB}]}")],
    ["groups on items", condition("{none_of: peers, where: {any: [{field: ip, operator: ==, value: a}]}}")],
    ["a setting of qBittorrent", condition("{field: app.queueing_enabled, operator: ==, value: true}")],
    ["whether a list is empty", condition("{field: trackers.status, operator: is_empty, value: true}")],
    ["whether a value is known", condition("{field: info.popularity, operator: known, value: false}")],
    ["an age", condition("{field: info.added_on, operator: older_than, value: 1h30m}")],
    ["a state's older name", condition("{field: info.state, operator: ==, value: pausedUP}")],
    ["an infinite number", condition("{field: info.ratio, operator: '<', value: .inf}")],
    ["a deletion", action("{type: delete_torrent, params: {delete_files: true, even_if_shared: true}}")],
    ["the older spelling of a deletion", action("{type: delete_torrent, params: {keep_files: true}}")],
    ["share limits", action("{type: set_share_limits, params: {ratio: global, seeding_time: 7 days}}")],
    ["an action that needs no parameters", action("{type: force_start}, {type: stop, params: {}}")],
    ["no tags at all", action("{type: set_tags, params: {tags: []}}")],
    ["a Windows path", action("{type: set_location, params: {path: 'D:\\films'}}")],
    [
      "references to conditions",
      refs(
        `conditions: {one: ${leaf}, many: [${leaf}]}`,
        `${stops}, conditions: [{$ref: conditions.one}, {any: {$ref: conditions.many}}]`,
      ),
    ],
    [
      "a reference about items",
      refs(
        "conditions: {gone: {field: msg, operator: matches, value: unregistered}}",
        `${stops}, conditions: [{any_of: trackers, where: {$ref: conditions.gone}}]`,
      ),
    ],
    [
      "a reference for all conditions",
      refs(`conditions: {c: [${leaf}]}`, `${stops}, conditions: {$ref: conditions.c}`),
    ],
    ["references to actions", refs(`actions: {a: [{type: stop}]}`, "match_all: true, actions: [{$ref: actions.a}]")],
    [
      "a reference for all actions",
      refs(`actions: {a: [{type: stop}]}`, "match_all: true, actions: {$ref: actions.a}"),
    ],
    [
      "variables for values",
      refs(
        "vars: {ratio: 2, tags: [a], age: 30, on: true}",
        `enabled: "\${vars.on}", ${stops}, conditions: [` +
          '{field: info.ratio, operator: ">", value: "${vars.ratio}"}, {field: info.tags, operator: in, value: "${vars.tags}"},' +
          '{field: info.added_on, operator: older_than, value: "${vars.age} days"}, {field: info.is_private, operator: ==, value: "${vars.on}"}]',
      ),
    ],
    [
      "variables for parameters",
      refs(
        "vars: {limit: 5, on: true, tags: [a], path: /data, days: 7}",
        'match_all: true, actions: [{type: set_upload_limit, params: {limit: "${vars.limit}00 KiB/s"}},' +
          '{type: force_start, params: {enabled: "${vars.on}"}}, {type: set_tags, params: {tags: "${vars.tags}"}},' +
          '{type: set_location, params: {path: "${vars.path}/x"}}, {type: set_share_limits, params: {seeding_time: "${vars.days} days"}}]',
      ),
    ],
  ])("%s", (_, text) => {
    expect(loadRules("rules.yml", text)).toMatchObject({ ok: true });
    expect(fitsRules(valueOf(text))).toBe(true);
  });
});

describe("an editor marks, as the program does,", () => {
  test.each([
    ["a file without rules", "refs: {}"],
    ["an empty file", ""],
    ["an unknown section", "rules: []\nrule: []"],
    ["an unknown section of refs", "rules: []\nrefs: {variables: {}}"],
    ["an unknown guard", "rules: []\nsafety: {max_deletes: 5}"],
    ["half a torrent", "rules: []\nsafety: {max_deletions: 1.5}"],
    ["an unknown key of a rule", rule("on_match: stop")],
    ["a rule without a name", `rules: [{match_all: true, ${stops}}]`],
    ["a rule of an empty name", `rules: [{name: "", match_all: true, ${stops}}]`],
    ["a rule without actions", "rules: [{name: x, match_all: true}]"],
    ["a word for a switch", rule("enabled: yes")],
    ["an empty list of contexts", rule("context: []")],
    ["an empty context", rule('context: ""')],
    ["a context deeper down", condition(`{context: a, all: [${leaf}]}`)],
    ["protection that is a group", `protect: {any: [${leaf}]}\nrules: []`],
    ["protection from nothing", "protect: []\nrules: []"],
    ["a misspelt field", condition("{field: info.rato, operator: '>', value: 1}")],
    ["a field without its namespace", condition("{field: ratio, operator: '>', value: 1}")],
    ["an unknown operator", condition("{field: info.ratio, operator: above, value: 1}")],
    ["an operator of another type", condition("{field: info.ratio, operator: older_than, value: 7 days}")],
    ["an age of a number", condition("{field: info.ratio, operator: newer_than, value: 1 day}")],
    ["a condition without a value", condition("{field: info.ratio, operator: '>'}")],
    ["a condition without an operator", condition("{field: info.ratio, value: 1}")],
    ["a condition with nothing for a value", condition("{field: info.category, operator: ==, value: }")],
    ["an unknown key of a condition", condition("{field: info.ratio, operator: '>', value: 1, unit: x}")],
    ["a text for a number", condition("{field: info.ratio, operator: '>', value: high}")],
    ["a number for a text", condition("{field: info.name, operator: ==, value: 5}")],
    ["a per cent for a fraction", condition("{field: info.progress, operator: '>', value: 50}")],
    ["an odd unit of size", condition("{field: info.size, operator: '>', value: 5G}")],
    ["a negative size", condition("{field: info.size, operator: '>', value: -1}")],
    ["an odd unit of time", condition("{field: info.added_on, operator: older_than, value: 30 dasy}")],
    ["an age without a unit", condition("{field: info.added_on, operator: older_than, value: 30}")],
    ["days for a moment", condition("{field: info.added_on, operator: '>', value: 30}")],
    ["one value for a list", condition("{field: info.state, operator: in, value: uploading}")],
    ["an empty list of values", condition("{field: info.state, operator: in, value: []}")],
    ["a list for one value", condition("{field: info.state, operator: ==, value: [uploading]}")],
    ["a misspelt state", condition("{field: info.state, operator: in, value: [uploadng]}")],
    ["an unknown status", condition("{field: trackers.status, operator: ==, value: 7}")],
    ["two tags in one", condition("{field: info.tags, operator: contains, value: 'a,b'}")],
    ["an impossible category", condition("{field: info.category, operator: ==, value: /tv}")],
    ["half a hash", condition("{field: info.hash, operator: ==, value: abc}")],
    ["an empty pattern", condition("{field: info.name, operator: matches, value: ''}")],
    ["a word for true", condition("{field: info.is_private, operator: ==, value: 'yes'}")],
    ["emptiness of a number", condition("{field: info.ratio, operator: is_empty, value: true}")],
    ["an empty group", condition("{all: []}")],
    ["a group of nothing", condition("{}")],
    ["a misspelt group", condition(`{al: [${leaf}]}`)],
    ["a group and a condition in one", condition(`{field: info.ratio, operator: '>', value: 1, any: [${leaf}]}`)],
    ["a word for a condition", condition("info.ratio")],
    ["items without a condition", condition("{any_of: trackers}")],
    ["items of an unknown list", condition("{any_of: tracker, where: {field: msg, operator: ==, value: a}}")],
    ["items of two lists", condition("{any_of: trackers, all_of: files, where: {field: x, operator: ==, value: a}}")],
    ["a condition on no items", condition("{where: {field: msg, operator: ==, value: a}}")],
    [
      "an item's field with its list",
      condition("{any_of: trackers, where: {field: trackers.msg, operator: ==, value: a}}"),
    ],
    ["a field of other items", condition("{any_of: trackers, where: {field: size, operator: '>', value: 1}}")],
    ["a torrent's field of items", condition("{any_of: files, where: {field: info.size, operator: '>', value: 1}}")],
    [
      "items of items",
      condition("{any_of: files, where: {any_of: peers, where: {field: ip, operator: ==, value: a}}}"),
    ],
    [
      "emptiness of an item's number",
      condition("{any_of: files, where: {field: size, operator: is_empty, value: true}}"),
    ],
    ["a misspelt action", action("{type: stopp}")],
    ["an action without a type", action("{params: {}}")],
    ["a word for an action", action("stop")],
    ["an unknown key of an action", action("{type: stop, param: {}}")],
    ["parameters of nothing", action("{type: stop, params: }")],
    ["a parameter too many", action("{type: stop, params: {force: true}}")],
    ["a parameter of another action", action("{type: add_tag, params: {category: a}}")],
    ["no tag", action("{type: add_tag}")],
    ["no tags to add", action("{type: add_tag, params: {tags: []}}")],
    ["an empty tag", action("{type: add_tag, params: {tag: ' '}}")],
    ["a word for tags", action("{type: add_tag, params: {tags: a}}")],
    ["two tags in one to add", action("{type: add_tag, params: {tags: [a, 'b,c']}}")],
    ["a limit in bits", action("{type: set_upload_limit, params: {limit: 4 Mb/s}}")],
    ["a deletion that leaves the files open", action("{type: delete_torrent}")],
    ["a deletion without a word about files", action("{type: delete_torrent, params: {even_if_shared: true}}")],
    ["a text for a switch of a deletion", action("{type: delete_torrent, params: {delete_files: 'no'}}")],
    ["no share limit", action("{type: set_share_limits, params: {}}")],
    ["a ratio below none", action("{type: set_share_limits, params: {ratio: -1}}")],
    ["a seeding time without a unit", action("{type: set_share_limits, params: {seeding_time: 7}}")],
    ["an unknown end of seeding", action("{type: set_share_limits, params: {when_reached: delete}}")],
    ["a relative path", action("{type: set_location, params: {path: films}}")],
    ["a reference that is not alone", condition("{$ref: conditions.a, field: info.ratio}")],
    ["a reference to actions among conditions", condition("{$ref: actions.a}")],
    ["a reference to conditions among actions", action("{$ref: conditions.a}")],
    ["named actions that are no list", "rules: []\nrefs: {actions: {a: {type: stop}}}"],
    ["a pattern in double quotes", condition('{field: info.name, operator: matches, value: "\\bHD\\b"}')],
    ["a mistake in a named condition", "rules: []\nrefs: {conditions: {a: {field: x, operator: ==, value: 1}}}"],
  ])("%s", (_, text) => {
    expect(loadRules("rules.yml", text)).toMatchObject({ ok: false });
    expect(fitsRules(valueOf(text))).toBe(false);
  });
});
