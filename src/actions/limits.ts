import * as v from "valibot";
import { parseRate } from "../lib/units.ts";
import type { WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";

/** Bytes a second; Infinity for unlimited, which qBittorrent also writes as 0 and -1. */
const rate = v.pipe(
  v.union([v.number(), v.string()], 'expected bytes per second as a number, "500 KiB/s" or "unlimited"'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseRate(String(dataset.value));
    if (parsed.ok) return parsed.value;
    addIssue({ message: `${parsed.message}: ${parsed.hint}` });
    return NEVER;
  }),
);

const params = v.strictObject({ limit: rate });

export const setUploadLimit = defineAction({
  aspect: "upload_limit",
  params,
  behaviour:
    ({ limit }) =>
    ({ torrent }) =>
      torrent.up_limit === limit ? undefined : { wish: { uploadLimit: limit }, view: { up_limit: limit } },
});

export const setDownloadLimit = defineAction({
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
