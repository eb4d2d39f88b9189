import { nearest, ofTheSameWords } from "../../lib/nearest.ts";
import { fields } from "./catalogue.ts";
import type { ListSource } from "./field.ts";

/** What may have been meant by a field that does not exist. */
export function nearestField(name: string): string {
  const [namespace, bare] = split(name);
  if (namespace === "app") return "write app.NAME, with the name of a setting in app/preferences";
  const known = namesIn.get(namespace);
  if (known === undefined) {
    const meant = anywhere(bare) ?? nearest(name, fields.keys());
    return meant === undefined ? `a field begins with ${NAMESPACES}` : `did you mean "${meant}"?`;
  }
  const meant = nearestOf(bare, namespace, known);
  return meant === undefined ? `${namespace} has: ${known.join(", ")}` : `did you mean "${namespace}.${meant}"?`;
}

/** The same in a group about the items of a list, where fields have no namespace. */
export function nearestOfItems(name: string, list: ListSource): string {
  const [namespace, bare] = split(name);
  const known = namesIn.get(list) ?? [];
  if (namespace === list && known.includes(bare)) return `write ${bare}: the group is about ${list} already`;
  if (fields.has(name)) return `the group is about ${list}: write this condition beside it`;
  const meant = nearestOf(bare, list, known);
  return meant === undefined ? `${list} have: ${known.join(", ")}` : `did you mean "${meant}"?`;
}

function split(name: string): readonly [namespace: string, bare: string] {
  const dot = name.indexOf(".");
  return dot === -1 ? ["", name] : [name.slice(0, dot).toLowerCase(), name.slice(dot + 1)];
}

/** The names of each namespace, without it. */
const namesIn: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(Object.groupBy(fields.keys(), (name) => split(name)[0])).map(([namespace, names = []]) => [
    namespace,
    names.map((name) => split(name)[1]),
  ]),
);

const NAMESPACES = [...namesIn.keys(), "app"].map((namespace) => `${namespace}.`).join(", ");

/** Without a namespace, `info` is meant more often than anything else. */
function anywhere(bare: string): string | undefined {
  const namespace = [...namesIn.keys()].find((known) => namesIn.get(known)?.includes(bare) === true);
  if (namespace !== undefined) return `${namespace}.${bare}`;
  const meant = nearestOf(bare, "info", namesIn.get("info") ?? []);
  return meant === undefined ? undefined : `info.${meant}`;
}

function nearestOf(name: string, namespace: string, known: readonly string[]): string | undefined {
  const others = otherNames[namespace] ?? {};
  return Object.hasOwn(others, name) ? others[name] : (nearest(name, known) ?? ofTheSameWords(name, known));
}

/** As qBittorrent's window, its API elsewhere, and other programs call them. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  info: {
    seeds: "num_seeds",
    peers: "num_leechs",
    leechers: "num_leechs",
    label: "category",
    labels: "tags",
    status: "state",
    dl_speed: "dlspeed",
    download_speed: "dlspeed",
    up_speed: "upspeed",
    upload_speed: "upspeed",
    path: "save_path",
    location: "save_path",
    completed_on: "completion_on",
    finished_on: "completion_on",
    complete_on: "completion_on",
    age: "time_since_added",
  },
  trackers: { message: "msg", name: "host", domain: "host" },
  files: { path: "name", filename: "name", extension: "name" },
  peers: { address: "ip", name: "client" },
  transfer: { dl_speed: "dl_info_speed", up_speed: "up_info_speed" },
};
