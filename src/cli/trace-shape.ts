import * as v from "valibot";
import type { Explained } from "../rules/evaluate/explain.ts";

const outcome = v.picklist(["true", "false", "unknown", "not evaluated"]);

const explained: v.GenericSchema<unknown, Explained> = v.lazy(() =>
  v.variant("kind", [
    v.object({ kind: v.picklist(["all", "any", "none"]), outcome, of: v.array(explained) }),
    v.object({
      kind: v.picklist(["any_of", "all_of", "none_of"]),
      list: v.picklist(["trackers", "files", "peers", "webseeds"]),
      outcome,
      items: v.array(v.object({ item: v.string(), outcome, where: explained })),
      items_not_shown: v.number(),
      why: v.exactOptional(v.string()),
    }),
    v.object({
      kind: v.literal("test"),
      field: v.string(),
      operator: v.string(),
      expected: v.unknown(),
      outcome,
      value: v.exactOptional(v.unknown()),
      why: v.exactOptional(v.string()),
    }),
  ]),
);

const action = v.object({
  type: v.string(),
  params: v.record(v.string(), v.unknown()),
  outcome: v.string(),
  reason: v.exactOptional(v.string()),
});

/** The trace in a job's result, as far as it is shown: a server of another version may have put more into it. */
export const traceShape = v.object({
  torrents: v.array(
    v.object({
      hash: v.string(),
      name: v.string(),
      rules: v.array(
        v.object({
          rule: v.string(),
          outcome: v.picklist(["matched", "not matched", "undecided", "not reached"]),
          condition: v.exactOptional(explained),
          actions: v.array(action),
        }),
      ),
      protect: v.exactOptional(explained),
    }),
  ),
  torrents_not_shown: v.number(),
  rules_not_run: v.array(v.object({ rule: v.string(), why: v.string() })),
});

export type ShownTrace = v.InferOutput<typeof traceShape>;
