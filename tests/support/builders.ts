import * as v from "valibot";
import { AppError, type Problem, describe } from "../../src/errors.ts";
import type { Server, Source } from "../../src/qbittorrent/facts.ts";
import { type Torrent, toTorrent } from "../../src/qbittorrent/torrent.ts";
import { isAtLeast, parseApiVersion } from "../../src/qbittorrent/versions.ts";
import { type Findings, checkRule } from "../../src/rules/check.ts";
import { type Loaded, loadRules } from "../../src/rules/load.ts";
import { type Circumstances, type Predicate, compile } from "../../src/rules/evaluate/compile.ts";
import type { Condition, Rule } from "../../src/rules/rule.ts";
import { ruleShape } from "../../src/rules/schema.ts";
import { readSource } from "../../src/rules/source.ts";
import { type Outcome, FALSE, TRUE, UNKNOWN, isOpen, open, sources } from "../../src/rules/truth.ts";

/** 2026-01-01, in seconds: the start of every imagined job. */
export const NOW = 1_767_225_600;
export const DAY = 86_400;

/** The newest qBittorrent, of which nothing was asked yet; `api` for an older one. */
export function aServer(facts: Partial<Server> = {}, api = "2.16.2"): Server {
  const version = parseApiVersion(api);
  if (version === undefined) throw new Error(`no version: ${api}`);
  return { name: `v${api}`, has: (release) => isAtLeast({ api: version }, release), ...facts };
}

/** A torrent that seeds, about which all is known: what a row of `torrents/info` says otherwise comes as `row`. */
export function aTorrent(row: Readonly<Record<string, unknown>> = {}): Torrent {
  const torrent = toTorrent({
    hash: "0123456789abcdef0123456789abcdef01234567",
    name: "Some.Show.S01E02.1080p",
    state: "stalledUP",
    added_on: NOW - 40 * DAY,
    completion_on: NOW - 31 * DAY,
    category: "",
    tags: "",
    size: 1_000_000_000,
    total_size: 1_000_000_000,
    amount_left: 0,
    progress: 1,
    ratio: 1.5,
    num_complete: 5,
    seeding_time: 31 * DAY,
    up_limit: 0,
    dl_limit: 0,
    upspeed: 0,
    force_start: false,
    auto_tmm: false,
    save_path: "/downloads",
    ...row,
  });
  if (torrent === undefined) throw new Error("not a row of a torrent");
  return torrent;
}

/** A rule as it would be written; JSON is YAML. */
export type WrittenRule = Readonly<Record<string, unknown>>;

export const load = (...rules: readonly WrittenRule[]): Loaded =>
  loadRules(
    "rules.yml",
    JSON.stringify({ rules: rules.map((rule, n) => ({ name: `rule ${n}`, actions: [], ...rule })) }),
  );

/** The rule, which must have no mistake. */
export function ruleOf(written: WrittenRule): Rule {
  const loaded = load(written);
  if (!loaded.ok) throw new AppError("rules", describeAll(loaded.problems));
  const [rule] = loaded.book.rules;
  if (rule === undefined) throw new Error("no rule");
  return rule;
}

const describeAll = (problems: readonly Problem[]): string => describe(new AppError("rules", "mistakes", { problems }));

export interface WrittenLeaf {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
}

export const leaf = (field: string, operator: string, value: unknown): WrittenLeaf => ({ field, operator, value });

/** Without the way through YAML, since properties ask thousands of times. */
export function conditionOf(conditions: unknown): Condition {
  const source = readSource("rules.yml", "");
  const shape = v.parse(ruleShape, { name: "a rule", actions: [], match_all: true, conditions });
  const findings: Findings = { source, problems: [], warnings: [] };
  const rule = checkRule(shape, [], findings);
  if (rule === undefined) throw new AppError("rules", describeAll(findings.problems));
  return rule.condition;
}

/** At `NOW`, on the newest server. */
export const circumstances: Circumstances = { now: NOW, server: aServer() };

export const predicateOf = (conditions: unknown, given = circumstances): Predicate =>
  compile(conditionOf(conditions), given);

/** How a test reads an outcome: open ones name every source they wait for. */
export type Verdict = boolean | "unknown" | readonly Source[];

export function verdictOf(outcome: Outcome): Verdict {
  if (isOpen(outcome)) return sources.filter((source) => (outcome & open(source)) !== 0);
  if (outcome === UNKNOWN) return "unknown";
  if (outcome !== TRUE && outcome !== FALSE) throw new Error(`no outcome: ${outcome}`);
  return outcome === TRUE;
}

/** What a condition says of the torrent at `NOW`. */
export const conditionVerdict = (condition: Condition, torrent: Torrent, given = circumstances): Verdict =>
  verdictOf(compile(condition, given)(torrent));

/** The same of conditions as they are written. */
export const verdict = (conditions: unknown, torrent: Torrent, given = circumstances): Verdict =>
  conditionVerdict(conditionOf(conditions), torrent, given);

export const leafVerdict = (torrent: Torrent, field: string, operator: string, value: unknown): Verdict =>
  verdict([leaf(field, operator, value)], torrent);
