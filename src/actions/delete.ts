import * as v from "valibot";
import type { Action, WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";

/** `keep_files` is the older spelling, the other way round. Neither has a default: what destroys is spelled out. */
const params = v.pipe(
  v.strictObject({ delete_files: v.exactOptional(v.boolean()), keep_files: v.exactOptional(v.boolean()) }),
  v.check(
    ({ delete_files, keep_files }) => delete_files !== undefined || keep_files !== undefined,
    'needs "delete_files": true removes the downloaded data too, false keeps it',
  ),
  v.check(
    ({ delete_files, keep_files }) =>
      delete_files === undefined || keep_files === undefined || delete_files !== keep_files,
    '"delete_files" and "keep_files" contradict each other: keep only "delete_files"',
  ),
  v.transform(({ delete_files, keep_files }) => ({ files: delete_files ?? keep_files === false })),
);

export const deleteTorrent = defineAction({
  aspect: "delete",
  destructive: () => true,
  params,
  behaviour:
    ({ files }) =>
    ({ wish }) =>
      wish.delete === undefined ? { wish: { delete: { files } }, view: {} } : undefined,
});

/** Wherever it is used: of other actions only the torrent tells whether they destroy. */
export const deletes = ({ aspect }: Action): boolean => aspect === "delete";

export const deleteWrites: WritesOf = (_, { delete: wanted }) =>
  wanted === undefined ? [] : [{ kind: "delete", deleteFiles: wanted.files }];
