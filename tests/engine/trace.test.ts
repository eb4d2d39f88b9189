import { describe, expect, test } from "bun:test";
import { createFailures } from "../../src/engine/apply.ts";
import { planTorrent } from "../../src/engine/plan.ts";
import { type Preparation, prepare } from "../../src/engine/prepare.ts";
import { type Trace, trace } from "../../src/engine/trace.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Explained } from "../../src/rules/evaluate/explain.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { NOW } from "../support/builders.ts";
import { bench, knownServer, protecting, rules, rulesOf, torrent } from "./support.ts";

const ADD = "{type: add_tag, params: {tag: seen}}";
const DELETE = "{type: delete_torrent, params: {delete_files: false}}";
const BIG = "{field: info.size, operator: '>', value: 500}";
const HUGE = "{field: info.size, operator: '>', value: 5000}";
const TAGGED = "{field: info.tags, operator: contains, value: seen}";
const UNKNOWN = "{field: info.popularity, operator: '>', value: 1}";
const ANY_FAST = "{any_of: trackers, where: {field: host, operator: '==', value: fast.example}}";
const FAST = "{field: trackers.host, operator: '==', value: fast.example}";

const hash = (n: number) => n.toString(16).padStart(40, "0");

const library = (count: number) => Array.from({ length: count }, (_, n) => torrent({ hash: hash(n), size: n }));

/** Of the first torrent. */
const actionsOf = ({ torrents }: Trace) => torrents[0]?.rules.flatMap(({ actions }) => actions) ?? [];

interface Given extends Partial<Preparation> {
  readonly torrents?: readonly Torrent[];
  readonly jobContext?: string | null;
}

/** The trace of a pass of the rules that run for the job. */
function traceOf(list: readonly Rule[], { torrents = [torrent()], jobContext = null, ...more }: Given = {}): Trace {
  const context = prepare({ rules: list, now: NOW, server: knownServer(), ...more });
  const plans = torrents.map((each) => planTorrent(each, context)).filter((plan) => typeof plan === "object");
  const book = { rules: list, protect: more.protect };
  return trace({ torrents, plans, context, failures: createFailures(), book, jobContext });
}

/** `rule: outcome`, of the first torrent. */
const outcomesOf = ({ torrents }: Trace) => torrents[0]?.rules.map(({ rule, outcome }) => `${rule}: ${outcome}`);

/** What became of each part of the condition of a rule, about the first torrent, in the order of the trace. */
function partsOf({ torrents }: Trace, name: string): readonly string[] {
  const condition = torrents[0]?.rules.find(({ rule }) => rule === name)?.condition;
  return condition === undefined ? [] : leaves(condition);
}

function leaves(explained: Explained): readonly string[] {
  if (explained.kind === "test") return [`${explained.field}: ${explained.outcome}`];
  return "of" in explained ? explained.of.flatMap(leaves) : [`${explained.list}: ${explained.outcome}`];
}

describe("of each rule the trace says what came of it:", () => {
  test("matched, not matched, undecided", () => {
    const list = rules(`yes | ${BIG} | ${ADD}`, `no | ${HUGE} | ${ADD}`, `unsure | ${UNKNOWN} | ${ADD}`);
    expect(outcomesOf(traceOf(list))).toEqual(["yes: matched", "no: not matched", "unsure: undecided"]);
  });

  test("not reached, after one that stopped there", () => {
    const traced = traceOf(rules(`yes! | ${BIG} | ${ADD}`, `then | ${BIG} | ${ADD}`));
    expect(outcomesOf(traced)).toEqual(["yes: matched", "then: not reached"]);
    expect(traced.torrents[0]?.rules[1]).toEqual({ rule: "then", outcome: "not reached", actions: [] });
  });

  test("not reached, after the deletion of the torrent", () => {
    const traced = traceOf(rules(`gone | ${BIG} | ${DELETE}`, `then | ${BIG} | ${ADD}`));
    expect(outcomesOf(traced)).toEqual(["gone: matched", "then: not reached"]);
  });

  test("reached, after a deletion that is withheld, for whatever reason", () => {
    const list = rules(
      `gone | ${BIG} | {type: delete_torrent, params: {delete_files: true}}`,
      `then | ${BIG} | ${ADD}`,
    );
    const shared = new Map([["a".repeat(40), "another uses the same data"]]);
    for (const more of [{ withhold: "the file is broken" }, { shared }, { protect: protecting(BIG) }]) {
      expect(outcomesOf(traceOf(list, more))).toEqual(["gone: matched", "then: matched"]);
    }
  });

  test("and why some do not run at all", () => {
    const list = rulesOf(`
      rules:
        - {name: off, enabled: false, match_all: true, actions: [${ADD}]}
        - {name: for others, context: [nightly, weekly], match_all: true, actions: [${ADD}]}
        - {name: for all, match_all: true, actions: [${ADD}]}
    `);
    const none = traceOf(list, { rules: list.slice(2) });
    expect(none.rules_not_run).toEqual([
      { rule: "off", why: "it is not enabled" },
      { rule: "for others", why: "it is for context nightly, weekly; the job has none" },
    ]);
    const manual = traceOf(list, { rules: list.slice(2), jobContext: "manual" });
    expect(manual.rules_not_run[1]?.why).toBe("it is for context nightly, weekly; the job's is manual");
    expect(outcomesOf(manual)).toEqual(["for all: matched"]);
  });
});

describe("of each condition the trace shows", () => {
  test("the parts in the order of the file, whichever was tried first", () => {
    const traced = traceOf(rules(`r | ${FAST}, ${HUGE} | ${ADD}`));
    expect(partsOf(traced, "r")).toEqual(["trackers.host: not evaluated", "info.size: false"]);
  });

  test("what the torrent has and what the rule asks for", () => {
    const traced = traceOf(rules(`r | ${BIG} | ${ADD}`));
    expect(traced.torrents[0]?.rules[0]?.condition).toMatchObject({
      kind: "all",
      outcome: "true",
      of: [{ kind: "test", field: "info.size", operator: ">", expected: 500, value: 1000, outcome: "true" }],
    });
  });

  test("the torrent as earlier rules left it", () => {
    const traced = traceOf(rules(`tag | ${BIG} | ${ADD}`, `then | ${TAGGED} | {type: stop}`));
    expect(traced.torrents[0]?.rules[1]?.condition).toMatchObject({ of: [{ value: ["seen"], outcome: "true" }] });
  });

  test("why something is not known", () => {
    const state = "{field: info.state, operator: '==', value: stoppedUP}";
    const traced = traceOf(rules(`check | always | {type: recheck}`, `then | ${state} | ${ADD}`));
    expect(traced.torrents[0]?.rules[1]?.condition).toMatchObject({
      of: [{ outcome: "unknown", why: "an earlier action of this run changes it" }],
    });
  });
});

describe("of each action the trace says what became of it", () => {
  test("and under which rule, with parameters", () => {
    const traced = traceOf(rules(`a | always | ${ADD}, {type: start}`, `b | always | {type: stop}`));
    expect(traced.torrents[0]?.rules.map(({ actions }) => actions)).toEqual([
      [
        { rule: "a", type: "add_tag", params: { tag: "seen" }, outcome: "executed" },
        { rule: "a", type: "start", params: {}, outcome: "skipped" },
      ],
      [{ rule: "b", type: "stop", params: {}, outcome: "executed" }],
    ]);
  });

  test("and why it was withheld", () => {
    const traced = traceOf(rules(`gone | always | ${DELETE}`), { protect: protecting(BIG) });
    expect(actionsOf(traced)).toMatchObject([
      { outcome: "withheld", reason: "the torrent is protected (rules.yml:2:13)" },
    ]);
  });

  test("and, where protection withheld it, what of the torrent protects it", () => {
    const either = { protect: protecting(HUGE, BIG) };
    const [traced] = traceOf(rules(`gone | always | ${DELETE}`), either).torrents;
    expect(traced?.protect).toMatchObject({
      kind: "any",
      outcome: "true",
      of: [
        { field: "info.size", outcome: "false" },
        { field: "info.size", value: 1000, outcome: "true" },
      ],
    });
    expect(traceOf(rules(`tag | always | ${ADD}`), either).torrents[0]).not.toHaveProperty("protect");
  });

  test("and protection by what an earlier rule did", () => {
    const list = rules(`tag | always | ${ADD}`, `gone | always | ${DELETE}`);
    const [traced] = traceOf(list, { protect: protecting(TAGGED) }).torrents;
    expect(traced?.protect).toMatchObject({ of: [{ field: "info.tags", outcome: "true", value: ["seen"] }] });
  });

  test("and protection that another rule ended later", () => {
    const list = rules(
      `tag | always | ${ADD}`,
      `gone | always | ${DELETE}`,
      `untag | always | {type: remove_tag, params: {tag: seen}}`,
    );
    const [traced] = traceOf(list, { protect: protecting(TAGGED) }).torrents;
    expect(traced?.protect).toMatchObject({ of: [{ field: "info.tags", outcome: "true" }] });
  });

  test("and no protection where something else withheld it before that was asked", () => {
    const open = protecting("{field: properties.comment, operator: '==', value: keep}");
    const traced = traceOf(rules(`gone | always | ${DELETE}`), { protect: open, withhold: "the file is broken" });
    expect(actionsOf(traced)).toMatchObject([{ outcome: "withheld", reason: "the file is broken" }]);
    expect(traced.torrents[0]).not.toHaveProperty("protect");
  });

  test("and why the server refused it", () => {
    const list = rules(`a | always | ${ADD}`);
    const context = prepare({ rules: list, now: NOW, server: knownServer() });
    const plan = planTorrent(torrent(), context);
    const failures = createFailures();
    failures.record({ aspect: "tags", write: { kind: "add_tags", tags: ["seen"] }, hashes: ["a".repeat(40)] }, "Nein");
    const plans = typeof plan === "object" ? [plan] : [];
    const traced = trace({ torrents: [torrent()], plans, context, failures, book: { rules: list }, jobContext: null });
    expect(actionsOf(traced)).toMatchObject([{ outcome: "failed", reason: "Nein" }]);
  });
});

describe("the trace is bounded, and says so:", () => {
  test("a hundred torrents, those first that something happens to", () => {
    const last = "{field: info.size, operator: '>=', value: 148}";
    const traced = traceOf(rules(`a | ${last} | ${ADD}`), { torrents: library(150) });
    expect(traced.torrents.map((each) => each.hash)).toEqual(
      [148, 149, ...Array.from({ length: 98 }, (_, n) => n)].map(hash),
    );
    expect(traced.torrents_not_shown).toBe(50);
  });

  test("fewer, where the rules have much to show for each", () => {
    const many = Array.from({ length: 300 }, (_, n) => `r${n} | ${HUGE}, ${BIG} | ${ADD}`);
    const { torrents, torrents_not_shown: more } = traceOf(rules(...many), { torrents: library(90) });
    expect(torrents.length + more).toBe(90);
    expect(more).toBeGreaterThan(0);
    expect(torrents.length).toBeGreaterThan(0);
    expect(torrents[0]?.rules).toHaveLength(300);
  });

  test("fewer, where a rule names a long list", () => {
    const names = Array.from({ length: 4_000 }, (_, n) => `name ${n}`);
    const list = rules(`a | {field: info.name, operator: in, value: ${JSON.stringify(names)}} | ${ADD}`);
    const { torrents, torrents_not_shown: more } = traceOf(list, { torrents: library(90) });
    expect(torrents.length).toBeLessThan(10);
    expect(torrents.length + more).toBe(90);
  });

  test("nothing is left out of a small one", () => {
    expect(traceOf(rules(`a | ${HUGE} | ${ADD}`), { torrents: library(3) })).toMatchObject({
      torrents: [{}, {}, {}],
      torrents_not_shown: 0,
    });
  });
});

/** Rules that tell when somebody looks at what is written in them, which deciding never does. */
function watched(): { readonly list: readonly Rule[]; readonly looks: () => number } {
  let looks = 0;
  const [rule] = rules(`a | ${BIG} | ${ADD}`);
  if (rule?.condition.kind !== "all") throw new Error("no group");
  const of = rule.condition.of.map((leaf) =>
    Object.defineProperty({ ...leaf }, "value", {
      enumerable: true,
      get: () => {
        looks++;
        return 500;
      },
    }),
  );
  return { list: [{ ...rule, condition: { kind: "all", of } }], looks: () => looks };
}

describe("a job", () => {
  test("that does not ask for a trace has none, and nothing is explained for it", async () => {
    const { list, looks } = watched();
    await using on = bench({ rules: list, torrents: [{ size: 1_000 }, { size: 5 }] });
    expect("trace" in (await on.run())).toBe(false);
    expect(looks()).toBe(0);
    await on.run({ trace: true });
    expect(looks()).toBeGreaterThan(0);
  });

  test("has the same trace in a dry run as in a real one", async () => {
    const list = rules(`a | ${BIG} | ${ADD}, {type: stop}`, `b | ${TAGGED}, ${ANY_FAST} | ${DELETE}`);
    const torrents = [{ size: 1_000, trackers: ["http://fast.example/a"] }, { size: 1_000 }, { size: 5 }];
    await using on = bench({ version: "4.5.2", rules: list, torrents });
    const dry = await on.run({ dryRun: true, trace: true });
    const real = await on.run({ trace: true });
    expect(dry.trace?.torrents).toHaveLength(3);
    expect(real.trace).toEqual(dry.trace);
  });

  test("for one torrent shows that one", async () => {
    await using on = bench({ rules: rules(`a | ${BIG} | ${ADD}`), torrents: [{}, { name: "wanted" }, {}] });
    const [, wanted] = [...on.simulator.torrents.keys()];
    const report = await on.run({ hash: wanted ?? "", trace: true });
    expect(report.trace?.torrents.map(({ name }) => name)).toEqual(["wanted"]);
  });

  test("has a trace that survives being stored as JSON, whatever the values", async () => {
    const list = rules(
      `a | {field: info.up_limit, operator: '>', value: 5}, {field: transfer.up_rate_limit, operator: '>', value: 5}, {field: app.queueing_enabled, operator: '==', value: false} | ${ADD}`,
      `c | {field: info.completion_on, operator: older_than, value: 1 day} | ${ADD}`,
      `b | {any_of: trackers, where: {field: status, operator: '==', value: working}} | {type: set_upload_limit, params: {limit: unlimited}}`,
    );
    await using on = bench({ rules: list, torrents: [{ trackers: ["http://one.example/"] }, { uploadLimit: 3 }] });
    const { trace: traced } = await on.run({ trace: true });
    expect(JSON.parse(JSON.stringify(traced))).toEqual(traced);
    expect(JSON.stringify(traced)).not.toContain("null");
  });
});
