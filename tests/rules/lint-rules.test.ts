import { describe } from "bun:test";
import { ask } from "./flow.ts";
import { type Doubtful, type Fine, itAccepts, itWarnsOf } from "./mistakes.ts";

/** Rules in flow style, one a line: the first begins in line 2. */
const rules = (...list: readonly string[]): string => ["rules:", ...list.map((one) => `  - ${one}`), ""].join("\n");
const rule = (name: string, ...rest: readonly string[]): string => `{${[`name: ${name}`, ...rest].join(", ")}}`;
/** The mark stands where rules have their place. */
const markedRule = (name: string, ...rest: readonly string[]): string => `▸${rule(name, ...rest)}`;

const when = (...parts: readonly string[]): string => `conditions: [${parts.join(", ")}]`;
const stops = "stop_on_match: true";
const tags = (tag: string): string => `actions: [{type: add_tag, params: {tag: ${tag}}}]`;
const removes = "actions: [{type: delete_torrent, params: {delete_files: false}}]";

const withProtection = (entry: string, ...list: readonly string[]): string => `protect: [${entry}]\n${rules(...list)}`;

const hd = ask("info.name", "matches", "1080p");
const keep = ask("info.tags", "contains", "keep");

describe("a rule that comes too late", () => {
  const late: readonly (readonly [what: string, ...list: string[]])[] = [
    [
      "behind one with the same conditions",
      rule("a", stops, when(hd), tags("x")),
      markedRule("b", when(hd), tags("y")),
    ],
    ["that asks for more", rule("a", stops, when(hd), tags("x")), markedRule("b", when(hd, keep), tags("y"))],
    [
      "for larger ones",
      rule("a", stops, when(ask("info.size", "larger_than", "1 GB")), tags("x")),
      markedRule("b", when(ask("info.size", "larger_than", "2 GB")), tags("y")),
    ],
    [
      "for one of several categories",
      rule("a", stops, when(ask("info.category", "in", "[tv, films]")), tags("x")),
      markedRule("b", when(ask("info.category", "==", "tv")), tags("y")),
    ],
    [
      "behind one for every torrent",
      rule("a", stops, "match_all: true", tags("x")),
      markedRule("b", when(hd), tags("y")),
    ],
    [
      "in a context of the other",
      rule("a", "context: [new, old]", stops, when(hd), tags("x")),
      markedRule("b", "context: new", when(hd), tags("y")),
    ],
    [
      "in a context, behind one for every job",
      rule("a", stops, when(hd), tags("x")),
      markedRule("b", "context: new", when(hd), tags("y")),
    ],
    [
      "with rules in between that change nothing the other reads",
      rule("a", stops, when(hd), tags("x")),
      rule("c", when(keep), tags("z")),
      markedRule("b", when(hd), tags("y")),
    ],
  ];
  for (const [what, ...list] of late) {
    itWarnsOf([what, rules(...list), "shadowed", 'rule "b" never matches: "a", before it,', "(rules.yml:2:5)"]);
  }

  const fine: readonly (readonly [what: string, ...list: string[]])[] = [
    ["one behind a rule that does not stop", rule("a", when(hd), tags("x")), rule("b", when(hd), tags("y"))],
    ["one behind a deletion, which may be withheld", rule("a", when(hd), removes), rule("b", when(hd), tags("y"))],
    ["one that asks for less", rule("a", stops, when(hd, keep), tags("x")), rule("b", when(hd), tags("y"))],
    ["one for every job", rule("a", "context: new", stops, when(hd), tags("x")), rule("b", when(hd), tags("y"))],
    [
      "one in another context too",
      rule("a", "context: new", stops, when(hd), tags("x")),
      rule("b", "context: [new, old]", when(hd), tags("y")),
    ],
    [
      "one behind a rule that is switched off",
      rule("a", "enabled: false", stops, when(hd), tags("x")),
      rule("b", when(hd), tags("y")),
    ],
    [
      "one that is switched off",
      rule("a", stops, when(hd), tags("x")),
      rule("b", "enabled: false", when(hd), tags("y")),
    ],
    [
      "one that may match by what a rule in between does",
      rule("a", stops, when(keep), tags("x")),
      rule("c", when(hd), tags("keep")),
      rule("b", when(keep), tags("y")),
    ],
    [
      "one for torrents of which the other may not be known",
      rule("a", stops, when(ask("info.ratio", ">=", "0.1")), tags("x")),
      rule("b", when(ask("info.uploaded", ">", "50 GB")), tags("y")),
    ],
    [
      "one for near misses of the other",
      rule("a", stops, when(ask("info.category", "under", "tv")), tags("x")),
      rule("b", when(ask("info.category", "==", "TV")), tags("y")),
    ],
  ];
  for (const [what, ...list] of fine) itAccepts([what, rules(...list)]);
});

describe("a rule that deletes", () => {
  const cases: readonly Doubtful[] = [
    [
      "by conditions that rule nothing out",
      rules(rule("a", when(ask("▸info.ratio", ">=", "0")), removes)),
      "always-holds",
      'so rule "a" deletes every torrent for which it can be told',
    ],
    [
      "what is protected",
      withProtection(keep, markedRule("a", when(hd, keep), removes)),
      "protected",
      'rule "a" never deletes: protect covers all that it matches',
    ],
    [
      "what is nearly protected",
      withProtection(keep, markedRule("a", when(ask("info.tags", "contains", "keep-a-week")), removes)),
      "protected",
      "protect covers all",
    ],
  ];
  for (const one of cases) itWarnsOf(one);

  const fine: readonly Fine[] = [
    ["what may be protected", withProtection(keep, rule("a", when(hd), removes))],
    [
      "what it frees from protection before",
      withProtection(
        keep,
        rule(
          "a",
          when(keep),
          "actions: [{type: remove_tag, params: {tag: keep}}, {type: delete_torrent, params: {delete_files: false}}]",
        ),
      ),
    ],
  ];
  for (const one of fine) itAccepts(one);
});

describe("contexts", () => {
  const cases: readonly Doubtful[] = [
    [
      "one that stands twice",
      rules(rule("a", "context: [new, old, ▸new]", when(hd), tags("x"))),
      "repeated",
      'the context "new" stands twice',
      "rules.yml:2:",
    ],
    [
      "two that differ in letter case",
      rules(
        rule("a", "context: scheduled", when(hd), tags("x")),
        rule("b", "conditions: {context: ▸Scheduled, all: [" + keep + "]}", tags("y")),
        rule("c", "context: Scheduled", when(hd, keep), tags("z")),
      ),
      "context-case",
      '"Scheduled" and "scheduled" differ in letter case only',
      "the other is at rules.yml:2:",
    ],
  ];
  for (const one of cases) itWarnsOf(one);

  itAccepts([
    "one of several rules",
    rules(rule("a", "context: new", when(hd), tags("x")), rule("b", "context: new", when(keep), tags("y"))),
  ]);
});

describe("match_all", () => {
  itWarnsOf([
    "beside conditions",
    rules(rule("a", "▸match_all: true", when(hd), tags("x"))),
    "match-all-unheeded",
    "its conditions say which",
    "remove match_all",
  ]);

  itAccepts(["without conditions", rules(rule("a", "match_all: true", tags("x")))]);
  itAccepts(["denied, beside conditions", rules(rule("a", "match_all: false", when(hd), tags("x")))]);
});
