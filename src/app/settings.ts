import type { Loaded, LoadedSettings } from "../config/load.ts";
import { type SettingKey, settingKeys } from "../config/schema.ts";
import { AppError } from "../errors.ts";
import type { Credentials } from "../qbittorrent/credentials.ts";
import type { Tls } from "../qbittorrent/request.ts";
import type { QueueStore } from "../queue/open.ts";

/** The settings a server needs. */
export const serverKeys = [
  "server.host",
  "server.port",
  "server.api_key",
  "server.workers",
  "server.shutdown_grace",
  "server.timezone",
  "schedule",
  "queue.backend",
  "queue.sqlite_path",
  "queue.redis_url",
  "queue.redis_prefix",
  "queue.cleanup_after",
  "queue.retry_for",
  "qbittorrent.host",
  "qbittorrent.username",
  "qbittorrent.password",
  "qbittorrent.api_key",
  "qbittorrent.timeout",
  "qbittorrent.tls_verify",
  "qbittorrent.tls_ca",
  "safety.max_deletions",
  "rules.file",
  "config.dir",
  "logging.level",
  "logging.file",
] as const satisfies readonly SettingKey[];

export const serverRequired = ["server.api_key"] as const;

/** One of them is needed; the first that is there is used. */
export const serverLogin = ["qbittorrent.api_key", "qbittorrent.password"] as const;

/** All settings as they were found. */
export type Found = Pick<LoadedSettings<SettingKey, never>, "settings" | "origins">;

/** Settings of a client alone, such as a hook in a container: it has its key, and nothing that only a server reads. */
export const areOfClient = (found: Found): boolean =>
  found.settings["client.api_key"] !== undefined && !nameServer(found);

/** Whether one is set that only a server reads: somebody has a server in mind, and its secrets may be elsewhere. */
export const nameServer = ({ origins }: Pick<Found, "origins">): boolean =>
  settingKeys.some((key) => OF_SERVER.test(key) && !["default", "not set"].includes(origins[key]));

const OF_SERVER = /^(?:server\.|queue\.|qbittorrent\.|safety\.|schedule$)/;

export type ServerSettings = Loaded<(typeof serverKeys)[number], (typeof serverRequired)[number]>;

type StoreKey = Extract<keyof ServerSettings, `queue.${string}`>;

/** Where the queue is. Throws AppError when its address is missing. */
export function storeOf(settings: Pick<ServerSettings, StoreKey>): QueueStore {
  const { "queue.backend": backend, "queue.redis_url": redisUrl } = settings;
  if (backend === "sqlite") return { backend, sqlitePath: settings["queue.sqlite_path"] };
  if (redisUrl === undefined) throw new AppError("settings", "queue.backend is redis, and queue.redis_url is not set");
  return { backend, redisUrl, redisPrefix: settings["queue.redis_prefix"] };
}

type LoginSetting = "qbittorrent.api_key" | "qbittorrent.username" | "qbittorrent.password";

/** How we show qBittorrent who we are. Throws AppError when there is nothing to show. */
export function loginOf(settings: Pick<ServerSettings, LoginSetting>): Credentials {
  const { "qbittorrent.api_key": key, "qbittorrent.username": username, "qbittorrent.password": password } = settings;
  if (key !== undefined) return { kind: "api_key", key };
  if (password !== undefined) return { kind: "password", username, password };
  throw new AppError("settings", "neither qbittorrent.api_key nor qbittorrent.password is set");
}

/** The way to qBittorrent, as its client takes it. Throws AppError when there is no login. */
export const qbittorrentOf = (settings: Pick<ServerSettings, QbittorrentSetting>) => ({
  host: settings["qbittorrent.host"],
  credentials: loginOf(settings),
  tls: tlsOf(settings),
  timeoutMs: settings["qbittorrent.timeout"],
});

type QbittorrentSetting = Extract<keyof ServerSettings, `qbittorrent.${string}`>;

const tlsOf = (settings: Pick<ServerSettings, "qbittorrent.tls_verify" | "qbittorrent.tls_ca">): Tls => ({
  rejectUnauthorized: settings["qbittorrent.tls_verify"],
  ...(settings["qbittorrent.tls_ca"] !== undefined && { ca: settings["qbittorrent.tls_ca"] }),
});
