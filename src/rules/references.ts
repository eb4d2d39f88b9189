import type { Problem } from "../errors.ts";
import { isRecord } from "../lib/json.ts";
import { didYouMean } from "../lib/nearest.ts";
import type { Path, Source } from "./source.ts";
import { createVariables } from "./variables.ts";

/** A value with its references filled in, every part of it with the place where it was written. */
type Placed = { readonly from: Path } & (
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: readonly Placed[] }
  | { readonly kind: "mapping"; readonly entries: readonly (readonly [string, Placed])[] }
);

/** What a `$ref` may lead to from here; undefined where none may stand. */
type Kind = "conditions" | "actions" | undefined;

interface Place {
  readonly from: Path;
  readonly kind: Kind;
  /** The references that led here. */
  readonly chain: readonly string[];
}

/** Of a whole file, with all that it refers to. */
const MOST_PARTS = 200_000;

/**
 * The source with `$ref` and `${vars.NAME}` filled in. Places still lead to where a value was written, inside `refs` if it
 * came from there, so that a mistake is shown where it can be mended.
 */
export function resolveReferences(source: Source): Source {
  const root = isRecord(source.value) ? source.value : {};
  const refs = isRecord(root["refs"]) ? root["refs"] : {};
  const problems: Problem[] = [];
  const report = (path: Path, message: string, hint?: string) => {
    problems.push({ message, where: source.where(path), ...(hint !== undefined && { hint }) });
  };
  let parts = 0;
  /** False once references have multiplied beyond what anyone means: the rest is left out, and that is a problem. */
  const spend = (path: Path): boolean => {
    parts += 1;
    if (parts === MOST_PARTS) report(path, "the references multiply without end", "refer to less, or write it out");
    return parts < MOST_PARTS;
  };
  const variables = createVariables(refs["vars"], { report, spend });

  function expand(value: unknown, place: Place): Placed {
    const { from } = place;
    if (!spend(from)) return { from, kind: "value", value: undefined };
    if (typeof value === "string") return { from, kind: "value", value: variables.fill(value, from) };
    if (Array.isArray(value))
      return { from, kind: "list", items: value.flatMap((item, index) => expandItem(item, into(place, index))) };
    if (!isRecord(value)) return { from, kind: "value", value };
    if ("$ref" in value) return follow(value, place) ?? unresolved(place);
    const entries = Object.entries(value).map(([name, item]) => [name, expand(item, into(place, name))] as const);
    return { from, kind: "mapping", entries };
  }

  /** Of a list, an item that stands for several takes all their places. */
  function expandItem(item: unknown, place: Place): readonly Placed[] {
    if (!isRecord(item) || !("$ref" in item)) return [expand(item, place)];
    const found = follow(item, place);
    if (found === undefined) return [unresolved(place)];
    if (found.kind !== "list") return [found];
    return place.kind === "actions" ? found.items : [{ from: found.from, kind: "mapping", entries: [["all", found]] }];
  }

  function follow(value: Record<string, unknown>, place: Place): Placed | undefined {
    const { from, kind, chain } = place;
    const name = targetOf(value, place);
    if (name === undefined || kind === undefined) return undefined;
    const reference = `${kind}.${name}`;
    if (chain.includes(reference)) {
      report(
        from,
        `these references go round in a circle: ${[...chain.slice(chain.indexOf(reference)), reference].join(" -> ")}`,
      );
      return undefined;
    }
    const known = isRecord(refs[kind]) ? refs[kind] : {};
    return expand(known[name], { from: ["refs", kind, name], kind, chain: [...chain, reference] });
  }

  /** The name that a `$ref` gives, if it may stand here and there is such a one. */
  function targetOf(
    { $ref: reference, ...others }: Record<string, unknown>,
    { from, kind }: Place,
  ): string | undefined {
    const at = [...from, "$ref"];
    const [, section, name = ""] = /^(conditions|actions)\.([\w-]+)$/.exec(String(reference)) ?? [];
    const known = section !== undefined && isRecord(refs[section]) ? Object.keys(refs[section]) : [];
    if (Object.keys(others).length > 0) report(from, "$ref must be the only key of its mapping");
    else if (kind === undefined) report(at, "$ref may stand among conditions and actions only");
    else if (section === undefined)
      report(at, `expected conditions.NAME or actions.NAME, found "${String(reference)}"`);
    else if (section !== kind) report(at, `${String(reference)} stands among the ${kind}: expected ${kind}.NAME`);
    else if (!known.includes(name)) report(at, `there is no ${section}.${name} in refs`, didYouMean(name, known));
    else return name;
    return undefined;
  }

  const origins = new Map<string, Path>();
  const value = toValue(expand(source.value, { from: [], kind: undefined, chain: [] }), [], origins);
  return {
    value,
    problems: [...source.problems, ...problems],
    where: (path, part) => source.where(originOf(path, origins), part),
    isBlockScalar: (path) => source.isBlockScalar(originOf(path, origins)),
  };
}

/** In the place of what a reference does not lead to: harmless, so that the rest can still be checked. */
function unresolved({ from, kind }: Place): Placed {
  const stand = kind === "actions" ? { type: "reannounce" } : { field: "info.name", operator: "known", value: true };
  return { from, kind: "value", value: kind === undefined ? undefined : stand };
}

/** One step down; the sections of `refs` and the keys of a rule say what may be referred to below them. */
function into({ from, kind, chain }: Place, step: string | number): Place {
  const below = step === "conditions" || step === "protect" ? "conditions" : step === "actions" ? "actions" : kind;
  return { from: [...from, step], kind: below, chain };
}

function toValue(placed: Placed, path: Path, origins: Map<string, Path>): unknown {
  origins.set(JSON.stringify(path), placed.from);
  if (placed.kind === "value") return placed.value;
  if (placed.kind === "list") return placed.items.map((item, index) => toValue(item, [...path, index], origins));
  return Object.fromEntries(placed.entries.map(([name, item]) => [name, toValue(item, [...path, name], origins)]));
}

/** Of the nearest part around the path that has one, and the rest of the way down from there. */
function originOf(path: Path, origins: ReadonlyMap<string, Path>): Path {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(JSON.stringify(path.slice(0, length)));
    if (origin !== undefined) return [...origin, ...path.slice(length)];
  }
  return path;
}
