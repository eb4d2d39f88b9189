import * as v from "valibot";
import type { Problem } from "../errors.ts";
import { isRecord } from "../lib/json.ts";
import { type Findings, checkRule } from "./check.ts";
import { checkRefs } from "./check-refs.ts";
import { problemOf } from "./issue-path.ts";
import { resolveReferences } from "./references.ts";
import type { Rule } from "./rule.ts";
import { ruleShape, rulesFile } from "./schema.ts";
import { type Path, readSource } from "./source.ts";

/** Either the rules, or every problem of the file; warnings in both cases. */
export type Loaded =
  | { readonly ok: true; readonly rules: readonly Rule[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/** The whole way of a rules file: text, YAML, references, shape, meaning. Whatever can be wrong with it is found here. */
export function loadRules(file: string, text: string): Loaded {
  const written = readSource(file, text);
  const source = written.problems.length > 0 ? written : resolveReferences(written);
  const findings: Findings = { source, problems: [...source.problems], warnings: [] };
  const { problems, warnings } = findings;
  // Without what they refer to, the rules cannot be judged.
  if (problems.length > 0) return { ok: false, problems: unique(problems), warnings };

  const root = v.safeParse(rulesFile, source.value);
  if (!root.success) return { ok: false, problems: root.issues.map((issue) => problemOf(issue, [], source)), warnings };

  const rules = root.output.rules.map((rule, index) => loadRule(rule, ["rules", index], findings));
  checkNames(root.output.rules, findings);
  checkRefs(root.output.refs ?? {}, findings);
  if (problems.length > 0) return { ok: false, problems: unique(problems), warnings: unique(warnings) };
  return { ok: true, rules: rules.filter((rule) => rule !== undefined), warnings: unique(warnings) };
}

function loadRule(written: unknown, path: Path, findings: Findings): Rule | undefined {
  const shape = v.safeParse(ruleShape, written);
  if (shape.success) return checkRule(shape.output, path, findings);
  findings.problems.push(...shape.issues.map((issue) => problemOf(issue, path, findings.source)));
  return undefined;
}

/** What several rules refer to is wrong only once. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.where} ${problem.message}`, problem])).values()];
}

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
        message: `two rules are called "${name}"`,
        where: source.where(["rules", index, "name"]),
        hint: `the other is at ${source.where(["rules", earlier, "name"])}: results name rules, so each needs its own name`,
      });
    }
  }
  if (rules.length === 0) warnings.push({ message: "there are no rules", where: source.where(["rules"]) });
}
