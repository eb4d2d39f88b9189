import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { AppError } from "../errors.ts";

/** The key by `X-API-Key`, `Authorization: Bearer` or `?key=`. Compared as digests: equal lengths, constant time. */
export function requireKey(key: string): MiddlewareHandler {
  const expected = digest(key);
  return async function requireKeyHandler(c, next) {
    const right = presented(c).map((given) => timingSafeEqual(digest(given), expected));
    if (!right.includes(true)) throw new AppError("unauthorized", "Invalid or missing API key");
    await next();
  };
}

function presented(c: Context): string[] {
  const bearer = /^Bearer +(.+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  return [c.req.header("X-API-Key"), bearer, c.req.query("key")].filter((key) => key !== undefined);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
