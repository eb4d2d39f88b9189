import { json, said, type Json } from "./answer.ts";
import { mutation, read, type Endpoints } from "./endpoint.ts";
import { shownPath } from "./info-row.ts";
import { isSince } from "./profiles.ts";
import type { Store } from "./store.ts";

export const appEndpoints: Endpoints = {
  "auth/logout": mutation(({ door, request }) => door.logOut(request)),
  "app/version": read(({ store }) => said(`v${store.profile.version}`)),
  "app/webapiVersion": read(({ store }) => said(store.profile.api)),
  "app/defaultSavePath": read(({ store }) => said(shownPath(store.defaultSavePath, store.profile))),
  "app/preferences": read(({ store }) => json(preferences(store))),
  "app/rotateAPIKey": {
    ...mutation(({ door }) => json({ apiKey: door.rotateKey() })),
    exists: (profile) => profile.apiKeys,
  },
};

/** The few keys that a client of ours may look at. */
function preferences({ profile, defaultSavePath }: Store): Record<string, Json> {
  const addedStopped = profile.stoppedWord === "stopped" ? "add_stopped_enabled" : "start_paused_enabled";
  return {
    auto_tmm_enabled: false,
    category_changed_tmm_enabled: false,
    dl_limit: 0,
    locale: "C",
    max_ratio: -1,
    max_ratio_act: 0,
    max_ratio_enabled: false,
    max_seeding_time: -1,
    max_seeding_time_enabled: false,
    queueing_enabled: false,
    save_path: shownPath(defaultSavePath, profile),
    temp_path: shownPath(`${defaultSavePath}/temp`, profile),
    temp_path_enabled: false,
    up_limit: 0,
    [addedStopped]: false,
    ...(isSince(profile.version, "4.5.0") ? { refresh_interval: 1500 } : {}),
    ...(isSince(profile.version, "5.0.0") ? { torrent_content_remove_option: "Delete" } : {}),
  };
}
