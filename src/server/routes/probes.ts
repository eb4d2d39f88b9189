import { Hono } from "hono";
import { noQuery } from "../parameters.ts";
import { lookAtQueue } from "../queue-look.ts";
import type { ServerOptions } from "../server.ts";

/**
 * GET /api/health/live and GET /api/health/ready, for whoever restarts or routes. Live: the process answers. Ready: a job
 * that is posted now will be kept and run; qBittorrent may be away, since jobs wait for it. Open to everybody.
 */
export const probeRoutes = ({ queue, health, log }: ServerOptions) =>
  new Hono()
    .get("/health/live", noQuery(), (c) => c.json({ status: "live" }))
    .get("/health/ready", noQuery(), async (c) => {
      const { worker, stopping } = health();
      const errors = [
        ...(await lookAtQueue({ queue, log })).errors,
        ...(worker.status === "running" ? [] : ["Worker not running"]),
        ...(stopping ? ["The server is stopping"] : []),
      ];
      return errors.length === 0 ? c.json({ status: "ready" }) : c.json({ status: "not ready", errors }, 503);
    });
