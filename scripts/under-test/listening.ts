import type { Server } from "./server.ts";
import { until } from "./until.ts";

const LISTENS_WITHIN_MS = 60_000;

/** Its address, as soon as it has one. */
export const listening = (server: Server): Promise<string> =>
  until(() => server.url(), {
    otherwise: "the server did not listen",
    withinMs: LISTENS_WITHIN_MS,
    servers: [server],
  });
