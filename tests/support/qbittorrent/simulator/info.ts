import { json, said, type Answer, type Json } from "./answer.ts";
import { ownTrackerRows, plainFileRows } from "./detail-rows.ts";
import type { Call } from "./endpoint.ts";
import { infoRow, isInfoField } from "./info-row.ts";
import { limitsIn } from "./share-limits.ts";
import { isComplete, type SimulatedTorrent } from "./torrent.ts";

/** torrents/info: every parameter narrows the list, and what is not understood narrows nothing. */
export function answerInfo(call: Call): Answer {
  const { store, request } = call;
  const sort = call.parameter("sort");
  const knowsSort = isInfoField(sort, store.profile);
  if (sort !== "" && !knowsSort && store.profile.checksSort) return said("'sort' parameter is invalid", 400);
  const wanted = [...store.torrents.values()].filter((torrent) => isWanted(torrent, call));
  const rows = wanted.map((torrent) => rowOf(torrent, call));
  if (knowsSort) rows.sort((a, b) => compare(a[sort], b[sort]));
  if (request.parameters["reverse"] === "true") rows.reverse();
  return json(page(rows, Number(call.parameter("offset")), Number(call.parameter("limit"))));
}

type Row = Record<string, Json>;

function isWanted(torrent: SimulatedTorrent, call: Call): boolean {
  const { profile } = call.store;
  const { category, tag } = call.request.parameters;
  return (
    matchesHashes(torrent, call) &&
    matchesFilter(torrent, call) &&
    (category === undefined || torrent.category === category) &&
    (tag === undefined || !profile.filtersByTag || (tag === "" ? torrent.tags.size === 0 : torrent.tags.has(tag)))
  );
}

function matchesHashes(torrent: SimulatedTorrent, call: Call): boolean {
  const hashes = call.parameter("hashes");
  // An empty list means all of them, which has surprised many a client.
  if (hashes === "") return true;
  const wanted = call.store.profile.exactHashes ? hashes : hashes.toLowerCase();
  return wanted.split("|").includes(torrent.hash);
}

function matchesFilter(torrent: SimulatedTorrent, call: Call): boolean {
  const { stoppedWord } = call.store.profile;
  const filters: Readonly<Record<string, (torrent: SimulatedTorrent) => boolean>> = {
    downloading: (it) => !isComplete(it),
    seeding: (it) => isComplete(it) && !it.stopped,
    completed: isComplete,
    [stoppedWord]: (it) => it.stopped,
    [stoppedWord === "stopped" ? "running" : "resumed"]: (it) => !it.stopped,
    active: (it) => it.uploadSpeed + it.downloadSpeed > 0,
    inactive: (it) => it.uploadSpeed + it.downloadSpeed === 0,
  };
  return filters[call.parameter("filter")]?.(torrent) ?? true;
}

function rowOf(torrent: SimulatedTorrent, call: Call): Row {
  const { profile, states, categoryLimits } = call.store;
  const asked = (name: string) => call.parameter(name) === "true";
  return {
    ...infoRow({ torrent, profile, shown: states.of(torrent), limits: limitsIn(torrent.category, categoryLimits) }),
    ...(profile.includeTrackers && asked("includeTrackers") ? { trackers: ownTrackerRows(torrent, profile) } : {}),
    ...(profile.includeFiles && asked("includeFiles") && torrent.hasMetadata
      ? { files: plainFileRows(torrent, profile) }
      : {}),
  };
}

function compare(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return JSON.stringify(a).localeCompare(JSON.stringify(b), "en");
}

function page(rows: readonly Row[], offset: number, limit: number): readonly Row[] {
  return limit > 0 ? rows.slice(offset, offset + limit) : rows.slice(offset);
}
