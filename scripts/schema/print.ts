import { type Json, isList } from "./json-schema.ts";

const WIDTH = 120;

/**
 * JSON for readers: what fits into a line stands on one, and so does what has nothing deeper in it. `taken`: of the line, by
 * what stands before.
 */
export function print(json: Json, indent = "", taken = 0): string {
  const flat = onOneLine(json);
  if (isScalar(json) || indent.length + taken + flat.length < WIDTH) return flat;
  if (Object.values(json).every(isScalar)) return flat;
  const deeper = `${indent}  `;
  if (isList(json))
    return block(
      "[]",
      indent,
      json.map((item) => print(item, deeper)),
    );
  const entries = Object.entries(json).map(([key, value]) => {
    const name = `${JSON.stringify(key)}: `;
    return name + print(value, deeper, name.length);
  });
  return block("{}", indent, entries);
}

type Scalar = string | number | boolean | null;

const isScalar = (json: Json): json is Scalar => json === null || typeof json !== "object";

const block = (brackets: "[]" | "{}", indent: string, parts: readonly string[]): string =>
  `${brackets[0]}\n${parts.map((part) => `${indent}  ${part}`).join(",\n")}\n${indent}${brackets[1]}`;

function onOneLine(json: Json): string {
  if (isScalar(json)) return JSON.stringify(json);
  if (isList(json)) return `[${json.map(onOneLine).join(", ")}]`;
  const entries = Object.entries(json).map(([key, value]) => `${JSON.stringify(key)}: ${onOneLine(value)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
