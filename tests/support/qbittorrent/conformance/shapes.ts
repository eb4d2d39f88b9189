import { isSince } from "../releases.ts";

/** Names and types of an answer: objects by key, arrays by their first element. */
export type Shape = string | readonly Shape[] | Fields;
export type Fields = { readonly [key: string]: Shape };

export function shapeOf(value: unknown): Shape {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

export function infoShape(version: string): Fields {
  return upTo(version, INFO);
}

export function trackerShape(version: string): Fields {
  return upTo(version, TRACKER);
}

export function fileShape(version: string): Fields {
  return upTo(version, FILE);
}

export function categoryShape(version: string): Fields {
  return upTo(version, CATEGORY);
}

export function propertiesShape(version: string): Fields {
  return upTo(version, PROPERTIES);
}

export function peerShape(version: string): Fields {
  return upTo(version, PEER);
}

export function transferShape(version: string): Fields {
  return upTo(version, TRANSFER);
}

type Additions = Readonly<Record<string, Fields>>;

/** Fields were only ever added: a version has those of its own release and of all before. */
function upTo(version: string, additions: Additions): Fields {
  const lines = Object.entries(additions).filter(([release]) => isSince(version, release));
  return lines.reduce<Fields>((sum, [, fields]) => ({ ...sum, ...fields }), {});
}

function all(type: "string" | "number" | "boolean", names: string): Fields {
  return Object.fromEntries(names.split(" ").map((name) => [name, type]));
}

const INFO: Additions = {
  "4.1.0": {
    ...all("string", "category hash magnet_uri name save_path state tags tracker"),
    ...all("boolean", "auto_tmm f_l_piece_prio force_start seq_dl super_seeding"),
    ...all("number", "added_on amount_left completed completion_on dl_limit dlspeed downloaded eta"),
    ...all("number", "downloaded_session last_activity max_ratio max_seeding_time num_complete num_incomplete"),
    ...all("number", "num_leechs num_seeds priority progress ratio ratio_limit seeding_time_limit seen_complete"),
    ...all("number", "size time_active total_size up_limit uploaded uploaded_session upspeed"),
  },
  "4.2.0": all("number", "availability"),
  "4.3.0": all("number", "trackers_count"),
  "4.3.1": all("string", "content_path"),
  "4.3.4": all("number", "seeding_time"),
  "4.4.0": all("string", "download_path infohash_v1 infohash_v2"),
  "4.6.0": all("number", "inactive_seeding_time_limit max_inactive_seeding_time"),
  "5.0.0": {
    ...all("string", "comment root_path"),
    ...all("boolean", "has_metadata private"),
    ...all("number", "popularity reannounce"),
  },
  "5.2.0": {
    ...all("string", "created_by share_limit_action"),
    ...all("number", "connections_count connections_limit creation_date piece_size pieces_have pieces_num"),
    ...all("number", "total_wasted"),
  },
  "5.3.0": all("string", "share_limits_mode"),
};

const TRACKER: Additions = {
  "4.1.0": {
    ...all("string", "msg url"),
    ...all("number", "num_downloaded num_leeches num_peers num_seeds status tier"),
  },
  "5.2.0": { ...all("number", "min_announce next_announce"), ...all("boolean", "updating"), endpoints: [] },
};

const FILE: Additions = {
  "4.1.0": { ...all("number", "availability priority progress size"), name: "string", piece_range: ["number"] },
  "4.3.5": all("number", "index"),
};

const CATEGORY: Additions = {
  "4.1.0": all("string", "name savePath"),
  "5.2.0": {
    download_path: "null",
    ...all("number", "inactive_seeding_time_limit ratio_limit seeding_time_limit"),
    ...all("string", "share_limit_action"),
  },
  "5.3.0": all("string", "share_limits_mode"),
};

const PROPERTIES: Additions = {
  "4.1.0": {
    ...all("string", "comment created_by save_path"),
    ...all("number", "addition_date completion_date creation_date dl_limit dl_speed dl_speed_avg eta last_seen"),
    ...all("number", "nb_connections nb_connections_limit peers peers_total piece_size pieces_have pieces_num"),
    ...all("number", "reannounce seeding_time seeds seeds_total share_ratio time_elapsed total_downloaded"),
    ...all("number", "total_downloaded_session total_size total_uploaded total_uploaded_session total_wasted"),
    ...all("number", "up_limit up_speed up_speed_avg"),
  },
  "4.4.0": all("string", "download_path infohash_v1 infohash_v2"),
  "4.5.2": { ...all("string", "hash name"), ...all("boolean", "is_private") },
  "5.0.0": { ...all("boolean", "has_metadata private"), ...all("number", "popularity") },
  "5.1.0": all("number", "progress"),
  "5.2.0": all("number", "availability"),
};

const PEER: Additions = {
  "4.1.0": {
    ...all("string", "client connection files flags flags_desc ip"),
    ...all("number", "dl_speed downloaded port progress relevance up_speed uploaded"),
  },
  "4.5.0": all("string", "peer_id_client"),
  "5.2.0": { country: "null", country_code: "null", host_name: "string" },
  "5.3.0": all("number", "contribution"),
};

const TRANSFER: Additions = {
  "4.1.0": {
    connection_status: "string",
    ...all("number", "dht_nodes dl_info_data dl_info_speed dl_rate_limit up_info_data up_info_speed up_rate_limit"),
  },
  "5.1.0": all("string", "last_external_address_v4 last_external_address_v6"),
};
