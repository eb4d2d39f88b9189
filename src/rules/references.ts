import { isRecord } from "../lib/json.ts";
import { type Report, circlesTold } from "./circles.ts";
import type { RulesCode, RulesProblem } from "./codes.ts";
import { MAX_DEPTH } from "./depth.ts";
import { describeValue } from "./expected.ts";
import { type Placed, originOf, toValue } from "./placed.ts";
import { groupKinds } from "./schema.ts";
import type { Path, Source } from "./source.ts";
import { createVariables, nearestIn } from "./variables.ts";

type Target =
  | { readonly section: "conditions" | "actions"; readonly name: string; readonly value: unknown }
  | { readonly refused: Path };

/** What a `$ref` may lead to from here; undefined where none may stand. */
type Kind = "conditions" | "actions" | undefined;

interface Place {
  readonly from: Path;
  readonly kind: Kind;
  /** Whether this is about the items of a list. */
  readonly inItems: boolean;
  /** In how many lists, mappings and references this is. */
  readonly depth: number;
  /** Where the first of the references that led here stands. */
  readonly entrance?: Path;
  /** Those references. */
  readonly chain: readonly string[];
}

/** A source that refers to nothing any more; its value is undefined if the references multiply without end. */
export interface Resolved extends Source {
  /** References used within `where`, like `conditions.unregistered`: what they mean depends on the list. */
  readonly ofItems: ReadonlySet<string>;
}

/** Of a whole file, with all that it refers to. */
const MOST_PARTS = 200_000;

const THROUGH_TOO_MUCH = `the references lead through more than ${MAX_DEPTH} lists and mappings`;

/**
 * The source with `$ref` and `${vars.NAME}` filled in. Places still lead to where a value was written, inside `refs` if it
 * came from there, so that a mistake is shown where it can be mended.
 */
export function resolveReferences(source: Source): Resolved {
  const root = isRecord(source.value) ? source.value : {};
  const refs = isRecord(root["refs"]) ? root["refs"] : {};
  const problems: RulesProblem[] = [];
  const ofItems = new Set<string>();
  /** The places of values that are a variable and nothing else. */
  const filled = new Map<string, string>();
  const report: Report = (code, path, message, hint) => {
    problems.push({ code, message, where: source.where(path), ...(hint !== undefined && { hint }) });
  };
  const circles = circlesTold(report);
  let parts = 0;
  /** False once references have multiplied beyond what anyone means: the rest is left out, and that is a problem. */
  const spend = (path: Path): boolean => {
    parts += 1;
    if (parts === MOST_PARTS)
      report("endless-reference", path, "the references multiply without end", "refer to less, or write it out");
    return parts < MOST_PARTS;
  };
  /** Once told, for the same reason: by references a file gets deeper than its text. */
  const isTooDeep = (depth: number, path: Path): boolean => {
    if (depth <= MAX_DEPTH) return false;
    if (parts < MOST_PARTS) report("too-deep", path, THROUGH_TOO_MUCH, "refer to less, or write it out");
    parts = MOST_PARTS;
    return true;
  };
  const variables = createVariables(refs["vars"], { report, circles, spend, isTooDeep });

  function expand(value: unknown, place: Place): Placed {
    const { from, entrance = from } = place;
    if (isTooDeep(place.depth, from) || !spend(entrance)) return { from, kind: "value", value: undefined };
    if (typeof value === "string") {
      const [, variable] = /^\$\{(vars\.[\w-]+)\}$/.exec(value) ?? [];
      if (variable !== undefined) filled.set(JSON.stringify(from), variable);
      return { from, kind: "value", value: variables.fill(value, from) };
    }
    if (Array.isArray(value))
      return { from, kind: "list", items: value.flatMap((item, index) => expandItem(item, into(place, index))) };
    if (!isRecord(value)) return { from, kind: "value", value };
    if ("$ref" in value) return inList(follow(value, place), place);
    const entries = Object.entries(value).map(([name, item]) => [name, expand(item, into(place, name))] as const);
    return { from, kind: "mapping", entries };
  }

  /** Of a list, an item that stands for several takes all their places. */
  function expandItem(item: unknown, place: Place): readonly Placed[] {
    const found = expand(item, place);
    if (found.kind !== "list" || !isRecord(item) || !("$ref" in item)) return [found];
    return place.kind === "actions" ? found.items : [{ from: found.from, kind: "mapping", entries: [["all", found]] }];
  }

  function follow(value: Record<string, unknown>, place: Place): Placed {
    const { from, chain } = place;
    const target = targetOf(value, place);
    if ("refused" in target) return standIn(place, target.refused);
    const { section, name } = target;
    const reference = `${section}.${name}`;
    if (chain.includes(reference)) {
      circles(from, "references", [...chain.slice(chain.indexOf(reference)), reference]);
      return standIn(place, from);
    }
    if (place.inItems) ofItems.add(reference);
    const { entrance = from, depth } = place;
    const at = { from: ["refs", section, name], depth: depth + 1, chain: [...chain, reference] };
    return expand(target.value, { ...place, entrance, ...at });
  }

  /** What a `$ref` names, if it may stand here and there is such a thing; otherwise the place that was told. */
  function targetOf({ $ref: reference, ...others }: Record<string, unknown>, { from, kind }: Place): Target {
    const at = [...from, "$ref"];
    const refuse = (code: RulesCode, message: string, hint?: string, refused: Path = at): Target => {
      report(code, refused, message, hint);
      return { refused };
    };
    if (Object.keys(others).length > 0) {
      const hint = "make what it names and what stands beside it two entries of a list";
      return refuse("misplaced-reference", "$ref must be the only key of its mapping", hint, from);
    }
    if (kind === undefined) {
      const [, variable] = /^vars\.([\w-]+)$/.exec(String(reference)) ?? [];
      const hint = variable === undefined ? "write it out here" : `write "\${vars.${variable}}"`;
      return refuse("misplaced-reference", "$ref may stand among conditions and actions only", hint);
    }
    const [, section, name = ""] = /^(conditions|actions)\.([\w-]+)$/.exec(String(reference)) ?? [];
    const named = isRecord(refs[kind]) ? refs[kind] : {};
    if (section === undefined)
      return refuse(
        "unknown-reference",
        `expected ${kind}.NAME, found ${describeValue(reference)}`,
        meant(reference, kind, named),
      );
    if (section !== kind)
      return refuse(
        "misplaced-reference",
        `${section}.${name} stands among the ${kind}: expected ${kind}.NAME`,
        nearestIn(`refs.${kind}`, name, named),
      );
    if (Object.hasOwn(named, name)) return { section, name, value: named[name] };
    return refuse(
      "unknown-reference",
      `there is no ${section}.${name} in refs`,
      nearestIn(`refs.${section}`, name, named),
    );
  }

  const origins = new Map<string, Path>();
  const value = toValue(
    expand(source.value, { from: [], kind: undefined, inItems: false, depth: 0, chain: [] }),
    [],
    origins,
  );
  return {
    value: parts < MOST_PARTS ? value : undefined,
    problems: [...source.problems, ...problems],
    ofItems,
    where: (path, part) => source.where(originOf(path, origins), part),
    isBlockScalar: (path) => source.isBlockScalar(originOf(path, origins)),
    isComment: (path) => source.isComment(originOf(path, origins)),
    variable: (path) => {
      const origin = originOf(path, origins);
      const name = filled.get(JSON.stringify(origin));
      if (name !== undefined) return { name, where: source.where(["refs", ...name.split(".")]) };
      // It may be an item of the list that the variable is.
      const list = filled.get(JSON.stringify(origin.slice(0, -1)));
      if (list === undefined) return undefined;
      return { name: list, where: source.where(["refs", ...list.split("."), ...origin.slice(-1)]) };
    },
  };
}

/**
 * In the place of what a reference does not lead to: something harmless of the right shape, so that the rest can still be
 * checked. It claims the place that was told already, so that nothing more is said of it.
 */
function standIn({ from, kind }: Place, told: Path): Placed {
  const last = from.at(-1);
  const isItem = typeof last === "number";
  const value = {
    conditions: LISTS.includes(last) ? [HARMLESS.conditions] : { all: [HARMLESS.conditions] },
    actions: isItem ? HARMLESS.actions : [HARMLESS.actions],
  };
  return { from: told, kind: "value", value: kind && value[kind] };
}

/** A single condition, where a list of them stands otherwise. */
function inList(found: Placed, { from }: Place): Placed {
  if (found.kind !== "mapping") return found;
  const last = from.at(-1);
  const isSingle = last === "conditions" && !found.entries.some(([name]) => groupKinds.some((kind) => kind === name));
  return isSingle || LISTS.includes(last) ? { from: found.from, kind: "list", items: [found] } : found;
}

const HARMLESS = {
  conditions: { field: "info.name", operator: "==", value: "?" },
  actions: { type: "reannounce" },
} as const;

/** The keys whose conditions are a list. */
const LISTS: readonly unknown[] = ["all", "any", "none", "protect"];

/** What may have been meant: the name without its section, or with more in front of it than that. */
function meant(reference: unknown, kind: "conditions" | "actions", named: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(reference)) return "write one $ref for each, as entries of the list";
  const name = String(reference).replace(/^.*[./]/s, "");
  return Object.hasOwn(named, name) ? `write ${kind}.${name}` : nearestIn(`refs.${kind}`, name, named);
}

/** One step down; the sections of `refs` and the keys of a rule say what may be referred to below them. */
function into(place: Place, step: string | number): Place {
  const { from, kind, inItems, depth } = place;
  const below = { kind: kindBelow(from, kind, step), inItems: inItems || step === "where", depth: depth + 1 };
  return { ...place, from: [...from, step], ...below };
}

/** A reference may stand for conditions or actions, and not for what is said in one of them. */
function kindBelow(from: Path, kind: Kind, step: string | number): Kind {
  if (step === "conditions" || step === "protect") return "conditions";
  if (step === "actions") return "actions";
  const isName = from.length === 2 && from[0] === "refs";
  return typeof step === "number" || isName || GROUPS.includes(step) ? kind : undefined;
}

const GROUPS: readonly string[] = [...groupKinds, "where"];
