import type { Aspect } from "../actions/action.ts";
import { messageOf, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { PlannedRequest } from "./requests.ts";

/** Why an aspect of a torrent could not be changed. */
export interface Failures {
  record(request: PlannedRequest, message: string): void;
  of(hash: string, aspect: Aspect): string | undefined;
}

/**
 * Sends the requests of a plan, one after the other: the only place that changes anything. What qBittorrent refuses is
 * recorded, and the rest goes on; when it cannot be reached any more the error is thrown, since the remaining requests
 * have to be planned anew against what then is.
 */
export async function apply(
  send: (request: PlannedRequest) => Promise<void>,
  requests: readonly PlannedRequest[],
  log: Log,
): Promise<Failures> {
  const failures = createFailures();
  for (const request of requests) {
    try {
      await send(request);
      log.info("Sent", { request: request.write.kind, torrents: request.hashes.length });
    } catch (thrown) {
      if (toAppError(thrown).code !== "qbittorrent_answer") throw thrown;
      failures.record(request, messageOf(thrown));
      log.error("Refused", { request: request.write.kind, torrents: request.hashes.length, why: messageOf(thrown) });
    }
  }
  return failures;
}

export function createFailures(): Failures {
  const messages = new Map<string, string>();
  return {
    record: ({ aspect, hashes }, message) => {
      for (const hash of hashes) messages.set(key(hash, aspect), message);
    },
    of: (hash, aspect) => messages.get(key(hash, aspect)),
  };
}

const key = (hash: string, aspect: Aspect): string => `${aspect} ${hash}`;
