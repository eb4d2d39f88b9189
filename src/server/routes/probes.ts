import { Hono } from "hono";
import { noQuery } from "../parameters.ts";
import { lookAtQueue } from "../queue-look.ts";
import type { ServerOptions } from "../server.ts";
import { workerErrors } from "../worker-errors.ts";

/**
 * GET /api/health/live and GET /api/health/ready, for whoever restarts or routes. Live: a restart would not help, since the
 * process answers and its worker does not hang. Ready: a job that is posted now will be kept and run; qBittorrent may be away,
 * since jobs wait for it. Open to everybody.
 */
export const probeRoutes = ({ queue, health, log }: ServerOptions) =>
  new Hono()
    .get("/health/live", noQuery(), (c) => {
      const { worker } = health();
      if (worker.status !== "hanging") return c.json({ status: "live" });
      return c.json({ status: "not live", errors: workerErrors(worker) }, 503);
    })
    .get("/health/ready", noQuery(), async (c) => {
      const { worker, stopping } = health();
      const errors = [
        ...(await lookAtQueue({ queue, log })).errors,
        ...workerErrors(worker),
        ...(stopping ? ["The server is stopping"] : []),
      ];
      return errors.length === 0 ? c.json({ status: "ready" }) : c.json({ status: "not ready", errors }, 503);
    });
