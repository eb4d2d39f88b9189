import { hc } from "hono/client";
import type { Api } from "../server/server.ts";
import { ANSWER_WITHIN_MS, type ServerAddress } from "./ask.ts";

/** The server's API, typed by its routes. The key travels in a header, never in a URL, and no request lasts for ever. */
export const connect = ({ url, apiKey }: ServerAddress, answerWithinMs = ANSWER_WITHIN_MS) =>
  hc<Api>(url, {
    headers: apiKey === undefined ? {} : { "X-API-Key": apiKey },
    fetch: (input: Request | string | URL, init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(answerWithinMs) }),
  }).api;

export type Server = ReturnType<typeof connect>;
