import * as v from "valibot";
import { isActionType } from "../actions/catalogue.ts";
import { didYouMean } from "../lib/nearest.ts";
import { checkAction } from "../rules/check-action.ts";
import { unexpected } from "../rules/expected.ts";
import { problemOf } from "../rules/issue-path.ts";
import type { Rulebook } from "../rules/rule.ts";
import type { Path } from "../rules/source.ts";
import type { Deleted, Expectation, ExpectedAction, ExpectedEnd, GivenTorrent } from "./case.ts";
import { type Reading, readFields } from "./fields.ts";
import { type ExpectationShape, expectationKeys, expectationShape } from "./shape.ts";

export interface ExpectationReading extends Reading {
  /** Undefined: the rules have mistakes, so that names of rules cannot be checked. */
  readonly book: Rulebook | undefined;
}

/** `expect` of a test: of its torrent, of each of them, or of each by its name or hash. */
export function readExpectations(
  written: Readonly<Record<string, unknown>>,
  torrents: readonly GivenTorrent[],
  path: Path,
  reading: ExpectationReading,
): readonly Expectation[] {
  const keys = Object.keys(written);
  const isNamed = torrents.some((given) => keys.some((key) => isCalled(given, key)));
  const isForAll = !isNamed && (torrents.length === 1 || keys.some((key) => expectationKeys.includes(key)));
  if (isForAll) {
    const expected = readExpectation(written, path, reading);
    return expected === undefined ? [] : torrents.map(({ torrent: { hash } }) => ({ hash, ...expected }));
  }
  return Object.entries(written).flatMap(([key, what]) => {
    const hash = findTorrent(key, torrents, [...path, key], reading);
    const expected = readExpectation(what, [...path, key], reading);
    return hash === undefined || expected === undefined ? [] : [{ hash, ...expected }];
  });
}

const isCalled = ({ title, torrent: { hash } }: GivenTorrent, key: string): boolean =>
  title === key || hash === key.toLowerCase();

function findTorrent(
  key: string,
  torrents: readonly GivenTorrent[],
  path: Path,
  { findings: { source, problems } }: Reading,
): string | undefined {
  const [found, ...others] = torrents.filter((given) => isCalled(given, key));
  if (found !== undefined && others.length === 0) return found.torrent.hash;
  const hint =
    found === undefined
      ? didYouMean(
          key,
          torrents.map(({ title }) => title),
        )
      : "name it by its hash";
  const message = `${found === undefined ? "no torrent is" : "several torrents are"} called "${key}"`;
  problems.push({ code: "unknown-torrent", message, where: source.where(path, "key"), hint });
  return undefined;
}

/** Undefined: it cannot be read, and why is among the findings. */
function readExpectation(
  written: unknown,
  path: Path,
  reading: ExpectationReading,
): Omit<Expectation, "hash"> | undefined {
  const { source, problems } = reading.findings;
  const shape = v.safeParse(expectationShape, written);
  if (!shape.success) {
    problems.push(...shape.issues.map((issue) => problemOf(issue, path, source)));
    return undefined;
  }
  const { matches, undecided, withheld, failed, does, end } = shape.output;
  checkRules(matches, [...path, "matches"], reading);
  checkRules(undecided, [...path, "undecided"], reading);
  checkTypes(withheld, [...path, "withheld"], reading);
  checkTypes(failed, [...path, "failed"], reading);
  return {
    place: source.where(path),
    ...(matches && { matches }),
    ...(undecided && { undecided }),
    ...(withheld && { withheld }),
    ...(failed && { failed }),
    ...(does && { does: readActions(does, [...path, "does"], reading) }),
    ...(end && { end: readEnd(end, [...path, "end"], reading) }),
  };
}

function checkRules(names: readonly string[] = [], path: Path, { book, findings }: ExpectationReading): void {
  if (book === undefined) return;
  const known = book.rules.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue;
    const where = findings.source.where([...path, index]);
    const hint = known.length === 0 ? "there are no rules" : didYouMean(name, known);
    findings.problems.push({ code: "unknown-rule", message: `no rule is called "${name}"`, where, hint });
  }
}

function checkTypes(types: readonly string[] = [], path: Path, { findings }: Reading): void {
  for (const [index, type] of types.entries()) {
    if (isActionType(type)) continue;
    // Says that there is no such action, where the type stands.
    checkAction({ type }, [...path, index], findings);
  }
}

/** Named with parameters, an action is checked as one of a rule is. */
function readActions(
  written: NonNullable<ExpectationShape["does"]>,
  path: Path,
  { findings }: Reading,
): readonly ExpectedAction[] {
  if (written === "nothing") return [];
  return written.map((item, index) => {
    const action = typeof item === "string" ? { type: item } : item;
    const isWhole = "params" in action || !isActionType(action.type);
    if (isWhole) checkAction(action, [...path, index], findings);
    return action;
  });
}

function readEnd(written: Readonly<Record<string, unknown>>, path: Path, reading: Reading): ExpectedEnd {
  const { deleted, stopped, ...fields } = written;
  return {
    ...("deleted" in written && { deleted: readOneOf(DELETED, deleted, [...path, "deleted"], reading) }),
    ...("stopped" in written && { stopped: readOneOf(YES_OR_NO, stopped, [...path, "stopped"], reading) }),
    fields: readFields({ namespace: "info", others: ["deleted", "stopped"] }, fields, path, reading),
  };
}

const DELETED: readonly Deleted[] = [false, true, "with_files"];
const YES_OR_NO: readonly boolean[] = [false, true];

function readOneOf<T>(values: readonly T[], written: unknown, path: Path, { findings }: Reading): T | undefined {
  const value = values.find((known) => known === written);
  if (value === undefined) {
    const { message, hint } = unexpected(`one of ${values.join(", ")}`, written);
    findings.problems.push({ code: "value", message, where: findings.source.where(path), hint });
  }
  return value;
}
