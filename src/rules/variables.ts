import { isRecord } from "../lib/json.ts";
import { didYouMean } from "../lib/nearest.ts";
import { describeValue } from "./expected.ts";
import { notYet } from "./reserved.ts";
import type { Path } from "./source.ts";

export interface Resolution {
  readonly report: (path: Path, message: string, hint?: string) => void;
  /** Counts a part that was filled in; false: there are too many, leave it out. */
  readonly spend: (path: Path) => boolean;
}

/** `${vars.name}`; any other reference is matched too, to be refused. */
const REFERENCE = /\$\{([^}]*)\}/g;

/**
 * Fills `${vars.NAME}` in: alone it is the variable's value, of whatever type; inside a longer text it becomes part of it.
 * A variable may use others, but not itself.
 */
export function createVariables(vars: unknown, { report, spend }: Resolution) {
  const values = isRecord(vars) ? vars : {};

  function look(reference: string, path: Path, chain: readonly string[]): unknown {
    const name = /^vars\.([\w-]+)$/.exec(reference)?.[1];
    if (name === undefined) {
      const known = /^(?:info|trackers|files|properties|peers|webseeds|transfer|app|now)\./.test(reference);
      report(path, known ? notYet(`\${${reference}}`) : `unknown reference "\${${reference}}"`, "write ${vars.NAME}");
      return undefined;
    }
    if (!Object.hasOwn(values, name)) {
      report(path, `unknown variable "${name}"`, nearestIn("refs.vars", name, values));
      return undefined;
    }
    if (chain.includes(name)) {
      const circle = [...chain.slice(chain.indexOf(name)), name].map((step) => `vars.${step}`);
      report(path, `these variables go round in a circle: ${circle.join(" -> ")}`);
      return undefined;
    }
    return fillAll(values[name], path, [...chain, name]);
  }

  function fillAll(value: unknown, path: Path, chain: readonly string[]): unknown {
    if (!spend(path)) return undefined;
    if (typeof value === "string") return fill(value, path, chain);
    if (Array.isArray(value)) return value.map((item) => fillAll(item, path, chain));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillAll(item, path, chain)]));
  }

  function fill(text: string, path: Path, chain: readonly string[] = []): unknown {
    const whole = /^\$\{([^}]*)\}$/.exec(text)?.[1];
    if (whole !== undefined) return look(whole, path, chain);
    return text.replaceAll(REFERENCE, (written, reference: string) => {
      const value = look(reference, path, chain);
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
      if (value !== undefined)
        report(path, `"${written}" is ${describeValue(value)}: it cannot be part of a text`, "use it alone");
      return written;
    });
  }

  return { fill: (text: string, path: Path): unknown => fill(text, path) };
}

/** What may have been meant of what a section of `refs` has. */
export function nearestIn(section: string, name: string, named: Readonly<Record<string, unknown>>): string {
  const known = Object.keys(named);
  return known.length === 0 ? `${section} has nothing in it` : didYouMean(name, known);
}
