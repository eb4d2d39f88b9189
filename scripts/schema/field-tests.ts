import { listSources } from "../../src/rules/fields/catalogue.ts";
import { askDefinitions, asks } from "./asks.ts";
import { type Kind, kindsIn } from "./fields.ts";
import { type Definitions, type JsonSchema, anyOf, ref, when } from "./json-schema.ts";
import { operatorDefinitions, refOperators } from "./operators.ts";
import { VARIABLE } from "./patterns.ts";
import { otherValues, values } from "./values.ts";

/** What fields may be asked: the tests of each kind, the operators and the values. */
export const testDefinitions = (): Definitions => ({
  ...Object.fromEntries(
    ["torrent" as const, ...listSources].flatMap((scope) =>
      [...kindsIn(scope).keys()].map((kind) => [`test.${kind.name}`, testOf(kind)]),
    ),
  ),
  "test.common": { allOf: commonAsks.map(([name, { value }]) => valueBeside([name], value("any"))) },
  ...operatorDefinitions(),
  ...askDefinitions(),
  ...Object.fromEntries(Object.entries({ ...values, ...otherValues }).map(([name, value]) => [`value.${name}`, value])),
  variable: { description: "A variable of refs.vars", type: "string", pattern: VARIABLE },
});

const commonAsks = Object.entries(asks).filter(([, ask]) => ask.common);

/** The operators that suit the fields, and what is written beside those where it depends on the type. */
function testOf({ type, operators }: Kind): JsonSchema {
  const own = Object.entries(asks).filter(
    ([, ask]) => ask.common === undefined && ask.operators.some((name) => operators.includes(name)),
  );
  const alike = [...Map.groupBy(own, ([, { value }]) => JSON.stringify(value(type))).values()];
  return {
    properties: { operator: anyOf(...refOperators(operators), ref("variable")) },
    allOf: alike.map((group) => {
      const names = group.map(([name]) => name);
      return valueBeside(names, group[0]?.[1].value(type) ?? {});
    }),
  };
}

function valueBeside(names: readonly string[], value: JsonSchema): JsonSchema {
  const kinds = names.map((name) => ref(`asks.${name}`));
  const [only = {}, ...others] = kinds;
  return when(others.length === 0 ? only : anyOf(...kinds), { properties: { value } });
}
