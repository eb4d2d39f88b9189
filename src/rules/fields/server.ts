import type { Release } from "../../qbittorrent/versions.ts";
import type { Field, FieldType } from "./field.ts";

/** `transfer/info`: of the server as a whole. */
export const transferFields: readonly Field[] = [
  transfer("connection_status", "text", "Whether others can connect: connected, firewalled or disconnected"),
  transfer("dht_nodes", "number", "DHT nodes connected to"),
  transfer("dl_info_data", "bytes", "Bytes downloaded since qBittorrent started"),
  transfer("dl_info_speed", "rate", "Download speed of all torrents"),
  transfer("dl_rate_limit", "limit", "The global download limit"),
  transfer("up_info_data", "bytes", "Bytes uploaded since qBittorrent started"),
  transfer("up_info_speed", "rate", "Upload speed of all torrents"),
  transfer("up_rate_limit", "limit", "The global upload limit"),
  transfer("last_external_address_v4", "text", "The IPv4 address last seen from outside", "5.1"),
  transfer("last_external_address_v6", "text", "The IPv6 address last seen from outside", "5.1"),
];

/** `app/preferences`: whatever the server has there, compared by the type of what is written. */
export const preferenceField = (key: string): Field => ({
  name: `app.${key}`,
  type: "any",
  about: "A setting of qBittorrent, by its name in app/preferences",
  supplies: [{ from: "preferences", key }],
});

function transfer(key: string, type: FieldType, about: string, since?: Release): Field {
  const supply = { from: "transfer" as const, key, ...(since !== undefined && { since }) };
  return { name: `transfer.${key}`, type, about, supplies: [supply] };
}
