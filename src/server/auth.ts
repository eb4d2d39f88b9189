import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { Brake } from "./brake.ts";
import { type CallEnv, addressOf } from "./call.ts";
import type { KeyRing } from "./key-ring.ts";

export interface KeyCheck {
  readonly ring: KeyRing;
  readonly brake: Brake;
  readonly log: Log;
}

/**
 * A key by `X-API-Key`, `Authorization: Bearer` or `?key=`. A right one always passes: behind a proxy all callers have one
 * address, and one of them with an old key must not lock out the others. What keeps guessers out is the length of a key.
 */
export function requireKey({ ring, brake, log }: KeyCheck): MiddlewareHandler<CallEnv> {
  return function requireKeyHandler(c, next) {
    if (places.some((place) => ring.opens(place(c)))) return next();
    const address = addressOf(c);
    const left = brake.left(address);
    if (left > 0) {
      c.header("Retry-After", String(Math.ceil(left / 1000)));
      throw new AppError("too_many_failures", "Too many requests without a valid API key from this address");
    }
    if (brake.failed(address)) log.warn("An address is held back: too many requests without a valid key", { address });
    throw new AppError("unauthorized", "Invalid or missing API key");
  };
}

/** Looked at one after the other, the usual one first. */
const places: readonly ((c: Context<CallEnv>) => string | undefined)[] = [
  (c) => c.req.header("X-API-Key"),
  (c) => /^Bearer +(.+)$/i.exec(c.req.header("Authorization") ?? "")?.[1],
  (c) => c.req.query("key"),
];
