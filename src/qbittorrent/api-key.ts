import { AppError } from "../errors.ts";
import { addressRefused, notQbittorrent } from "./answers.ts";
import { throwIfPage } from "./page.ts";
import type { Pass } from "./pass.ts";
import { type EntryOptions, thenAgain } from "./refusal.ts";
import { exchange } from "./request.ts";

/**
 * There is no login with a key, so a first question shows whether it is taken. A refused one does not lead to a ban. Throws
 * `qbittorrent_credentials`, `_answer` or `_unreachable`.
 */
export async function presentKey(options: EntryOptions, key: string): Promise<Pass> {
  const { host } = options;
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await exchange(options, { path: "app/version", headers });
  throwIfPage(host, answer);
  if (answer.status === 200) return { headers: () => headers, keep: () => {} };
  if (answer.status === 401) throw addressRefused(host);
  if (answer.status !== 403) throw notQbittorrent(host, `an API key with status ${answer.status}`);
  // Since 5.2 whoever brings a key sees the API and no page; before, the key is not looked at.
  const { status } = await exchange(options, { path: "/", headers });
  throw status === 200 ? tooOld(host) : keyRefused(options);
}

const keyRefused = (options: EntryOptions): AppError =>
  new AppError("qbittorrent_credentials", `qBittorrent at ${options.host} refused the API key`, {
    hint: `making a new key in qBittorrent ends the one before: copy the present one from Options > Web UI > API key into qbittorrent.api_key, and ${thenAgain(options, "QBT_RULES_QBITTORRENT_API_KEY_FILE")}`,
  });

const tooOld = (host: string): AppError =>
  new AppError("qbittorrent_credentials", `qBittorrent at ${host} does not take API keys`, {
    hint: "it does so since 5.2: update it, or use qbittorrent.username and qbittorrent.password instead of qbittorrent.api_key",
  });
