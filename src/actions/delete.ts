import * as v from "valibot";
import type { Action, WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { onOff } from "./switch.ts";

/** `keep_files` is the older spelling, the other way round. Neither has a default: what destroys is spelled out. */
const params = v.pipe(
  v.strictObject({
    delete_files: v.exactOptional(onOff("delete_files", "Whether the downloaded data is deleted too")),
    keep_files: v.exactOptional(onOff("keep_files", "The older spelling of delete_files, the other way round")),
    even_if_shared: v.exactOptional(
      onOff("even_if_shared", "Whether data goes that another torrent uses too; false where it is left out"),
    ),
  }),
  v.check(
    ({ delete_files, keep_files }) => delete_files !== undefined || keep_files !== undefined,
    'needs "delete_files": true removes the downloaded data too, false keeps it',
  ),
  v.check(
    ({ delete_files, keep_files }) =>
      delete_files === undefined || keep_files === undefined || delete_files !== keep_files,
    '"delete_files" and "keep_files" contradict each other: keep only "delete_files"',
  ),
  v.transform(({ delete_files, keep_files, even_if_shared }) => ({
    files: delete_files ?? keep_files === false,
    ...(even_if_shared !== undefined && { evenIfShared: even_if_shared }),
  })),
  v.check(
    ({ files, evenIfShared }) => files || evenIfShared === undefined,
    "even_if_shared has no use where no data is deleted: leave it out, or write delete_files: true",
  ),
);

export const deleteTorrent = defineAction({
  about: "Removes a torrent, with or without its data",
  aspect: "delete",
  destructive: () => () => true,
  params,
  behaviour:
    (wanted) =>
    ({ wish }) =>
      wish.delete === undefined ? { wish: { delete: wanted }, view: {} } : undefined,
});

/** Wherever it is used: of other actions only the torrent tells whether they destroy. */
export const deletes = ({ aspect }: Action): boolean => aspect === "delete";

export const deleteWrites: WritesOf = (_, { delete: wanted }) =>
  wanted === undefined ? [] : [{ kind: "delete", deleteFiles: wanted.files }];
