import { createRedactor } from "../../lib/redact.ts";
import type { Torrent } from "../../qbittorrent/torrent.ts";
import type { FieldType, Supply } from "../fields/field.ts";
import type { Circumstances } from "./compile.ts";

/** A supply of one value, not one of each item of a list. */
export type Single = Exclude<Supply, { readonly each: string }>;

/** What is there now, for people; undefined: nothing that is known, or was asked for. */
export function readOne(supply: Single, torrent: Torrent, { server, now }: Circumstances): unknown {
  if (supply.from === "derived") return supply.read(torrent, now);
  if (supply.from === "properties") return torrent.properties?.[supply.key];
  if (supply.from === "info" || supply.from === "trackers") return torrent[supply.key];
  const facts = server[supply.from] ?? {};
  return Object.hasOwn(facts, supply.key) ? facts[supply.key] : undefined;
}

/** As JSON can hold it and people can read it: moments in ISO 8601, a tracker's status by its number, the infinite by its name. */
export function plain(value: unknown, type: FieldType): unknown {
  if (value === Infinity) return "unlimited";
  if (type === "timestamp" && typeof value === "number") return moment(value);
  if (typeof value === "string") return cut(withoutSecrets(value));
  return typeof value === "object" && value !== null && "code" in value ? value.code : value;
}

/** Announce addresses hold passkeys. */
const withoutSecrets = createRedactor([]);

const cut = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** Beyond what a date can be, the number. */
function moment(seconds: number): unknown {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? seconds : date.toISOString().replace(".000Z", "Z");
}
