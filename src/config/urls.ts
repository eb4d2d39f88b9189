import type { Parsed } from "../lib/units.ts";
import { shown, type Kind } from "./kinds.ts";

/** `credentials` says which settings hold what people put before the `@`. Kept: scheme, host, port and base path. */
export function httpUrl(credentials: string, example: string): Kind<string> {
  const hint = `write a URL like "${example}"`;
  const fail = (message: string, what = hint): Parsed<never> => ({ ok: false, message, hint: what });
  return {
    expects: "a URL that starts with http:// or https:// and holds no user or password",
    parse(text) {
      const input = text.trim();
      if (!/^https?:\/\/[^/]/i.test(input)) {
        const bare = /^[\w.-]+(:\d+)?$/.test(input);
        return fail(`${shown(text)} is not an http or https URL`, bare ? `write "http://${input}"` : hint);
      }
      const url = URL.parse(input);
      if (url === null) return fail(`${shown(text)} is not a URL`);
      if (url.username !== "" || url.password !== "") return fail("the URL holds a user or a password", credentials);
      if (url.search !== "" || url.hash !== "")
        return fail(`${shown(text)} goes on with "?" or "#"`, "leave that part out");
      return { ok: true, value: url.origin + url.pathname.replace(/\/+$/, "") };
    },
  };
}

/** Kept as written: the driver reads user, password and database from it. */
export const redisUrl: Kind<string> = {
  expects:
    "a URL like redis://host:6379/0 (or rediss:// for TLS), with special characters of the password percent-encoded",
  parse(text) {
    const input = text.trim();
    const url = URL.parse(input);
    const sound =
      url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== "" && /^(\/\d*)?$/.test(url.pathname);
    if (sound && url.hash === "" && url.search === "") return { ok: true, value: input };
    return { ok: false, message: "is not a Redis URL", hint: 'write a URL like "redis://localhost:6379/0"' };
  },
};
