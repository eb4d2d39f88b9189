import { type ActionType, actionTypes, actions } from "../../src/actions/catalogue.ts";
import { convert } from "../schema/convert.ts";
import { type JsonSchema, isList, propertiesOf } from "../schema/json-schema.ts";
import { descriptionOf } from "./description.ts";
import { code, list, table } from "./markdown.ts";

export function actionsTable(): string {
  const rows = actionTypes.map((type) => [
    code(type),
    actions[type].about,
    parametersOf(type),
    destructive[type] ?? "",
  ]);
  return table(["action", "what it does", "parameters", "destructive"], rows);
}

/** When it removes or moves something, in words: only the torrent tells, by `Behaviour.destructive`. */
export const destructive: Readonly<Partial<Record<ActionType, string>>> = {
  set_category:
    "where the data follows the category (automatic management), or the category has share limits that remove (5.2)",
  set_share_limits:
    "where reaching a limit removes the torrent, by `when_reached`, or by the setting of the category or of qBittorrent",
  set_location: "always: it moves data",
  set_auto_management: "`enabled: true`: it moves data",
  delete_torrent: "always",
};

const parametersOf = (type: ActionType): string =>
  Object.entries(propertiesOf(convert(actions[type].params)))
    .map(([name, schema]) => `${code(name)}: ${explanationOf(schema)}`)
    .join("<br>") || "none";

/** Of a choice, the words first. */
const explanationOf = (schema: JsonSchema): string =>
  [...(isList(schema["enum"]) ? [`${list(schema["enum"].map(String))}.`] : []), descriptionOf(schema)].join(" ");
