import { presentKey } from "./api-key.ts";
import { logIn } from "./login.ts";
import type { Pass } from "./pass.ts";
import type { EntryOptions } from "./refusal.ts";

/** How we show who we are. */
export type Credentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** Since 5.2. */
  | { readonly kind: "api_key"; readonly key: string };

export const areSame = (one: Credentials, other: Credentials): boolean =>
  one.kind === "api_key"
    ? other.kind === "api_key" && one.key === other.key
    : other.kind === "password" && one.username === other.username && one.password === other.password;

/** Throws `qbittorrent_credentials`, `_banned`, `_answer` or `_unreachable`. */
export const enter = (options: EntryOptions, credentials: Credentials): Promise<Pass> =>
  credentials.kind === "api_key" ? presentKey(options, credentials.key) : logIn(options, credentials);
