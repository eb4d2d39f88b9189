import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { addressOf } from "./call.ts";
import type { Observer } from "./observe.ts";

/** A line for each request. Of its address only the path: the query may hold a key. */
export function accessLog(log: Log, clock: Pick<Clock, "now">): Observer {
  return (c) => {
    const begun = clock.now();
    return () => {
      const { method, path } = c.req;
      log[levelOf(method, c.res.status)]("Request", {
        method,
        path: path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path,
        status: c.res.status,
        ms: clock.now() - begun,
        address: addressOf(c),
        request_id: c.get("requestId"),
        ...(c.res.status === 400 && { why: c.get("refusal") }),
      });
    };
  };
}

const LONGEST_PATH = 200;

/** What looks on, as a health check does every few seconds, and whoever is held back must not fill the log. */
function levelOf(method: string, status: number): "debug" | "info" | "warn" {
  if (status === 401) return "warn";
  return status === 429 || method === "GET" || method === "HEAD" ? "debug" : "info";
}
