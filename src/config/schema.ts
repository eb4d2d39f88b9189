import {
  apiKey,
  apiKeys,
  bindAddress,
  choice,
  count,
  duration,
  line,
  keyPrefix,
  path,
  port,
  quota,
  token,
  type Judged,
  type Keys,
  type Kind,
  yesOrNo,
} from "./kinds.ts";
import { certificates } from "./certificates.ts";
import type { Disk } from "./disk.ts";
import { schedule } from "./schedule.ts";
import { timeZone } from "./time-zone.ts";
import { httpUrl, redisUrl } from "./urls.ts";

export interface Setting<T> {
  readonly kind: Kind<T>;
  /** Judges more than `kind` does, by what is only to be loaded where there is a value. */
  readonly thorough?: () => Promise<Kind<T>>;
  /** Makes the value of the one that was written, by what is in a file. */
  read?(written: T, readFile: Disk["readFile"]): Promise<Judged<T>>;
  /** As a person would write it. */
  readonly default?: string;
  /** The default is this file in the folder `config.dir`. */
  readonly defaultFile?: string;
  /** Its value is never shown, and never reaches a log. */
  readonly secret?: true;
  readonly about: string;
  /** How to come by a value, for the message when it is missing. */
  readonly obtain?: string;
  /** What to say about a value that is accepted but will surprise. */
  caution?(value: T): string | undefined;
}

const QBITTORRENT_LOGIN = "remove it there, and use qbittorrent.username and qbittorrent.password";
const SERVER_LOGIN = "remove it there: the server asks for an API key, which is client.api_key";
const QBITTORRENT_URL = "http://localhost:8080";
const SERVER_URL = "http://localhost:5000";
const NEW_KEY = "make a new key with: openssl rand -hex 32";
const SHORTEST_KEY = 16;

/** Every setting, once. Durations are in milliseconds; URLs end without a slash; relative paths start at the current folder. */
const table = {
  "server.host": { kind: bindAddress, default: "0.0.0.0", about: "Address the server listens on" },
  "server.port": { kind: port, default: "5000", about: "Port the server listens on; 0 takes any free one" },
  "server.api_key": {
    kind: apiKeys,
    secret: true,
    obtain: NEW_KEY,
    about: "Key that every request must carry; of several, any one",
    caution: (keys: Keys) =>
      keys.some((key) => key.length < SHORTEST_KEY)
        ? `server.api_key holds a key of fewer than ${SHORTEST_KEY} characters, which can be guessed: ${NEW_KEY}`
        : undefined,
  },
  "server.workers": {
    kind: count,
    default: "1",
    about: "Accepted for compatibility: one process serves",
    caution: (workers: number) =>
      workers > 1 ? `server.workers is ${workers}, but one process serves: set it to 1, or leave it out` : undefined,
  },
  "server.shutdown_grace": {
    kind: duration({ zero: true }),
    default: "25s",
    about: "How long a running job may go on after a stop was asked for",
  },
  "server.timezone": {
    kind: timeZone,
    about: "Time zone of the schedule; else that of TZ, or of the machine",
  },

  "queue.backend": { kind: choice("sqlite", "redis"), default: "sqlite", about: "Where jobs are kept" },
  "queue.sqlite_path": { kind: path, defaultFile: "qbt-rules.db", about: "SQLite database of the queue" },
  "queue.redis_url": {
    kind: redisUrl,
    secret: true,
    obtain: "it names the Redis server that keeps the jobs, like redis://localhost:6379/0",
    about: "Redis server of the queue, where queue.backend is redis",
  },
  "queue.redis_prefix": {
    kind: keyPrefix,
    default: "qbt_rules",
    about: "What all keys of the queue in Redis begin with",
  },
  "queue.cleanup_after": { kind: duration(), default: "7d", about: "How long jobs that ended are kept" },
  "queue.retry_for": {
    kind: duration({ zero: true }),
    default: "5m",
    about: "How long a job waits for qBittorrent before it fails",
  },

  "client.server_url": {
    kind: httpUrl(SERVER_LOGIN, SERVER_URL),
    default: SERVER_URL,
    about: "Server the client talks to",
  },
  "client.api_key": {
    kind: apiKey,
    secret: true,
    obtain: "it is the server's server.api_key, or one of them",
    about: "Key the client presents to the server",
  },
  "client.retry_for": {
    kind: duration({ zero: true }),
    default: "30s",
    about: "How long a job is submitted again while the server cannot be reached",
  },
  "client.wait_timeout": { kind: duration(), default: "5m", about: "How long --wait waits for a job" },

  "qbittorrent.host": {
    kind: httpUrl(QBITTORRENT_LOGIN, QBITTORRENT_URL),
    default: QBITTORRENT_URL,
    about: "Web UI of qBittorrent",
  },
  "qbittorrent.username": { kind: line, default: "admin", about: "User of the Web UI" },
  "qbittorrent.password": {
    kind: line,
    secret: true,
    obtain: "where qBittorrent lets this machine in without a login, any will do",
    about: "Password of the Web UI",
  },
  "qbittorrent.api_key": {
    kind: token,
    secret: true,
    obtain: "qBittorrent 5.2 and newer make one under Options > Web UI",
    about: "API key of qBittorrent 5.2 and newer, instead of user and password",
    caution: (key: string) =>
      key.startsWith("qbt_")
        ? undefined
        : "qbittorrent.api_key does not begin with qbt_, as the keys of qBittorrent do: is it that of another program?",
  },
  "qbittorrent.tls_verify": {
    kind: yesOrNo,
    default: "true",
    about: "Whether the certificate of an https address must be one that is trusted",
    caution: (isVerified: boolean) =>
      isVerified
        ? undefined
        : "qbittorrent.tls_verify is false: whoever can answer in place of qBittorrent learns the password; with its certificate in qbittorrent.tls_ca nobody can",
  },
  "qbittorrent.tls_ca": {
    kind: certificates,
    read: async (written: string, readFile: Disk["readFile"]) =>
      (await import("./read-certificates.ts")).readCertificates(written, readFile),
    about: "PEM file of the certificate or authority that is trusted, and no other",
  },
  "qbittorrent.timeout": { kind: duration(), default: "60s", about: "How long one request to qBittorrent may take" },

  "safety.max_deletions": {
    kind: quota,
    about: "Most torrents deleted within 10 minutes: a number or a part like 5%; else 10 or 5%",
  },

  schedule: {
    kind: schedule(),
    thorough: async () => schedule((await import("../lib/cron.ts")).cronFault),
    default: "[]",
    about: "Jobs that the server queues by itself, as JSON: cron, context and dry_run of each",
  },

  "rules.file": { kind: path, defaultFile: "rules.yml", about: "The rules" },
  "config.dir": {
    kind: path,
    default: "/config",
    about: "Folder of config.yml, and of the files whose path is not set",
  },
  "logging.level": {
    kind: choice("DEBUG", "INFO", "WARNING", "ERROR"),
    default: "INFO",
    about: "Least severe level that is logged",
  },
  "logging.file": { kind: path, defaultFile: "qbt-rules.log", about: "Log file" },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingKey = keyof typeof table;

export type Settings = { readonly [K in SettingKey]: Value<(typeof table)[K]> };

type Value<S> = S extends { kind: Kind<infer T> }
  ? S extends { default: string } | { defaultFile: string }
    ? T
    : T | undefined
  : never;

export const schema: { readonly [K in SettingKey]: Setting<NonNullable<Settings[K]>> } = table;

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(schema, key);

/** By `in`, since these are its own: `hasOwn` so many times in a row takes a client a third of a millisecond. */
export const settingKeys: readonly SettingKey[] = Object.keys(schema).filter((key): key is SettingKey => key in schema);

/** `server.api_key` is QBT_RULES_SERVER_API_KEY. */
export const envName = (key: SettingKey): string => `QBT_RULES_${shortName(key).replace(".", "_").toUpperCase()}`;

/** `server.api_key` is server-api-key, without the dashes in front. */
export const flagName = (key: SettingKey): string => shortName(key).replaceAll(".", "-").replaceAll("_", "-");

/** People say log level, not logging level. */
const shortName = (key: SettingKey): string => key.replace("logging.", "log.");
