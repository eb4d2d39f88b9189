import { done, type Answer } from "./answer.ts";
import { mutation, type Call, type Endpoint, type Endpoints } from "./endpoint.ts";
import { examine } from "./examine.ts";
import type { VersionProfile } from "./profiles.ts";
import { readShareLimits } from "./share-limits.ts";
import type { SimulatedTorrent } from "./torrent.ts";

/** Everything that makes torrents run, halt, or go. */
export const runEndpoints: Endpoints = {
  "torrents/pause": { ...onEach(stop), exists: (profile) => profile.stopVerb === "pause" },
  "torrents/stop": { ...onEach(stop), exists: (profile) => profile.stopVerb === "stop" },
  "torrents/resume": { ...onEach(start), exists: (profile) => profile.startVerb === "resume" },
  "torrents/start": { ...onEach(start), exists: (profile) => profile.startVerb === "start" },
  "torrents/setForceStart": onEach((torrent, call) => {
    // Switching it off starts a stopped torrent as well.
    call.store.states.change(torrent, (it) => {
      it.stopped = false;
      it.forced = call.parameter("value") === "true";
      if (it.unchecked) examine(it, call.store);
    });
  }, "value"),
  "torrents/recheck": onEach(recheck),
  "torrents/reannounce": onEach((torrent) => {
    torrent.reannounces += 1;
  }),
  "torrents/setUploadLimit": onEach((torrent, call) => {
    torrent.uploadLimit = limitOf(call);
  }, "limit"),
  "torrents/setDownloadLimit": onEach((torrent, call) => {
    torrent.downloadLimit = limitOf(call);
  }, "limit"),
  "torrents/setShareLimits": {
    ...onEach((torrent, { request, store }) => {
      Object.assign(torrent, readShareLimits(request.parameters, store.profile));
    }),
    requires: (profile: VersionProfile) => profile.shareLimitParameters,
  },
  "torrents/setSuperSeeding": onEach((torrent, { store, parameter }) => {
    const wanted = parameter("value") === "true";
    // What is asked for is compared with what was last seen.
    if (store.profile.comparesSuperSeeding && store.states.of(torrent).superSeeding === wanted) return;
    store.states.late(torrent, (it) => {
      it.superSeeding = wanted;
    });
  }, "value"),
  "torrents/toggleSequentialDownload": onEach((torrent) => {
    torrent.sequential = !torrent.sequential;
  }),
  "torrents/delete": mutation(remove, "hashes", "deleteFiles"),
};

/** Unknown hashes are passed over without a word. */
function onEach(act: (torrent: SimulatedTorrent, call: Call) => void, ...required: string[]): Endpoint {
  return mutation(
    (call) => {
      for (const torrent of call.store.named(call.parameter("hashes"))) act(torrent, call);
      return done();
    },
    "hashes",
    ...required,
  );
}

function stop(torrent: SimulatedTorrent, { store }: Call): void {
  store.states.change(torrent, (it) => {
    it.stopped = true;
  });
}

function start(torrent: SimulatedTorrent, { store }: Call): void {
  store.states.change(torrent, (it) => {
    it.stopped = false;
    it.forced = false;
    if (it.unchecked) examine(it, store);
  });
}

function recheck(torrent: SimulatedTorrent, { store }: Call): void {
  torrent.rechecks += 1;
  store.states.change(torrent, (it) => examine(it, store));
}

function limitOf(call: Call): number {
  const limit = Number(call.parameter("limit"));
  return Number.isSafeInteger(limit) && limit > 0 ? limit : 0;
}

function remove(call: Call): Answer {
  const withFiles = call.parameter("deleteFiles") === "true";
  for (const torrent of call.store.named(call.parameter("hashes"))) {
    call.store.torrents.delete(torrent.hash);
    call.store.deletions.push({ hash: torrent.hash, withFiles });
    if (withFiles) call.store.disk.removeContent(torrent);
  }
  return done();
}
