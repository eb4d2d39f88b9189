import type { Context } from "hono";
import type { Observer } from "./observe.ts";

/** What is known of a request besides itself. */
export interface CallEnv {
  Bindings: { readonly address?: string };
  Variables: {
    readonly requestId: string;
    /** Why it was refused. */
    readonly refusal?: string;
  };
}

/** Whose connection it is: behind a proxy the proxy's, since headers that name another could say anything. */
export const addressOf = (c: Context<CallEnv>): string => c.env.address ?? "unknown";

/** The name of the request in the log, in its answer and in every problem: the caller's own, if that is harmless. */
export const requestId: Observer = (c) => {
  const given = c.req.header("X-Request-Id") ?? "";
  const id = /^[\w.:+/=-]{1,128}$/.test(given) ? given : crypto.randomUUID();
  c.set("requestId", id);
  // On the answer itself: headers set before it is there have it put together in a slower way.
  return () => c.res.headers.set("X-Request-Id", id);
};
