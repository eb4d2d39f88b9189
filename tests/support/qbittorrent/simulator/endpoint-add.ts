import { json, refused, said, type Answer } from "./answer.ts";
import { mutation, type Call, type Endpoints } from "./endpoint.ts";
import { examine } from "./examine.ts";
import { parseMagnet } from "./parse-magnet.ts";
import { parseTorrent } from "./parse-torrent.ts";
import type { VersionProfile } from "./profiles.ts";
import type { TorrentSeed } from "./torrent.ts";

export const addEndpoints: Endpoints = { "torrents/add": mutation(add) };

type ParsedTorrent = TorrentSeed & { readonly hash: string };

function add(call: Call): Answer {
  const parsed: ParsedTorrent[] = [];
  for (const [name, bytes] of call.request.files) {
    const torrent = parseTorrent(bytes, call.store.profile);
    if (torrent === undefined) return said(`Error: '${name}' is not a valid torrent file.`, 415);
    parsed.push(torrent);
  }
  const magnets = call.parameter("urls").split("\n").map(parseMagnet);
  parsed.push(...magnets.filter((magnet) => magnet !== undefined));
  const fresh = parsed.filter((torrent) => !call.store.torrents.has(torrent.hash));
  for (const torrent of fresh) addOne(torrent, call);
  return outcome(call.store.profile, parsed, fresh);
}

function addOne(torrent: ParsedTorrent, { store, parameter }: Call): void {
  const isLoose = parameter("contentLayout") === "NoSubfolder" || parameter("root_folder") === "false";
  const added = store.add({
    ...torrent,
    files: (torrent.files ?? []).map((file) => ({ ...file, name: isLoose ? withoutFolder(file.name) : file.name })),
    savePath: parameter("savepath") || store.defaultSavePath,
    category: parameter("category"),
    tags: tagsOf(parameter("tags"), store.profile),
    stopped: parameter(store.profile.stoppedWord) === "true",
    uploadLimit: limitOf(parameter("upLimit")),
    downloadLimit: limitOf(parameter("dlLimit")),
  });
  store.states.arrive(added);
  if (added.stopped && !store.profile.checksWhenAddedStopped) added.unchecked = true;
  else examine(added, store);
}

const withoutFolder = (name: string): string => name.slice(name.indexOf("/") + 1);

function tagsOf(text: string, profile: VersionProfile): string[] {
  if (profile.tagsOnAdd === "ignored") return [];
  const tags = text.split(",").filter((tag) => tag !== "");
  return profile.tagsOnAdd === "untrimmed" ? tags : tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
}

function limitOf(text: string): number | undefined {
  const limit = Number(text);
  return limit > 0 ? limit : undefined;
}

function outcome(profile: VersionProfile, parsed: readonly ParsedTorrent[], fresh: readonly ParsedTorrent[]): Answer {
  if (profile.addAnswer === "json") {
    if (fresh.length === 0) return refused(profile, 409);
    return json({
      added_torrent_ids: fresh.map((torrent) => torrent.hash),
      failure_count: parsed.length - fresh.length,
      pending_count: 0,
      success_count: fresh.length,
    });
  }
  const counted = profile.addAnswer === "word, duplicates too" ? parsed : fresh;
  return said(counted.length > 0 ? "Ok." : "Fails.");
}
