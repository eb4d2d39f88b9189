import { isRecord } from "../lib/json.ts";
import { didYouMean } from "../lib/nearest.ts";
import type { Findings } from "./check.ts";
import { doubtAbout } from "./doubtful.ts";
import { type Field, fields } from "./fields.ts";
import { type Operator, operators } from "./operators.ts";
import { isReserved, notYet } from "./reserved.ts";
import type { Condition } from "./rule.ts";
import type { GroupShape, LeafShape, NodeShape } from "./schema.ts";
import type { Path } from "./source.ts";

const groups = ["all", "any", "none"] as const;

interface Options {
  /** Where the only group's list stands, if it has no key of its own. */
  readonly listAt?: Path;
}

/** Several groups in one mapping must all hold, at every depth. Undefined: there were problems. */
export function checkCondition(
  shape: NodeShape,
  path: Path,
  findings: Findings,
  options: Options = {},
): Condition | undefined {
  if (isLeaf(shape)) return checkLeaf(shape, path, findings);
  const parts = groups.flatMap((kind) => {
    const list = shape[kind];
    if (list === undefined) return [];
    const at = options.listAt ?? [...path, kind];
    const of = list.map((child, index) => checkCondition(child, [...at, index], findings));
    return [{ kind, of: of.filter((child) => child !== undefined) }];
  });
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind: "all", of: parts };
}

const isLeaf = (shape: NodeShape): shape is LeafShape => !isGroup(shape);
const isGroup = (shape: NodeShape): shape is GroupShape => groups.some((group) => group in shape);

function checkLeaf(shape: LeafShape, path: Path, findings: Findings): Condition | undefined {
  const field = findField(shape, path, findings);
  const operator = findOperator(shape, path, findings);
  if (field === undefined || operator === undefined) return undefined;
  const { source, problems, warnings } = findings;
  if (!("value" in shape)) {
    problems.push({ message: 'a condition needs "value"', where: source.where(path) });
    return undefined;
  }
  if (isRecord(shape.value) && "field" in shape.value) {
    problems.push({ message: notYet("value: {field: ...}"), where: source.where([...path, "value"]) });
    return undefined;
  }
  if (!operator.suits.includes(field.type)) {
    problems.push({
      message: `${shape.operator} needs ${listTypes(operator)}; ${shape.field} is ${typeNames[field.type]}`,
      where: source.where([...path, "operator"]),
    });
    return undefined;
  }
  const bound = operator.bind(shape.value, field.type);
  if (!bound.ok) {
    problems.push({
      message: `${shape.field} ${shape.operator}: ${bound.message}`,
      where: source.where([...path, "value"]),
      hint: bound.hint,
    });
    return undefined;
  }
  const doubt = doubtAbout(shape.operator, shape.value, field.type);
  if (doubt !== undefined) warnings.push({ ...doubt, where: source.where([...path, "value"]) });
  const { field: fieldName, operator: name, value } = shape;
  return {
    kind: "test",
    fieldName,
    field,
    operator: name,
    negative: operator.negative === true,
    value,
    test: bound.value,
    where: source.where([...path, "field"]),
  };
}

function findField(shape: LeafShape, path: Path, { source, problems }: Findings): Field | undefined {
  const field = fields.get(shape.field);
  if (field === undefined) {
    const where = source.where([...path, "field"]);
    problems.push(
      isReserved.field(shape.field)
        ? { message: notYet(shape.field), where }
        : { message: `unknown field "${shape.field}"`, where, hint: nearestField(shape.field) },
    );
  }
  return field;
}

/** `ratio` is `info.ratio` without its namespace more often than anything else. */
function nearestField(name: string): string {
  const names = [...fields.keys()];
  const bare = names.find((known) => known.endsWith(`.${name}`));
  return bare === undefined ? didYouMean(name, names) : `did you mean "${bare}"?`;
}

function findOperator(shape: LeafShape, path: Path, { source, problems }: Findings): Operator | undefined {
  const operator = operators.get(shape.operator);
  if (operator !== undefined) return operator;
  const at = [...path, "operator"];
  if (isReserved.operator(shape.operator)) {
    problems.push({ message: notYet(shape.operator), where: source.where(at) });
    return undefined;
  }
  const swallowed = shape.operator === "" || source.isBlockScalar(at);
  problems.push({
    message: swallowed
      ? "YAML read this operator as the start of a text block"
      : `unknown operator "${shape.operator}"`,
    where: source.where(at),
    hint: swallowed
      ? 'operators with > or < need quotes: operator: ">"'
      : didYouMean(shape.operator, [...operators.keys()]),
  });
  return undefined;
}

const typeNames: Readonly<Record<Field["type"], string>> = {
  number: "a number",
  fraction: "a fraction",
  bytes: "a size in bytes",
  seconds: "a duration",
  rate: "a rate",
  limit: "a limit",
  timestamp: "a timestamp",
  text: "text",
  category: "a category",
  state: "a state",
  boolean: "true or false",
  tags: "a set of tags",
  hash: "a hash",
  hash_v1: "a hash",
  hash_v2: "a hash",
  tracker_status: "a tracker status",
};

const listTypes = ({ suits }: Operator): string =>
  [...new Set(suits.map((type) => typeNames[type]))].join(", ").replace(/, ([^,]*)$/, " or $1");
