import { AppError } from "../errors.ts";
import { type HttpOptions, exchange } from "./request.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * POST auth/login, every version: the cookies to send from now on, "" where none is needed. Throws
 * `qbittorrent_credentials`, `_banned`, `_answer` or `_unreachable`.
 */
export async function logIn(options: HttpOptions & Credentials): Promise<string> {
  const { host, username, password } = options;
  const { status, body, cookie } = await exchange(options, { path: "auth/login", form: { username, password } });
  if (status === 204 || (status === 200 && body.trim() === "Ok.")) return cookie ?? "";
  if (status === 200 && body.trim() === "Fails.") throw credentialsRefused(host, username);
  if (status === 401) {
    // Since 5.2 wrong credentials; on every version an address that the Host header validation does not know, which then
    // holds for any request, while a known address is only told to log in.
    const { status: anonymous } = await exchange(options, { path: "app/version" });
    throw anonymous === 401 ? addressRefused(host) : credentialsRefused(host, username);
  }
  if (status === 403) throw banned(host);
  throw new AppError("qbittorrent_answer", `${host} did not answer a login as qBittorrent does (status ${status})`, {
    hint: "is qbittorrent.host the address of the Web UI, with its base path if a proxy adds one?",
  });
}

export const addressRefused = (host: string): AppError =>
  new AppError("qbittorrent_answer", `qBittorrent at ${host} refused the request as coming from elsewhere (401)`, {
    hint: "its Host header validation does not know this address: add it under Web UI > Server domains, or use the port qBittorrent itself listens on",
  });

const credentialsRefused = (host: string, username: string): AppError =>
  new AppError("qbittorrent_credentials", `qBittorrent at ${host} refused the login of user "${username}"`, {
    hint: "correct qbittorrent.username or qbittorrent.password, and submit the job again: a file that QBT_RULES_QBITTORRENT_PASSWORD_FILE names is read again by itself, config.yml when qbt-rules gets SIGHUP (kill -HUP), the environment at a restart (a container: create it anew); the same login is not tried again by itself, since qBittorrent bans an address after five failures",
  });

const banned = (host: string): AppError =>
  new AppError("qbittorrent_banned", `qBittorrent at ${host} has banned this address after too many failed logins`, {
    hint: "wait until the ban ends (an hour by default) or restart qBittorrent; correct the password first",
  });
