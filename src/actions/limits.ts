import * as v from "valibot";
import { parseRate } from "../lib/units.ts";
import type { WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { wants } from "./messages.ts";

/** Bytes a second; Infinity for unlimited, which qBittorrent also writes as 0 and -1. */
const rate = v.pipe(
  v.union(
    [v.number(), v.string()],
    wants("limit", 'bytes per second as a number, "500 KiB/s" or "unlimited"', "write one of these"),
  ),
  v.description('Bytes per second as a number, a rate like "500 KiB/s", or "unlimited"'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseRate(String(dataset.value));
    if (parsed.ok && (parsed.value <= HIGHEST || parsed.value === Infinity)) return parsed.value;
    const problem = parsed.ok ? tooHigh(String(dataset.value)) : `${parsed.message}: ${parsed.hint}`;
    addIssue({ message: `limit: ${problem}` });
    return NEVER;
  }),
);

/** qBittorrent keeps limits in 32 bits: what does not fit becomes no limit at all. */
const HIGHEST = 2_147_483_647;

const tooHigh = (written: string): string =>
  `qBittorrent cannot limit to "${written}", only up to ${HIGHEST} bytes per second: write a lower limit, or unlimited`;

const params = v.strictObject({ limit: rate });

export const setUploadLimit = defineAction({
  about: "Limits how fast a torrent uploads",
  aspect: "upload_limit",
  params,
  behaviour:
    ({ limit }) =>
    ({ torrent }) =>
      torrent.up_limit === limit ? undefined : { wish: { uploadLimit: limit }, view: { up_limit: limit } },
});

export const setDownloadLimit = defineAction({
  about: "Limits how fast a torrent downloads",
  aspect: "download_limit",
  params,
  behaviour:
    ({ limit }) =>
    ({ torrent }) =>
      torrent.dl_limit === limit ? undefined : { wish: { downloadLimit: limit }, view: { dl_limit: limit } },
});

export const uploadLimitWrites: WritesOf = ({ up_limit: has }, { uploadLimit: limit }) =>
  limit === undefined || limit === has ? [] : [{ kind: "set_upload_limit", limit }];

export const downloadLimitWrites: WritesOf = ({ dl_limit: has }, { downloadLimit: limit }) =>
  limit === undefined || limit === has ? [] : [{ kind: "set_download_limit", limit }];
