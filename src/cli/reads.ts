import { type SettingKey, settingKeys } from "../config/schema.ts";
import type { Mode } from "./modes.ts";

export const clientKeys = ["client.server_url", "client.api_key"] as const;
export const executeKeys = [
  ...clientKeys,
  "client.retry_for",
  "client.wait_timeout",
  "logging.level",
  "logging.file",
] as const;
export const healthKeys = ["client.server_url", "server.port"] as const;
export const rulesKeys = ["rules.file", "config.dir"] as const;
export const hookKeys = [
  "qbittorrent.host",
  "qbittorrent.username",
  "qbittorrent.password",
  "qbittorrent.api_key",
  "qbittorrent.timeout",
  "qbittorrent.tls_verify",
  "qbittorrent.tls_ca",
  "config.dir",
] as const;

/**
 * The settings that the command of each mode reads. Those of the server stand with what it is made of, and loading that to
 * submit a job would take too long: a test compares them.
 */
const reads: Readonly<Record<Mode, readonly SettingKey[]>> = {
  serve: settingKeys.filter((key) => !key.startsWith("client.")),
  execute: executeKeys,
  "list-jobs": clientKeys,
  "job-status": clientKeys,
  "cancel-job": clientKeys,
  stats: clientKeys,
  health: healthKeys,
  validate: settingKeys,
  "list-rules": rulesKeys,
  test: rulesKeys,
  "install-hook": hookKeys,
  "remove-hook": hookKeys,
  doctor: settingKeys,
  version: [],
  help: [],
};

/** Whoever reads a setting at all also looks for config.yml. */
export const isReadBy = (key: SettingKey, mode: Mode): boolean =>
  reads[mode].includes(key) || (key === "config.dir" && reads[mode].length > 0);
