import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import type { ActionDefinition, Aspect, Behaviour } from "./action.ts";

interface Definition<Schema extends v.GenericSchema> {
  readonly aspect: Aspect;
  /** Left out: never. */
  readonly destructive?: Behaviour["destructive"];
  readonly params: Schema;
  readonly behaviour: (params: v.InferOutput<Schema>) => Behaviour["effect"];
}

/** An action type: the schema of its parameters and, for parameters that fit, what it does to a torrent. */
export function defineAction<const Schema extends v.GenericSchema>(definition: Definition<Schema>): ActionDefinition {
  const { aspect, destructive = () => false, params: schema, behaviour } = definition;
  return {
    params: schema,
    bind: (type, params) => {
      const result = v.safeParse(schema, params);
      if (!result.success) return { ok: false, issues: result.issues };
      const shown = isRecord(params) ? params : {};
      return { ok: true, action: { type, params: shown, aspect, destructive, effect: behaviour(result.output) } };
    },
  };
}

export const noParams = v.strictObject({});
