/** What lets requests in, until the server forgets it. */
export interface Pass {
  /** What each request carries. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Told of the cookies of each answer. */
  readonly keep: (cookies: readonly string[]) => void;
}

/**
 * Cookies as they came, since their names differ: `SID` up to 5.1, `QBT_SID_<port>` since 5.2, others by configuration or
 * of a proxy. Where no login is needed the server may begin a session with any answer, and does so with each as long as the
 * cookie does not come back.
 */
export function cookiePass(first: readonly string[]): Pass {
  const cookies = new Map<string, string>();
  const keep: Pass["keep"] = (came) => {
    for (const cookie of came) cookies.set(cookie.slice(0, cookie.indexOf("=")), cookie);
  };
  keep(first);
  return { keep, headers: () => (cookies.size === 0 ? {} : { Cookie: [...cookies.values()].join("; ") }) };
}
