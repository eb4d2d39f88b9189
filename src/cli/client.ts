import { hc } from "hono/client";
import type { Api } from "../server/server.ts";
import { ANSWER_WITHIN_MS, type ServerAddress, headersFor } from "./ask.ts";

/** The server's API, typed by its routes; no request lasts for ever. */
export const connect = (address: ServerAddress, answerWithinMs = ANSWER_WITHIN_MS) =>
  hc<Api>(address.url, {
    headers: headersFor(address),
    fetch: (input: Request | string | URL, init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(answerWithinMs) }),
  }).api;

export type Server = ReturnType<typeof connect>;
