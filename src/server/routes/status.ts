import { Hono } from "hono";
import { noQuery } from "../parameters.ts";
import { lookAtQueue } from "../queue-look.ts";
import type { ServerOptions } from "../server.ts";
import { isoOrNull, scheduleDetails, scheduleSummary, statistics } from "../views.ts";
import { workerErrors } from "../worker-errors.ts";

/** GET /api/stats. */
export const statsRoute = ({ queue, uptimeSeconds, health }: ServerOptions) =>
  new Hono().get("/stats", noQuery(), async (c) =>
    c.json({
      ...statistics(await queue.stats(), queue.backend, uptimeSeconds()),
      schedule: scheduleDetails(health().schedule),
    }),
  );

/** GET /api/health and GET /api/version: open to everybody. */
export const openRoutes = ({ queue, build, runtime, newestQbittorrentApi, health, log }: ServerOptions) =>
  new Hono()
    .get("/health", noQuery(), async (c) => {
      const { worker, qbittorrent, rules, schedule } = health();
      const { stats, errors: queueErrors } = await lookAtQueue({ queue, log });
      const errors = [
        ...queueErrors,
        ...workerErrors(worker),
        ...(qbittorrent.connected ? [] : [qbittorrent.error ?? "Cannot connect to qBittorrent"]),
      ];
      const details = {
        version: build.version,
        queue: {
          backend: queue.backend,
          pending_jobs: stats?.counts.pending ?? null,
          processing_jobs: stats?.counts.processing ?? null,
        },
        worker: { status: worker.status, last_job_completed: isoOrNull(stats?.lastCompletedAt ?? null) },
        qbittorrent: { connected: qbittorrent.connected, version: qbittorrent.version },
        rules,
        schedule: scheduleSummary(schedule),
      };
      return errors.length === 0
        ? c.json({ status: "healthy", ...details })
        : c.json({ status: "unhealthy", errors, ...details }, 503);
    })
    .get("/version", noQuery(), (c) => {
      const { version, apiVersion } = health().qbittorrent;
      return c.json({
        version: build.version,
        api_version: "1.0",
        qbittorrent_api_version: newestQbittorrentApi,
        qbittorrent: { version, api_version: apiVersion },
        build_date: build.date,
        git_commit: build.commit,
        runtime,
      });
    });
