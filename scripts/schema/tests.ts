import { fields, listSources } from "../../src/rules/fields/catalogue.ts";
import { workedOutFrom } from "../../src/ruletest/fields.ts";
import {
  caseShape,
  category,
  does,
  expectationShape,
  fileShape,
  given,
  torrentShape,
} from "../../src/ruletest/shape.ts";
import { actionDefinitions, oneAction } from "./actions.ts";
import { convert } from "./convert.ts";
import { testDefinitions } from "./field-tests.ts";
import { givenValues, instant } from "./given-values.ts";
import {
  type Definitions,
  type JsonSchema,
  described,
  head,
  propertiesOf,
  ref,
  reachable,
  when,
  withProperties,
} from "./json-schema.ts";
import { exactly } from "./patterns.ts";

/** config/tests.schema.json */
export function testsSchema(): JsonSchema {
  const schema = { ...head("Tests of rules of qbt-rules, by torrents that they describe"), ...file() };
  return { ...schema, $defs: reachable(schema, { ...testDefinitions(), ...actionDefinitions(), ...definitions() }) };
}

const definitions = (): Definitions => ({
  test: test(),
  instant,
  release: { type: ["string", "number"], pattern: exactly(RELEASE), errorMessage: 'expected a release like "5.1"' },
  category: convert(category),
  given: when({ type: "object" }, ref("torrent"), { type: "array", items: ref("torrent"), minItems: 1 }),
  torrent: torrent(),
  expected: expected(),
  expectation: expectation(),
  does: when({ type: "string" }, { const: "nothing" }, { type: "array", items: ref("done") }),
  done: when({ type: "string" }, ref("action_type"), ref("whole_action")),
  // Where parameters are left out, any will do.
  whole_action: oneAction(ref("action_type"), { mayLackParams: true }),
  ...givenValues(),
});

const RELEASE = String.raw`\s*v?\d+(?:\.\d+){0,2}\s*`;

function file(): JsonSchema {
  const shape = withCircumstances(convert(fileShape));
  const { tests = {} } = propertiesOf(shape);
  return withProperties(shape, { tests: { ...tests, items: ref("test") } });
}

function test(): JsonSchema {
  const shape = withCircumstances(convert(caseShape, { given, category }));
  const { preferences = {}, given: torrents = {}, expect = {} } = propertiesOf(shape);
  return withProperties(shape, {
    preferences: { ...preferences, type: "object" },
    transfer: fieldsOf("transfer", propertiesOf(shape)["transfer"]),
    given: { ...torrents, type: ["object", "array"] },
    expect: described(expect["description"], ref("expected"), "object"),
  });
}

function withCircumstances(shape: JsonSchema): JsonSchema {
  const { now = {}, server = {} } = propertiesOf(shape);
  return withProperties(shape, {
    now: described(now["description"], ref("instant"), "string", "number"),
    server: described(server["description"], ref("release"), "string", "number"),
  });
}

function torrent(): JsonSchema {
  const shape = convert(torrentShape);
  const parts = propertiesOf(shape);
  return withProperties(shape, {
    info: fieldsOf("info", parts["info"]),
    properties: fieldsOf("properties", parts["properties"]),
    ...Object.fromEntries(
      listSources.map((list) => {
        const { description = "" } = parts[list] ?? {};
        return [list, { description, type: ["array", "null"], items: fieldsOf(list) }];
      }),
    ),
  });
}

/** The fields of a namespace that qBittorrent tells; what is worked out from them cannot be given. */
function fieldsOf(namespace: string, shape: JsonSchema = {}, others: Definitions = {}): JsonSchema {
  const start = `${namespace}.`;
  const known = [...fields.values()]
    .filter((field) => field.name.startsWith(start) && workedOutFrom(field) === undefined)
    .map(({ name, about, type }) => [name.slice(start.length), described(`${about}.`, ref(`given.${type}`))] as const);
  const { description = "" } = shape;
  return {
    ...(description !== "" && { description }),
    type: "object",
    properties: { ...others, ...Object.fromEntries(known) },
    additionalProperties: false,
  };
}

/** Of the torrent or of each; or of those that are named. */
function expected(): JsonSchema {
  const { properties = {} } = expectation();
  return { type: "object", properties, additionalProperties: ref("expectation"), minProperties: 1 };
}

function expectation(): JsonSchema {
  const shape = convert(expectationShape, { does });
  const { end, withheld = {}, failed = {}, does: done = {} } = propertiesOf(shape);
  const types = { items: ref("action_type") };
  return {
    ...withProperties(shape, {
      withheld: { ...withheld, ...types },
      failed: { ...failed, ...types },
      does: { ...done, type: ["array", "string"] },
      end: fieldsOf("info", end, endings),
    }),
    minProperties: 1,
  };
}

const endings: Definitions = {
  deleted: {
    description: "false: it stays; with_files: it goes with its data; true: it goes, and its data stays",
    enum: [false, true, "with_files"],
  },
  stopped: { description: "Whether it is stopped, as far as the rules decide", type: "boolean" },
};
