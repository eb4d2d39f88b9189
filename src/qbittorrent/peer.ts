import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";
import { type ReadBy, type Readers, copying } from "./table.ts";

const readers = {
  /** Unknown before the handshake. */
  client: read.textOrNone,
  /** `BT`, `μTP` or `Web`. */
  connection: read.textOrNone,
  /** Since 5.3. */
  contribution: read.count,
  /** A translated name; known only where the server resolves countries. */
  country: read.textOrNone,
  /** Two lower-case letters. */
  country_code: read.textOrNone,
  dl_speed: read.count,
  downloaded: read.count,
  /** Names of the files that are transferred, one a line. */
  files: read.text,
  /** Letters with blanks between them: `D E P`. */
  flags: read.text,
  /** Since 5.2, where the server resolves them. */
  host_name: read.textOrNone,
  /** Instead of address and port; since 5.2. */
  i2p_dest: read.textOrNone,
  ip: read.textOrNone,
  /** Since 4.5. */
  peer_id_client: read.textOrNone,
  port: read.count,
  progress: read.fraction,
  relevance: read.count,
  up_speed: read.count,
  uploaded: read.count,
} as const satisfies Readers;

/** A peer of `sync/torrentPeers`. */
export interface Peer extends ReadBy<typeof readers> {
  /** `address:port`, or where it is found in I2P. */
  readonly id: string;
}

const copy = copying(readers);

/** Of a full answer: one to `rid=0`. */
export function toPeers(answer: unknown): readonly Peer[] | undefined {
  if (!isRecord(answer) || !isRecord(answer["peers"])) return undefined;
  return Object.entries(answer["peers"]).flatMap(([id, row]) => (isRecord(row) ? [{ id, ...copy(row) }] : []));
}
