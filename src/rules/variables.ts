import { isRecord } from "../lib/json.ts";
import type { CircleTold, Report } from "./circles.ts";
import { didYouMean } from "../lib/nearest.ts";
import { describeValue } from "./expected.ts";
import { notYet } from "./reserved.ts";
import type { Path } from "./source.ts";

export interface Resolution {
  readonly report: Report;
  readonly circles: CircleTold;
  /** Counts a part that was filled in; false: there are too many, leave it out. */
  readonly spend: (path: Path) => boolean;
  /** Whether what is filled in lies in too many lists, mappings and variables: leave it out. */
  readonly isTooDeep: (depth: number, path: Path) => boolean;
}

/** The variables that led to a value, and in how many lists, mappings and variables it is. */
interface Way {
  readonly chain: readonly string[];
  readonly depth: number;
}

/** `${vars.name}`; any other reference is matched too, to be refused. */
const REFERENCE = /\$\{([^}]*)\}/g;

const UNCLOSED = /\$\{vars\.[^}]*$/;

/**
 * Fills `${vars.NAME}` in: alone it is the variable's value, of whatever type; inside a longer text it becomes part of it.
 * A variable may use others, but not itself.
 */
export function createVariables(vars: unknown, { report, circles, spend, isTooDeep }: Resolution) {
  const values = isRecord(vars) ? vars : {};

  function look(reference: string, path: Path, { chain, depth }: Way): unknown {
    const name = /^vars\.([\w-]+)$/.exec(reference)?.[1];
    if (name === undefined) {
      if (isField(reference)) report("reserved", path, notYet(`\${${reference}}`), "write ${vars.NAME}");
      else report("unknown-variable", path, `unknown reference "\${${reference}}"`, meant(reference, values));
      return undefined;
    }
    if (!Object.hasOwn(values, name)) {
      report("unknown-variable", path, `unknown variable "${name}"`, nearestIn("refs.vars", name, values));
      return undefined;
    }
    if (chain.includes(name)) {
      circles(
        path,
        "variables",
        [...chain.slice(chain.indexOf(name)), name].map((step) => `vars.${step}`),
      );
      return undefined;
    }
    return fillAll(values[name], path, { chain: [...chain, name], depth: depth + 1 });
  }

  function fillAll(value: unknown, path: Path, way: Way): unknown {
    if (isTooDeep(way.depth, path) || !spend(path)) return undefined;
    if (typeof value === "string") return fill(value, path, way);
    const below = { ...way, depth: way.depth + 1 };
    if (Array.isArray(value)) return value.map((item) => fillAll(item, path, below));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillAll(item, path, below)]));
  }

  function fill(text: string, path: Path, way: Way = { chain: [], depth: 0 }): unknown {
    const whole = /^\$\{([^}]*)\}$/.exec(text)?.[1];
    if (whole !== undefined) return look(whole, path, way);
    if (UNCLOSED.test(text))
      report("unknown-variable", path, `nothing closes the \${ in "${text}"`, "write ${vars.NAME}");
    return text.replaceAll(REFERENCE, (written, reference: string) => {
      const value = look(reference, path, way);
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
      if (value !== undefined) {
        const message = `"${written}" is ${describeValue(value)}: it cannot be part of a text`;
        report("variable-kind", path, message, `write "${written}" and nothing else, or make it a text`);
      }
      return written;
    });
  }

  return { fill: (text: string, path: Path): unknown => fill(text, path) };
}

const isField = (reference: string): boolean =>
  /^(?:info|trackers|files|properties|peers|webseeds|transfer|app|now)\./.test(reference);

/** A variable without its section, a part of one, or something that is not read here at all. */
function meant(reference: string, values: Readonly<Record<string, unknown>>): string {
  if (Object.hasOwn(values, reference)) return `write \${vars.${reference}}`;
  const [, whole] = /^vars\.([\w-]+)[.[]/.exec(reference) ?? [];
  if (whole !== undefined && Object.hasOwn(values, whole))
    return `a part of vars.${whole} cannot be named: make it a variable of its own`;
  if (/^\w+(?::-|:\?|$)/.test(reference)) return "write ${vars.NAME}: variables of the environment are not read here";
  return "write ${vars.NAME}";
}

/** What may have been meant of what a section of `refs` has. */
export function nearestIn(section: string, name: string, named: Readonly<Record<string, unknown>>): string {
  const known = Object.keys(named);
  return known.length === 0 ? `${section} has nothing in it` : didYouMean(name, known);
}
