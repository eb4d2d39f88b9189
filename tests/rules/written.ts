import * as fc from "fast-check";
import type { ListSource } from "../../src/rules/fields/field.ts";
import { type WrittenLeaf, leaf } from "../support/builders.ts";

/** Conditions as they are written. */
export type Written = WrittenLeaf | WrittenGroup | WrittenItems;
type WrittenGroup = { readonly [K in "all" | "any" | "none"]?: readonly Written[] };
type WrittenItems = { readonly [K in "any_of" | "all_of" | "none_of"]?: ListSource } & { readonly where: Written };

/** True of some worlds, false of others, unknown in a third kind, and open until something is asked for. */
const someLeaf = fc.constantFrom(
  leaf("info.ratio", ">", 1),
  leaf("info.num_complete", "<=", 2),
  leaf("info.num_complete", "known", false),
  leaf("info.tags", "contains", "keep"),
  leaf("info.tags", "is_empty", true),
  leaf("info.category", "not_in", ["tv", "movies"]),
  leaf("info.category", "under", "tv"),
  leaf("info.is_stopped", "==", true),
  leaf("info.is_complete", "==", true),
  leaf("info.time_since_completed", ">", "7 days"),
  leaf("info.private", "==", true),
  leaf("info.private", "known", true),
  leaf("info.comment", "contains", "a.example"),
  leaf("info.popularity", ">", 1),
  leaf("properties.share_ratio", ">=", 1),
  leaf("trackers.msg", "contains", "unregistered"),
  leaf("trackers.status", "not_in", ["working"]),
  leaf("trackers.status", "==", "tracker_error"),
  leaf("trackers.url", "is_empty", true),
  leaf("files.name", "matches", String.raw`\.exe$`),
  leaf("files.name", "not_contains", "Sample"),
  leaf("files.name", "known", true),
  leaf("peers.client", "starts_with", "qBittorrent"),
  leaf("webseeds.url", "ends_with", "x"),
  leaf("transfer.dht_nodes", ">", 10),
  leaf("transfer.connection_status", "==", "connected"),
  leaf("app.queueing_enabled", "==", true),
  leaf("app.max_active_uploads", ">", 10),
);

/** About one item of a list. */
const itemLeaves: Readonly<Record<ListSource, readonly WrittenLeaf[]>> = {
  trackers: [
    leaf("msg", "contains", "unregistered"),
    leaf("msg", "is_empty", true),
    leaf("status", "in", ["working", "updating"]),
    leaf("status", "==", "unreachable"),
    leaf("tier", "==", 0),
    leaf("host", "ends_with", "a.example"),
  ],
  files: [leaf("name", "under", "Sample"), leaf("size", "larger_than", "1 GB"), leaf("priority", "==", 0)],
  peers: [leaf("client", "matches", "^qB"), leaf("progress", "==", 1), leaf("client", "known", false)],
  webseeds: [leaf("url", "starts_with", "https:")],
};

export const lists = ["trackers", "files", "peers", "webseeds"] as const satisfies readonly ListSource[];
export const someList = fc.constantFrom(...lists);

/** Groups of conditions, of which `leaves` are the innermost. */
export function grouped(leaves: fc.Arbitrary<Written>): fc.Arbitrary<Written> {
  const { node } = fc.letrec<{ node: Written; list: readonly Written[] }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      leaves,
      tie("list").map((all) => ({ all })),
      tie("list").map((any) => ({ any })),
      tie("list").map((none) => ({ none })),
      fc.tuple(tie("list"), tie("list")).map(([all, none]) => ({ all, none })),
    ),
    list: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
  }));
  return node;
}

const ofItems: Readonly<Record<ListSource, fc.Arbitrary<Written>>> = {
  trackers: grouped(fc.constantFrom(...itemLeaves.trackers)),
  files: grouped(fc.constantFrom(...itemLeaves.files)),
  peers: grouped(fc.constantFrom(...itemLeaves.peers)),
  webseeds: grouped(fc.constantFrom(...itemLeaves.webseeds)),
};

/** A list, and two conditions about its items. */
export const someAboutItems = someList.chain((list) =>
  fc.record({ list: fc.constant(list), a: ofItems[list], b: ofItems[list] }),
);

const someItems: fc.Arbitrary<Written> = fc
  .tuple(someAboutItems, fc.constantFrom("any_of", "all_of", "none_of"))
  .map(([{ list, a }, kind]) => ({ [kind]: list, where: a }));

/** Any condition that may be written. */
export const someCondition: fc.Arbitrary<Written> = grouped(
  fc.oneof({ weight: 3, arbitrary: someLeaf }, { weight: 1, arbitrary: someItems }),
);
