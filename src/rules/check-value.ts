import { isRecord } from "../lib/json.ts";
import type { Findings } from "./check.ts";
import { doubtAbout } from "./doubtful.ts";
import type { Field } from "./fields/field.ts";
import { QUOTE_HASH } from "./issue-path.ts";
import type { Check, Operator } from "./operators/operator.ts";
import { notYet } from "./reserved.ts";
import type { LeafShape } from "./schema.ts";
import type { Path } from "./source.ts";

/** Whether a condition says what to compare with, and that is no other field. */
export function checkPresence(shape: LeafShape, path: Path, { source, problems }: Findings): boolean {
  if (!("value" in shape)) {
    const asks = ["known", "is_empty"].includes(shape.operator);
    const hint = asks ? "write value: true, or value: false" : "write value: and what to compare with";
    problems.push({ code: "missing-value", message: 'a condition needs "value"', where: source.where(path), hint });
    return false;
  }
  if (isRecord(shape.value) && "field" in shape.value) {
    const where = source.where([...path, "value"]);
    const hint = "compare with a value: one field cannot be compared with another";
    problems.push({ code: "reserved", message: notYet("value: {field: ...}"), where, hint });
    return false;
  }
  return true;
}

interface Asked {
  readonly field: Field;
  readonly operator: Operator;
}

/** What the operator makes of the value; undefined: there were problems. */
export function checkValue(shape: LeafShape, asked: Asked, path: Path, findings: Findings): Check | undefined {
  const { value } = shape;
  // What a reference did not lead to has been told already.
  if (Array.isArray(value) && value.includes(undefined)) return undefined;
  const bound = asked.operator.bind(value, asked.field.type);
  if (!bound.ok) {
    if (!checkItems(shape, { asked, path, findings })) report(shape, path, bound, findings);
    return undefined;
  }
  const { source, warnings } = findings;
  const doubt = doubtAbout(shape.operator, value, asked.field.type);
  if (doubt !== undefined) warnings.push({ code: "doubtful-value", ...doubt, where: source.where(path) });
  return bound.value;
}

interface About {
  readonly asked: Asked;
  readonly path: Path;
  readonly findings: Findings;
}

/** Of a list, each value where it stands; false: none of them is wrong by itself. */
function checkItems(shape: LeafShape, { asked, path, findings }: About): boolean {
  if (!Array.isArray(shape.value) || !["in", "not_in"].includes(shape.operator)) return false;
  const wrong = shape.value.flatMap((item: unknown, index) => {
    const bound = asked.operator.bind([item], asked.field.type);
    if (bound.ok) return [];
    return [{ index, bound: Array.isArray(item) ? { ...bound, hint: NESTED } : bound }];
  });
  for (const { index, bound } of wrong) report(shape, [...path, index], bound, findings);
  return wrong.length > 0;
}

const NESTED = "write its values without brackets of their own, or a variable that is a list alone";

function report(
  shape: LeafShape,
  path: Path,
  { message, hint }: { readonly message: string; readonly hint: string },
  { source, problems }: Findings,
): void {
  const variable = source.variable?.(path);
  const from = variable === undefined ? "" : ` (the value is that of ${variable.name}, ${variable.where})`;
  problems.push({
    code: "value",
    message: `${shape.field} ${shape.operator}: ${message}`,
    where: source.where(path),
    hint: shape.value === null && source.isComment(path) ? QUOTE_HASH : `${hint}${from}`,
  });
}
