import { isRecord } from "../../lib/json.ts";
import type { Path, Source } from "../source.ts";
import type { Warning } from "./warning.ts";

/** A context that a rule names, and where. */
interface Named {
  readonly name: string;
  readonly where: string;
}

/** Contexts named twice by one rule, and contexts of several rules that differ in letter case only: each spelling once. */
export function contextWarnings(rules: readonly unknown[], source: Source): readonly Warning[] {
  const byRule = new Map<string, Named>();
  const bySpelling = new Map<string, Named>();
  const byLetters = new Map<string, Named>();
  return rules.flatMap((rule, index) =>
    contextsOf(rule, index, source).flatMap((named) => {
      const { name } = named;
      const twin = firstOf(byRule, `${index} ${name}`, named);
      const same = firstOf(bySpelling, name, named);
      const similar = firstOf(byLetters, name.toLowerCase(), named);
      if (twin !== undefined) return [twice(named, twin)];
      return same === undefined && similar !== undefined ? [otherCase(named, similar)] : [];
    }),
  );
}

/** Undefined: this is the first. */
function firstOf(known: Map<string, Named>, key: string, named: Named): Named | undefined {
  const first = known.get(key);
  if (first === undefined) known.set(key, named);
  return first;
}

/** They may stand at the rule, or outermost in its conditions. */
function contextsOf(rule: unknown, index: number, source: Source): readonly Named[] {
  if (!isRecord(rule)) return [];
  const { context, conditions } = rule;
  const inner = isRecord(conditions) ? conditions["context"] : undefined;
  const path: Path = ["rules", index, ...(context === undefined ? ["conditions"] : []), "context"];
  const written: unknown = context ?? inner;
  const names: readonly unknown[] = Array.isArray(written) ? written : [written];
  return names.flatMap((name, at) =>
    typeof name === "string" ? [{ name, where: source.where(Array.isArray(written) ? [...path, at] : path) }] : [],
  );
}

const twice = ({ name, where }: Named, { where: earlier }: Named): Warning => ({
  code: "repeated",
  message: `the context "${name}" stands twice`,
  where,
  hint: `remove one; the other is at ${earlier}`,
});

const otherCase = ({ name, where }: Named, first: Named): Warning => ({
  code: "context-case",
  message: `the contexts "${name}" and "${first.name}" differ in letter case only, and are not the same`,
  where,
  hint: `write both the same way; the other is at ${first.where}`,
});
