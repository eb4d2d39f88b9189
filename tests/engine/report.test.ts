import { describe, expect, test } from "bun:test";
import { createFailures } from "../../src/engine/apply.ts";
import { prepare } from "../../src/engine/prepare.ts";
import { report, type ReportInput } from "../../src/engine/report.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { NOW } from "../support/builders.ts";
import { knownServer, planOf, rules, torrent } from "./support.ts";

const ADD = "{type: add_tag, params: {tag: seen}}";
const DELETE = "{type: delete_torrent, params: {delete_files: false}}";
const hash = (n: number) => n.toString(16).padStart(40, "0");

function reportOn(list: readonly Rule[], torrents: readonly Torrent[], more: Partial<ReportInput> = {}) {
  const plans = torrents.map((each) => planOf(each, list));
  const context = prepare({ rules: list, now: NOW, server: knownServer() });
  const none = { failures: createFailures(), dryRun: false, requests: { read: 1, write: 0 }, warnings: [], resumed: 0 };
  return report({ processed: torrents.length, plans, context, ...none, ...more });
}

describe("the report", () => {
  test("counts (rule, torrent) pairs and actions by what became of them, over all and for each rule", () => {
    const list = rules(
      `label | always | ${ADD}, {type: start}`,
      `gone | {field: info.ratio, operator: '>', value: 5} | ${DELETE}`,
      `never | {field: info.ratio, operator: '>', value: 99} | {type: stop}`,
    );
    const made = reportOn(list, [torrent({ hash: hash(1) }), torrent({ hash: hash(2), ratio: 9 })]);
    const rule = { undecided: 0, withheld: 0, failed: 0 };
    expect(made.rules).toEqual([
      { ...rule, name: "label", matched: 2, executed: 1, skipped: 2, superseded: 1 },
      { ...rule, name: "gone", matched: 1, executed: 1, skipped: 0, superseded: 0 },
      { ...rule, name: "never", matched: 0, executed: 0, skipped: 0, superseded: 0 },
    ]);
    expect(made).toMatchObject({
      torrents_processed: 2,
      rules_matched: 3,
      actions_executed: 2,
      actions_skipped: 2,
      errors: 0,
      dry_run: false,
    });
  });

  test("names, torrent by torrent, what was done to it, and leaves out what was so already", () => {
    const list = rules(`label | always | ${ADD}, {type: start}`);
    const made = reportOn(list, [torrent({ hash: hash(1), name: "one" }), torrent({ hash: hash(2), tags: "seen" })]);
    const actions = [{ rule: "label", type: "add_tag", params: { tag: "seen" }, outcome: "executed" as const }];
    expect(made.torrents).toEqual([{ hash: hash(1), name: "one", actions }]);
    expect(made.torrents_not_listed).toBe(0);
  });

  test("says what failed, and why, for the torrents and the action concerned only", () => {
    const failures = createFailures();
    failures.record({ aspect: "tags", write: { kind: "add_tags", tags: ["seen"] }, hashes: [hash(1)] }, "refused");
    const list = rules(`label | always | ${ADD}, {type: stop}`);
    const made = reportOn(list, [torrent({ hash: hash(1) }), torrent({ hash: hash(2) })], { failures });
    expect(made).toMatchObject({ errors: 1, actions_executed: 3, rules: [{ executed: 3, failed: 1 }] });
    expect(made.torrents.map(({ actions }) => actions.map(({ outcome, reason }) => reason ?? outcome))).toEqual([
      ["refused", "executed"],
      ["executed", "executed"],
    ]);
  });

  test("blames no action that was never sent for the failure of one that was", () => {
    const write = { kind: "set_category" as const, category: "b" };
    const failures = createFailures();
    failures.record({ aspect: "category", write, hashes: [hash(1)] }, "refused");
    const list = rules(
      `a | always | {type: set_category, params: {category: a}}`,
      `b | always | {type: set_category, params: {category: b}}`,
    );
    const made = reportOn(list, [torrent({ hash: hash(1) })], { failures });
    expect(made.torrents[0]?.actions.map(({ outcome }) => outcome)).toEqual(["superseded", "failed"]);
    expect(made.errors).toBe(1);
  });

  test("names, for what could not be decided, the fields that were not known", () => {
    const list = rules(
      `a | {field: info.popularity, operator: '>', value: 1}, {field: info.comment, operator: '==', value: x}, {field: info.ratio, operator: '==', value: 1} | ${ADD}`,
    );
    const made = reportOn(list, [torrent({ hash: hash(1), name: "one" })]);
    expect(made.undecided).toEqual([
      {
        rule: "a",
        hash: hash(1),
        name: "one",
        unknown: ["info.popularity", "info.comment"],
        why: ["info.popularity: qBittorrent does not say", "info.comment: qBittorrent does not say"],
      },
    ]);
    expect(made.rules).toMatchObject([{ matched: 0, undecided: 1 }]);
  });

  test("names the field that an earlier rule of the same run made unknown", () => {
    const list = rules(
      `a | always | {type: start}`,
      `b | {field: info.state, operator: '==', value: stoppedUP} | ${ADD}`,
    );
    const made = reportOn(list, [torrent({ state: "stoppedUP" })]);
    expect(made.undecided).toMatchObject([{ rule: "b", unknown: ["info.state"] }]);
  });

  test("lists the first thousand torrents and doubts, and counts all of them", () => {
    const list = rules(`a | always | ${ADD}`, `b | {field: info.popularity, operator: '>', value: 1} | {type: stop}`);
    const many = Array.from({ length: 1_003 }, (_, n) => torrent({ hash: hash(n) }));
    const made = reportOn(list, many);
    expect(made.torrents).toHaveLength(1_000);
    expect(made.torrents_not_listed).toBe(3);
    expect(made.undecided).toHaveLength(1_000);
    expect(made).toMatchObject({
      torrents_processed: 1_003,
      actions_executed: 1_003,
      rules: [{}, { undecided: 1_003 }],
    });
  });

  test("passes on the kind of run, the requests and the warnings", () => {
    const said = { dryRun: true, requests: { read: 3, write: 2 }, warnings: ["careful"] };
    expect(reportOn(rules(`a | always | ${ADD}`), [], said)).toMatchObject({
      dry_run: true,
      requests: said.requests,
      warnings: said.warnings,
      torrents_processed: 0,
    });
  });
});
