import { Hono, type MiddlewareHandler } from "hono";
import type { CallEnv } from "../call.ts";
import { noQuery } from "../parameters.ts";
import type { ServerOptions } from "../server.ts";

/** GET /metrics, where Prometheus looks. It names the rules, so it wants the key. */
export const metricsRoute = ({ metrics }: ServerOptions, keyed: MiddlewareHandler<CallEnv>) =>
  new Hono<CallEnv>().get("/metrics", keyed, noQuery(), async (c) =>
    c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }),
  );
