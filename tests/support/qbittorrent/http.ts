/** A raw, deliberately dumb HTTP session with a qBittorrent: what was answered is what comes back, nothing is interpreted. */
export interface RawSession {
  readonly url: string;
  /** `name=value` of the session cookie, "" before login. */
  readonly cookie: string;
  readonly get: (path: string, parameters?: Parameters) => Promise<RawAnswer>;
  readonly post: (path: string, parameters?: Parameters | FormData) => Promise<RawAnswer>;
}

type Parameters = Readonly<Record<string, string>>;

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** `name=value` of the session cookie this answer set, "" for none. */
  readonly cookie: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export const LAB_CREDENTIALS: Credentials = { username: "admin", password: "adminadmin" };

export function createRawSession(url: string, cookie = ""): RawSession {
  const send = async (path: string, init: BunFetchRequestInit): Promise<RawAnswer> => {
    const headers = cookie === "" ? {} : { Cookie: cookie };
    // qBittorrent closes idle connections after some seconds; a new connection per request cannot meet a dead one.
    const common = { headers, keepalive: false, redirect: "manual", signal: AbortSignal.timeout(20_000) } as const;
    const response = await fetch(`${url}/api/v2/${path}`, { ...common, ...init });
    return { status: response.status, text: await response.text(), cookie: sessionCookie(response.headers) };
  };
  return {
    url,
    cookie,
    get: (path, parameters) =>
      send(parameters === undefined ? path : `${path}?${new URLSearchParams(parameters).toString()}`, {
        method: "GET",
      }),
    post: (path, parameters = {}) =>
      send(path, {
        method: "POST",
        body: parameters instanceof FormData ? parameters : new URLSearchParams(parameters),
      }),
  };
}

/** Both styles of login: 200 `Ok.` up to 5.1, 204 since 5.2. Throws when the server does not accept the credentials. */
export async function logIn(url: string, credentials: Credentials = LAB_CREDENTIALS): Promise<RawSession> {
  const answer = await createRawSession(url).post("auth/login", { ...credentials });
  const accepted = answer.status === 204 || (answer.status === 200 && answer.text === "Ok.");
  if (!accepted || answer.cookie === "") throw new Error(`login at ${url}: ${answer.status} ${answer.text.trim()}`);
  return createRawSession(url, answer.cookie);
}

function sessionCookie(headers: Headers): string {
  return headers.getSetCookie()[0]?.split(";")[0] ?? "";
}
