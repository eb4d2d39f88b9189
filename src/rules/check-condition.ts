import { isRecord } from "../lib/json.ts";
import type { Parsed } from "../lib/units.ts";
import type { Findings } from "./check.ts";
import { doubtAbout } from "./doubtful.ts";
import { type Scope, fieldNamed, operatorNamed, typeNames, typesOf } from "./find.ts";
import { listOf } from "./fields/field.ts";
import type { Check } from "./operators/operator.ts";
import { notYet } from "./reserved.ts";
import type { Condition, Items } from "./rule.ts";
import { type GroupShape, type ItemsShape, type LeafShape, type NodeShape, groupKinds, quantifiers } from "./schema.ts";
import type { Path } from "./source.ts";
import { TOLD } from "./stand-ins.ts";

/** Several groups in one mapping must all hold, at every depth. Undefined: there were problems. */
export function checkCondition(
  shape: NodeShape,
  path: Path,
  findings: Findings,
  scope: Scope = "torrent",
): Condition | undefined {
  if (isItems(shape)) return checkItems(shape, path, findings, scope);
  if (!isGroup(shape)) return checkLeaf(shape, path, findings, scope);
  const parts = groupKinds.flatMap((kind) => {
    const list = shape[kind];
    return list === undefined ? [] : [{ kind, of: checkAll(list, [...path, kind], findings, scope) }];
  });
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind: "all", of: parts };
}

/** A list without a key of its own. */
export const checkList = (list: readonly NodeShape[], path: Path, findings: Findings, scope?: Scope): Condition => ({
  kind: "all",
  of: checkAll(list, path, findings, scope),
});

export const checkAll = (list: readonly NodeShape[], path: Path, findings: Findings, scope?: Scope): Condition[] =>
  list
    .map((child, index) => checkCondition(child, [...path, index], findings, scope))
    .filter((child) => child !== undefined);

const isGroup = (shape: NodeShape): shape is GroupShape => groupKinds.some((kind) => kind in shape);
const isItems = (shape: NodeShape): shape is ItemsShape => quantifiers.some((kind) => kind in shape);

function checkItems(shape: ItemsShape, path: Path, findings: Findings, scope: Scope): Items | undefined {
  if (scope !== "torrent") {
    findings.problems.push({
      code: "nested-items",
      message: `the items of ${scope} have no lists of their own`,
      where: findings.source.where(path),
      hint: "put this group beside the other one, not into it",
    });
    return undefined;
  }
  const kind = quantifiers.find((name) => shape[name] !== undefined);
  const list = kind && shape[kind];
  if (kind === undefined || list === undefined) return undefined;
  const { where } = shape;
  const at = [...path, "where"];
  const condition = isList(where) ? checkList(where, at, findings, list) : checkCondition(where, at, findings, list);
  return condition && { kind, list, where: condition };
}

const isList = (where: ItemsShape["where"]): where is readonly NodeShape[] => Array.isArray(where);

function checkLeaf(shape: LeafShape, path: Path, findings: Findings, scope: Scope): Condition | undefined {
  if (shape.value === TOLD) return undefined;
  const field = fieldNamed(shape.field, [...path, "field"], findings, scope);
  const operator = operatorNamed(shape.operator, [...path, "operator"], findings);
  if (field === undefined || operator === undefined) return undefined;
  const { source, problems, warnings } = findings;
  const at = source.where([...path, "value"]);
  if (!("value" in shape)) {
    problems.push({ code: "missing-value", message: 'a condition needs "value"', where: source.where(path) });
    return undefined;
  }
  if (isRecord(shape.value) && "field" in shape.value) {
    problems.push({ code: "reserved", message: notYet("value: {field: ...}"), where: at });
    return undefined;
  }
  const aboutList = shape.operator === "is_empty" && scope === "torrent" && listOf(field) !== undefined;
  if (!operator.suits.includes(field.type) && !aboutList) {
    problems.push({
      code: "operator-type",
      message: `${shape.operator} needs ${typesOf(operator)}; ${shape.field} is ${typeNames[field.type]}`,
      where: source.where([...path, "operator"]),
    });
    return undefined;
  }
  const check = checkValue(shape, operator.bind(shape.value, field.type), at, findings);
  if (check === undefined) return undefined;
  const doubt = doubtAbout(shape.operator, shape.value, field.type);
  if (doubt !== undefined) warnings.push({ code: "doubtful-value", ...doubt, where: at });
  const { operator: name, value } = shape;
  const place = source.where([...path, "field"]);
  return { kind: "test", field, operator: name, negative: operator.negative === true, value, check, place };
}

function checkValue(shape: LeafShape, bound: Parsed<Check>, where: string, { problems }: Findings): Check | undefined {
  // What a reference did not lead to has been told already.
  if (Array.isArray(shape.value) && shape.value.includes(undefined)) return undefined;
  if (bound.ok) return bound.value;
  const message = `${shape.field} ${shape.operator}: ${bound.message}`;
  problems.push({ code: "value", message, where, hint: bound.hint });
  return undefined;
}
