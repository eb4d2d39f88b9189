import type { Problem } from "../errors.ts";
import { isRecord } from "../lib/json.ts";
import { type Quota, parseQuota } from "../lib/units.ts";
import { visible } from "../lib/visible.ts";
import { type Findings, checkRule } from "./check.ts";
import { checkAll } from "./check-condition.ts";
import { checkRefs } from "./check-refs.ts";
import { type Place, framed, placeOf } from "./frame.ts";
import { lint } from "./lint/lint.ts";
import { resolveReferences } from "./references.ts";
import type { Condition, Rule, Rulebook } from "./rule.ts";
import { type RulesFile, protection, ruleShape, rulesFile } from "./schema.ts";
import { shaped } from "./shaped.ts";
import { type Path, readSource } from "./source.ts";

/** Either the rules, or every problem of the file; warnings in both cases. */
export type Loaded =
  | { readonly ok: true; readonly book: Rulebook; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/** The whole way of a rules file: text, YAML, references, shape, meaning. Whatever can be wrong with it is found here. */
export function loadRules(file: string, text: string): Loaded {
  const written = readSource(file, text);
  const resolved = written.value === undefined ? undefined : resolveReferences(written);
  const source = resolved ?? written;
  const findings: Findings = { source, problems: [], warnings: [] };
  const book = resolved?.value === undefined ? undefined : loadBook(findings, resolved.ofItems);
  const problems = told([...source.problems, ...apartFrom(source.problems, findings.problems)], text);
  const warnings = told(findings.warnings, text);
  return problems.length === 0 && book !== undefined ? { ok: true, book, warnings } : { ok: false, problems, warnings };
}

function loadBook(findings: Findings, ofItems: ReadonlySet<string>): Rulebook | undefined {
  const { source } = findings;
  const root = shaped(rulesFile, source.value, [], findings);
  if (root === undefined) return undefined;
  const rules = root.rules.map((rule, index) => loadRule(rule, ["rules", index], findings));
  checkNames(root.rules, findings);
  checkRefs(root.refs ?? {}, ofItems, findings);
  const protect = loadProtection(root, findings);
  const maxDeletions = loadLimit(root, findings);
  // What stands in the place of a reference that leads nowhere is not what was written.
  if (source.problems.length === 0) findings.warnings.push(...lint({ source, written: root.rules, rules, protect }));
  return { rules: rules.filter((rule) => rule !== undefined), protect, maxDeletions };
}

/** Undefined: there were problems. */
function loadRule(written: unknown, path: Path, findings: Findings): Rule | undefined {
  const before = findings.problems.length;
  const shape = shaped(ruleShape, written, path, findings);
  const rule = shape && checkRule(shape, path, findings);
  return findings.problems.length > before ? undefined : rule;
}

function loadProtection({ protect }: RulesFile, findings: Findings): Condition | undefined {
  if (protect === undefined) return undefined;
  const before = findings.problems.length;
  const of = checkAll(shaped(protection, protect, ["protect"], findings) ?? [], ["protect"], findings);
  return findings.problems.length > before ? undefined : { kind: "any", of };
}

function loadLimit({ safety }: RulesFile, { source, problems }: Findings): Quota | undefined {
  const written = safety?.max_deletions;
  if (written === undefined) return undefined;
  const limit = parseQuota(String(written));
  if (limit.ok) return limit.value;
  const where = source.where(["safety", "max_deletions"]);
  problems.push({ code: "value", message: `max_deletions: ${limit.message}`, where, hint: limit.hint });
  return undefined;
}

/** Where a reference leads nowhere, nothing else is to be said of that place. */
const apartFrom = (references: readonly Problem[], problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(({ where }) => !references.some((problem) => problem.where === where));

/** In the order of the file, and safe to print. What several rules refer to is wrong only once. */
function told(problems: readonly Problem[], text: string): Problem[] {
  const once = new Map(problems.map((problem) => [`${problem.where} ${problem.message}`, printable(problem)]));
  return framed([...once.values()], text).toSorted((a, b) => comparePlaces(placeOf(a.where), placeOf(b.where)));
}

const printable = ({ message, hint, ...problem }: Problem): Problem => ({
  ...problem,
  message: visible(message),
  ...(hint !== undefined && { hint: visible(hint) }),
});

const comparePlaces = (a: Place | undefined, b: Place | undefined): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

/** Results name rules, so each needs a name of its own. */
function checkNames(rules: readonly unknown[], { source, problems, warnings }: Findings): void {
  const first = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    const name = isRecord(rule) ? rule["name"] : undefined;
    if (typeof name !== "string") continue;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    else {
      problems.push({
        code: "duplicate-name",
        message: `two rules are called "${name}"`,
        where: source.where(["rules", index, "name"]),
        hint: `the other is at ${source.where(["rules", earlier, "name"])}: results name rules, so each needs its own name`,
      });
    }
  }
  if (rules.length === 0 && problems.length === 0)
    warnings.push({ code: "no-rules", message: "there are no rules", where: source.where(["rules"]) });
}
