import { isIP } from "node:net";

export interface RedisAddress {
  /** For people, without user and password; and not the URL itself, which is struck out of logs. */
  readonly shown: string;
  readonly options: {
    readonly host: string;
    readonly port: number;
    readonly db: number;
    readonly username?: string;
    readonly password?: string;
    readonly tls?: { readonly servername?: string };
  };
}

/** `redis://user:password@host:port/database`; `rediss://` is the same over TLS. The URL was checked with the settings. */
export function parseAddress(text: string): RedisAddress {
  const { protocol, hostname, port, username, password, pathname } = new URL(text);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const db = Number(pathname.slice(1));
  return {
    shown: `${hostname}:${port || DEFAULT_PORT}/${db}`,
    options: {
      host,
      port: Number(port || DEFAULT_PORT),
      db,
      ...(username !== "" && { username: decoded(username) }),
      ...(password !== "" && { password: decoded(password) }),
      ...(protocol === "rediss:" && { tls: isIP(host) === 0 ? { servername: host } : {} }),
    },
  };
}

const DEFAULT_PORT = 6379;

/** As it stands, where somebody wrote a percent sign without encoding it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
