import type { Context, MiddlewareHandler } from "hono";
import type { CallEnv } from "./call.ts";

/** Sees a request come, and returns what to do when its answer is there (`c.res`): whatever went wrong has become one. */
export type Observer = (c: Context<CallEnv>) => () => void;

/** All of them in one, since each that awaits what comes after it costs every request a little. */
export function observe(...observers: readonly Observer[]): MiddlewareHandler<CallEnv> {
  return async function observeHandler(c, next) {
    const answered = observers.map((observer) => observer(c));
    await next();
    for (const tell of answered) tell();
  };
}
