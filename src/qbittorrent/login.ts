import { AppError } from "../errors.ts";
import { addressRefused, notQbittorrent } from "./answers.ts";
import { type Pass, cookiePass } from "./pass.ts";
import { throwIfPage } from "./page.ts";
import { type EntryOptions, thenAgain } from "./refusal.ts";
import { exchange } from "./request.ts";

interface Login {
  readonly username: string;
  readonly password: string;
}

/**
 * POST auth/login, every version. Where qBittorrent lets this address in without a login it says yes to any. Throws
 * `qbittorrent_credentials`, `_banned`, `_answer` or `_unreachable`.
 */
export async function logIn(options: EntryOptions, { username, password }: Login): Promise<Pass> {
  const { host } = options;
  const answer = await exchange(options, { path: "auth/login", form: { username, password } });
  throwIfPage(host, answer);
  const { status, cookies } = answer;
  const said = answer.body.trim();
  if (status === 204 || (status === 200 && said === "Ok.")) return cookiePass(cookies);
  if (status === 200 && said === "Fails.") throw passwordRefused(options, username);
  if (status === 401) {
    // Since 5.2 wrong credentials; on every version an address that the Host header validation does not know, which then
    // holds for any request, while a known address is only told to log in.
    const { status: anonymous } = await exchange(options, { path: "app/version" });
    throw anonymous === 401 ? addressRefused(host) : passwordRefused(options, username);
  }
  if (status === 403) throw banned(host);
  throw notQbittorrent(host, `a login with status ${status}`);
}

const passwordRefused = (options: EntryOptions, username: string): AppError =>
  new AppError("qbittorrent_credentials", `qBittorrent at ${options.host} refused the login of user "${username}"`, {
    hint: `correct qbittorrent.username or qbittorrent.password, and ${thenAgain(options, "QBT_RULES_QBITTORRENT_PASSWORD_FILE")}; ${
      options.runsOnce === true ? "" : "the same login is not tried again by itself, since "
    }qBittorrent bans an address after five failures`,
  });

const banned = (host: string): AppError =>
  new AppError("qbittorrent_banned", `qBittorrent at ${host} has banned this address after too many failed logins`, {
    hint: "wait until the ban ends (an hour by default) or restart qBittorrent; correct the password first",
  });
