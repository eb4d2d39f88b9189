import type { Findings } from "./check.ts";
import { checkPresence, checkValue } from "./check-value.ts";
import { type Scope, fieldNamed, operatorNamed, typeNames, typesOf } from "./find.ts";
import { listOf } from "./fields/field.ts";
import { insteadOf } from "./operators/names.ts";
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
  const hasValue = checkPresence(shape, path, findings);
  if (field === undefined || operator === undefined || !hasValue) return undefined;
  const aboutList = shape.operator === "is_empty" && scope === "torrent" && listOf(field) !== undefined;
  if (!operator.suits.includes(field.type) && !aboutList) {
    const what = typeNames[field.type];
    findings.problems.push({
      code: "operator-type",
      message: `${shape.operator} needs ${typesOf(operator)}; ${shape.field} is ${what}`,
      where: findings.source.where([...path, "operator"]),
      hint: insteadOf(shape.operator, field.type, what),
    });
    return undefined;
  }
  const check = checkValue(shape, { field, operator }, [...path, "value"], findings);
  if (check === undefined) return undefined;
  const { operator: name, value } = shape;
  const place = findings.source.where([...path, "field"]);
  return { kind: "test", field, operator: name, negative: operator.negative === true, value, check, place };
}
