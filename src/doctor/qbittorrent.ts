import { qbittorrentOf, serverLogin } from "../app/settings.ts";
import type { Settings } from "../config/schema.ts";
import type { Clock } from "../lib/clock.ts";
import { skewOf } from "../lib/skew.ts";
import { type Client, createClient } from "../qbittorrent/client.ts";
import { type ServerVersion, isNewerThanTested } from "../qbittorrent/versions.ts";
import { type Finding, failed, notChecked, ok, warning } from "./finding.ts";
import type { Role, Scene } from "./scene.ts";

export interface QbittorrentSeen {
  readonly client: Client;
  readonly version: ServerVersion;
  /** How far its clock is from ours, milliseconds; undefined: it does not say. */
  readonly skew: number | undefined;
}

interface Means {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Nobody waits a minute for a page of findings; what is asked here is answered at once, however large the library. */
const ANSWER_WITHIN_MS = 10_000;

/** A longer time in the settings would change nothing here. */
const timeLimit = (timeoutMs: number) =>
  timeoutMs < ANSWER_WITHIN_MS ? { timeoutMs } : { timeoutMs: ANSWER_WITHIN_MS, ifTooShort: BUSY };

const BUSY =
  "it may be busy, out of order, or behind a firewall: ask again later; if it stays so, restart qBittorrent, or correct qbittorrent.host";

/**
 * Logs in, once: a login that was refused is not tried again, since qBittorrent bans an address after five. Undefined: the
 * settings have no login.
 */
export function wayToQbittorrent(
  settings: Settings,
  { clock, signal }: Means,
): (() => Promise<QbittorrentSeen>) | undefined {
  if (serverLogin.every((key) => settings[key] === undefined)) return undefined;
  return async () => {
    let skew: number | undefined;
    const client = createClient({
      ...qbittorrentOf(settings),
      runsOnce: true,
      ...timeLimit(settings["qbittorrent.timeout"]),
      fetch: async (url, init) => {
        const sent = clock.now();
        const answer = await fetch(url, init);
        skew = skewOf(answer.headers.get("Date"), { sent, received: clock.now() });
        return answer;
      },
    });
    const version = await client.version(signal);
    return { client, version, skew };
  };
}

export async function checkQbittorrent({ settings, role, qbittorrent }: Scene): Promise<Finding> {
  if (qbittorrent === undefined) return notChecked(noLogin(role));
  const seen = await qbittorrent();
  if (!seen.ok) return failed(seen.error);
  const { version } = seen.value;
  const found = `qBittorrent ${version.app} (Web API ${version.api.join(".")}) at ${settings["qbittorrent.host"]}`;
  if (!isNewerThanTested(version)) return ok(found);
  return warning(`${found} is newer than what this release was tested with`, {
    hint: "look for a newer qbt-rules; until then, try rules with --dry-run first",
  });
}

export const noLogin = (role: Role): string =>
  role === "client"
    ? "these are the settings of a client, which does not speak to qBittorrent"
    : "there is no login for it, see settings";
