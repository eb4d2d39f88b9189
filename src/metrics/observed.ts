import type { Engine } from "../engine/engine.ts";
import type { Clock } from "../lib/clock.ts";
import type { Fetch } from "../qbittorrent/request.ts";
import type { Claim } from "../queue/job.ts";
import type { Queue } from "../queue/queue.ts";
import type { EndStatus, Metrics } from "./metrics.ts";

/** The queue, counting the jobs that come and end. What is refused to one who comes late is not counted. */
export function observedQueue(queue: Queue, metrics: Metrics, clock: Pick<Clock, "now">): Queue {
  function ended({ jobs }: Claim, status: EndStatus): void {
    for (const { startedAt } of jobs) {
      metrics.jobEnded(status);
      // The clock may have been set back meanwhile.
      if (startedAt !== null) metrics.jobTook(Math.max(0, clock.now() - startedAt) / 1000);
    }
  }
  return {
    ...queue,
    enqueue: async (request, claimable) => {
      const job = await queue.enqueue(request, claimable);
      metrics.jobAccepted();
      return job;
    },
    enqueueTurn: async (request, turn) => {
      const job = await queue.enqueueTurn(request, turn);
      if (job !== undefined) metrics.jobAccepted();
      return job;
    },
    complete: async (claim, results) => {
      const isOurs = await queue.complete(claim, results);
      if (isOurs) ended(claim, "completed");
      return isOurs;
    },
    fail: async (claim, error, results) => {
      const isOurs = await queue.fail(claim, error, results);
      if (isOurs) ended(claim, "failed");
      return isOurs;
    },
    cancel: async (id) => {
      const outcome = await queue.cancel(id);
      if (outcome?.cancelled === true) metrics.jobEnded("cancelled");
      return outcome;
    },
  };
}

/** The engine, counting its passes and what they did. */
export const observedEngine = (engine: Engine, metrics: Metrics): Engine => ({
  ...engine,
  run: async (request, recorder, signal) => {
    const { dryRun } = request;
    try {
      const pass = await engine.run(request, recorder, signal);
      const outcome = pass.failure === undefined ? "completed" : "failed";
      // What a dry run would have done has not happened.
      metrics.passEnded({ dryRun, outcome, ...(!dryRun && { tally: pass.tally() }) });
      return pass;
    } catch (thrown) {
      metrics.passEnded({ dryRun, outcome: "failed" });
      throw thrown;
    }
  },
});

/** The way to qBittorrent, counting what goes over it. */
export const observedFetch =
  (fetch: Fetch, metrics: Metrics): Fetch =>
  async (url, init) => {
    const [, endpoint = "/"] = /\/api\/v2\/([^?]*)/.exec(url) ?? [];
    const request = { endpoint, method: init.method ?? "GET" };
    try {
      const response = await fetch(url, init);
      metrics.qbittorrentAsked({ ...request, status: String(response.status) });
      return response;
    } catch (thrown) {
      metrics.qbittorrentAsked({ ...request, status: "none" });
      throw thrown;
    }
  };
