import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";
import { type ReadBy, type Readers, copying } from "./table.ts";

const readers = {
  /** `connected`, `firewalled` or `disconnected`. */
  connection_status: read.textOrNone,
  dht_nodes: read.count,
  dl_info_data: read.count,
  dl_info_speed: read.count,
  dl_rate_limit: read.limit,
  /** Since 5.1, both. */
  last_external_address_v4: read.textOrNone,
  last_external_address_v6: read.textOrNone,
  up_info_data: read.count,
  up_info_speed: read.count,
  up_rate_limit: read.limit,
} as const satisfies Readers;

/** The answer of `transfer/info`: bytes, and bytes a second. */
export type Transfer = ReadBy<typeof readers>;

const copy = copying(readers);

export const toTransfer = (answer: unknown): Transfer | undefined => (isRecord(answer) ? copy(answer) : undefined);
