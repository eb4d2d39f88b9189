import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import type { Action, ActionDefinition, Aspect, Behaviour } from "./action.ts";

interface Definition<Schema extends v.GenericSchema, Params = v.InferOutput<Schema>> {
  /** One line: what it does. */
  readonly about: string;
  readonly aspect: Aspect | ((params: Params) => Aspect);
  readonly relative?: true;
  readonly needs?: (params: Params) => Action["needs"];
  /** Left out: never. */
  readonly destructive?: (params: Params) => Behaviour["destructive"];
  /** Each parameter with a description of its own: editors show it. */
  readonly params: Schema;
  readonly behaviour: (params: Params) => Behaviour["effect"];
  /** Left out: it can always be told whether the torrent is as the action asks. */
  readonly unclear?: Behaviour["unclear"];
  /** Left out: it changes one thing. */
  readonly changes?: (params: Params) => Behaviour["changes"];
}

/** An action type: the schema of its parameters and, for parameters that fit, what it does to a torrent. */
export function defineAction<const Schema extends v.GenericSchema>(definition: Definition<Schema>): ActionDefinition {
  const { about, aspect, relative, needs, destructive, params: schema, behaviour, unclear, changes } = definition;
  return {
    about,
    params: schema,
    bind: (type, written) => {
      const result = v.safeParse(schema, written);
      if (!result.success) return { ok: false, issues: result.issues };
      const { output: params } = result;
      return {
        ok: true,
        action: {
          type,
          params: isRecord(written) ? written : {},
          aspect: typeof aspect === "function" ? aspect(params) : aspect,
          relative,
          needs: needs?.(params),
          destructive: destructive?.(params),
          effect: behaviour(params),
          unclear,
          changes: changes?.(params),
        },
      };
    },
  };
}

export const noParams = v.strictObject({});
