import { type Aspect, aspects } from "../actions/action.ts";
import type { Write } from "../qbittorrent/writes.ts";
import type { TorrentPlan } from "./plan.ts";

/** One request to qBittorrent: an action and a value, for all torrents concerned. */
export interface PlannedRequest {
  readonly aspect: Aspect;
  readonly write: Write;
  readonly hashes: readonly string[];
}

/** Pure. One request per (action, value), in the order of `aspects`, deletes last. */
export function groupRequests(plans: readonly TorrentPlan[]): PlannedRequest[] {
  const groups = new Map<string, PlannedRequest & { readonly hashes: string[] }>();
  for (const { hash, aspect, write } of plans.flatMap(singleWrites)) {
    const key = JSON.stringify(write, (_, value: unknown) => (value === Infinity ? "unlimited" : value));
    const group = groups.get(key) ?? { aspect, write, hashes: [] };
    group.hashes.push(hash);
    groups.set(key, group);
  }
  return mergeTags([...groups.values()].toSorted((a, b) => aspects.indexOf(a.aspect) - aspects.indexOf(b.aspect)));
}

const singleWrites = ({ torrent: { hash }, writes }: TorrentPlan) =>
  [...writes].flatMap(([aspect, list]) => list.map((write) => ({ hash, aspect, write })));

/** Tags for exactly the same torrents go in one request. */
function mergeTags(requests: readonly PlannedRequest[]): PlannedRequest[] {
  const merged = new Map<string, PlannedRequest>();
  for (const request of requests) {
    const { write, hashes } = request;
    if (write.kind !== "add_tags" && write.kind !== "remove_tags") merged.set(String(merged.size), request);
    else {
      const key = `${write.kind} ${hashes.join(" ")}`;
      const before = merged.get(key)?.write;
      const tags = before?.kind === write.kind ? [...before.tags, ...write.tags] : write.tags;
      merged.set(key, { ...request, write: { kind: write.kind, tags } });
    }
  }
  return [...merged.values()];
}
