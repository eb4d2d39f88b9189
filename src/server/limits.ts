import type { MiddlewareHandler } from "hono";
import { AppError } from "../errors.ts";

/** No endpoint takes a body of any size. */
export const MAX_BODY_BYTES = 64 * 1024;

const MAX_URL = 8 * 1024;
const MAX_HEADERS = 8 * 1024;
const MOST_HEADERS = 100;

/** Refuses what is too large before anything of it is used, body and all. */
export const limits: MiddlewareHandler = (c, next) => {
  if (c.req.url.length > MAX_URL) throw new AppError("url_too_long", `The URL is longer than ${MAX_URL} characters`);
  let [headers, length] = [0, 0];
  c.req.raw.headers.forEach((value, name) => {
    headers += 1;
    length += name.length + value.length;
  });
  if (headers > MOST_HEADERS) throw new AppError("headers_too_large", `There are more than ${MOST_HEADERS} headers`);
  if (length > MAX_HEADERS)
    throw new AppError("headers_too_large", `The headers are longer than ${MAX_HEADERS} characters`);
  if (Number(c.req.header("Content-Length") ?? 0) > MAX_BODY_BYTES) throw bodyTooLarge();
  return next();
};

export const bodyTooLarge = (): AppError =>
  new AppError("too_large", `The body is longer than ${MAX_BODY_BYTES / 1024} KiB`);
