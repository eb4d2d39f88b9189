import { pbkdf2Sync, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Credentials } from "./http.ts";

/** Sections of qBittorrent.conf; what is given here wins over the lab's own settings. */
export type ProfileOptions = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

export interface ProfileSettings {
  readonly webPort: number;
  readonly torrentPort: number;
  /** As the server sees it. */
  readonly downloads: string;
  readonly credentials: Credentials;
  readonly options?: ProfileOptions;
}

/** Writes the configuration of a server that never leaves loopback, for `--profile=folder`. */
export async function writeProfile(folder: string, settings: ProfileSettings): Promise<void> {
  const path = join(folder, "qBittorrent", "config", "qBittorrent.conf");
  await mkdir(dirname(path), { recursive: true });
  await Bun.write(path, asIni(merge(labSettings(settings), settings.options ?? {})));
}

/** Old versions read [Preferences], new ones Session\ keys; each ignores what it does not know. */
function labSettings(settings: ProfileSettings): ProfileOptions {
  return {
    LegalNotice: { Accepted: true },
    BitTorrent: {
      "Session\\DHTEnabled": false,
      "Session\\LSDEnabled": false,
      "Session\\PeXEnabled": false,
      "Session\\Interface": "lo",
      "Session\\InterfaceName": "lo",
      "Session\\InterfaceAddress": "127.0.0.1",
      "Session\\Port": settings.torrentPort,
      "Session\\DefaultSavePath": settings.downloads,
      "Session\\QueueingSystemEnabled": false,
    },
    Preferences: {
      "Bittorrent\\DHT": false,
      "Bittorrent\\LSD": false,
      "Bittorrent\\PeX": false,
      "Connection\\Interface": "lo",
      // It would fetch a database from the Internet.
      "Connection\\ResolvePeerCountries": false,
      "Connection\\PortRangeMin": settings.torrentPort,
      "Connection\\UPnP": false,
      "Downloads\\SavePath": `${settings.downloads}/`,
      "Queueing\\QueueingEnabled": false,
      "WebUI\\Address": "127.0.0.1",
      "WebUI\\Port": settings.webPort,
      "WebUI\\Username": settings.credentials.username,
      "WebUI\\Password_PBKDF2": `"@ByteArray(${passwordRecord(settings.credentials.password)})"`,
      "WebUI\\LocalHostAuth": true,
      "WebUI\\UseUPnP": false,
      "WebUI\\MaxAuthenticationFailCount": 5,
    },
    Network: { PortForwardingEnabled: false },
  };
}

function passwordRecord(password: string): string {
  const salt = randomBytes(16);
  const key = pbkdf2Sync(password, salt, 100_000, 64, "sha512");
  return `${salt.toString("base64")}:${key.toString("base64")}`;
}

function merge(base: ProfileOptions, over: ProfileOptions): ProfileOptions {
  const sections = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...sections].map((name) => [name, { ...base[name], ...over[name] }]));
}

function asIni(sections: ProfileOptions): string {
  const section = ([name, keys]: [string, ProfileOptions[string]]) =>
    [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `${key}=${value}`), ""].join("\n");
  return Object.entries(sections).map(section).join("\n");
}
