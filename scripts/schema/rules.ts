import { action, conditionGroups, conditions, contexts, node, ruleShape, rulesFile } from "../../src/rules/schema.ts";
import { actionDefinitions } from "./actions.ts";
import { conditionDefinitions, withGroups } from "./conditions.ts";
import { convert } from "./convert.ts";
import { type JsonSchema, described, having, head, propertiesOf, ref, when, withProperties } from "./json-schema.ts";
import { QUOTA, orVariable } from "./patterns.ts";
import { orVariableOf } from "./references.ts";
import { testDefinitions } from "./field-tests.ts";

/** config/rules.schema.json */
export const rulesSchema = (): JsonSchema => ({
  ...head("Rules of qbt-rules, for torrents of qBittorrent"),
  ...file(),
  $defs: {
    rule: rule(),
    contexts: occasions,
    conditions_of_rule: conditionsOfRule(),
    ...conditionDefinitions(),
    ...testDefinitions(),
    ...actionDefinitions(),
  },
});

function file(): JsonSchema {
  const shape = convert(rulesFile);
  const { refs = {}, protect = {}, safety = {}, rules = {} } = propertiesOf(shape);
  return withProperties(shape, {
    refs: sections(refs),
    protect: described(protect["description"], ref("conditions"), "array", "object"),
    safety: withProperties(safety, {
      max_deletions: described(propertiesOf(safety)["max_deletions"]?.["description"], quota),
    }),
    rules: { ...rules, items: ref("rule") },
  });
}

/** What may be named in which section of `refs`. */
function sections(refs: JsonSchema): JsonSchema {
  const { vars = {}, conditions: named = {}, actions = {} } = propertiesOf(refs);
  return withProperties(refs, {
    vars: { ...vars, type: "object" },
    conditions: { ...named, type: "object", additionalProperties: ref("named_conditions") },
    actions: { ...actions, type: "object", additionalProperties: ref("actions") },
  });
}

function rule(): JsonSchema {
  const shape = convert(ruleShape, { contexts, conditions_of_rule: conditions, action });
  const { enabled = {}, context = {}, stop_on_match = {}, match_all = {} } = propertiesOf(shape);
  const { conditions: asked = {}, actions = {} } = propertiesOf(shape);
  return withProperties(shape, {
    enabled: orVariableOf(enabled),
    context: { ...context, type: ["string", "array"] },
    stop_on_match: orVariableOf(stop_on_match),
    match_all: orVariableOf(match_all),
    conditions: { ...asked, type: ["object", "array"] },
    actions: described(actions["description"], ref("actions"), "array", "object"),
  });
}

function conditionsOfRule(): JsonSchema {
  const shape = withGroups(convert(conditionGroups, { contexts, condition: node }), ref("conditions"));
  const { context = {} } = propertiesOf(shape);
  const groups = withProperties(shape, { context: { ...context, type: ["string", "array"] } });
  return when({ type: "array" }, ref("conditions"), when(having("$ref"), ref("reference"), groups));
}

const occasions: JsonSchema = {
  type: ["string", "array"],
  pattern: "\\S",
  items: { type: "string", pattern: "\\S" },
  minItems: 1,
  examples: ["on_added", "on_completed", "scheduled"],
};

const quota: JsonSchema = {
  type: ["integer", "string"],
  minimum: 0,
  pattern: orVariable(QUOTA),
  errorMessage: "expected a whole number, or a percentage",
  examples: [10, "5%"],
};
