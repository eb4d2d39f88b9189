import { json, said, type Json } from "./answer.ts";
import { mutation, read, type Endpoints } from "./endpoint.ts";
import { externalPrograms } from "./endpoints-preferences.ts";
import { shownPath } from "./info-row.ts";
import { isSince } from "../releases.ts";
import type { Store } from "./store.ts";
import type { SimulatedTorrent } from "./torrent.ts";

export const appEndpoints: Endpoints = {
  "auth/logout": mutation(({ door, request }) => door.logOut(request)),
  "app/version": read(({ store }) => said(`v${store.profile.version}`)),
  "app/webapiVersion": read(({ store }) => said(store.profile.api)),
  "app/defaultSavePath": read(({ store }) => said(shownPath(store.defaultSavePath, store.profile))),
  "app/preferences": read(({ store }) => json(preferences(store))),
  "transfer/info": read(({ store }) => json(transfer(store))),
  "app/rotateAPIKey": {
    ...mutation(({ door }) => json({ apiKey: door.rotateKey() })),
    exists: (profile) => profile.apiKeys,
  },
};

/** The few keys that a client of ours may look at, and some that it must not show. */
function preferences({ profile, defaultSavePath, preferences: own }: Store): Record<string, Json> {
  const addedStopped = profile.stoppedWord === "stopped" ? "add_stopped_enabled" : "start_paused_enabled";
  return {
    auto_tmm_enabled: false,
    category_changed_tmm_enabled: false,
    dl_limit: 0,
    listen_port: 6881,
    locale: "C",
    mail_notification_password: "",
    max_ratio: -1,
    max_ratio_act: 0,
    max_ratio_enabled: false,
    max_seeding_time: -1,
    max_seeding_time_enabled: false,
    proxy_password: "",
    proxy_username: "",
    queueing_enabled: false,
    save_path: shownPath(defaultSavePath, profile),
    scan_dirs: {},
    temp_path: shownPath(`${defaultSavePath}/temp`, profile),
    temp_path_enabled: false,
    up_limit: 0,
    web_ui_username: "admin",
    ...externalPrograms(profile),
    ...(profile.sessionTimeout ? { web_ui_session_timeout: 3_600 } : {}),
    [addedStopped]: false,
    ...(isSince(profile.version, "4.5.0") ? { refresh_interval: 1500 } : {}),
    ...(isSince(profile.version, "5.0.0") ? { torrent_content_remove_option: "Delete" } : {}),
    ...(isSince(profile.version, "5.2.0") ? { web_ui_api_key: "" } : {}),
    ...own,
  };
}

/** Nobody outside has ever reached this server, and it has no limits. */
function transfer({ profile, torrents }: Store): Record<string, Json> {
  const all = [...torrents.values()];
  const sum = (of: (torrent: SimulatedTorrent) => number) => all.reduce((total, torrent) => total + of(torrent), 0);
  return {
    connection_status: "firewalled",
    dht_nodes: 0,
    dl_info_data: sum(({ downloaded }) => downloaded),
    dl_info_speed: sum(({ downloadSpeed }) => downloadSpeed),
    dl_rate_limit: 0,
    ...(isSince(profile.version, "5.1.0") ? { last_external_address_v4: "", last_external_address_v6: "" } : {}),
    up_info_data: sum(({ uploaded }) => uploaded),
    up_info_speed: sum(({ uploadSpeed }) => uploadSpeed),
    up_rate_limit: 0,
  };
}
