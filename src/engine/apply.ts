import type { Aspect } from "../actions/action.ts";
import { messageOf, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { PlannedRequest } from "./requests.ts";

/** Why an aspect of a torrent could not be changed. */
export interface Failures {
  record(request: PlannedRequest, message: string): void;
  of(hash: string, aspect: Aspect): string | undefined;
}

interface Means {
  readonly send: (request: PlannedRequest) => Promise<void>;
  /** Told of each request by its place before it is sent. */
  readonly begin: (index: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Sends the requests of a plan, one after the other: the only place that changes anything. What qBittorrent refuses is
 * recorded, and the rest goes on; when it cannot be reached any more the error is thrown, since the remaining requests
 * have to be planned anew against what then is.
 */
export async function apply(requests: readonly PlannedRequest[], { send, begin, log }: Means): Promise<Failures> {
  const failures = createFailures();
  for (const [index, planned] of requests.entries()) {
    const request = dependent.includes(planned.aspect) ? withoutRefused(planned, failures) : planned;
    if (request.hashes.length === 0 && planned.hashes.length > 0) continue;
    await begin(index);
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

/**
 * What destroys, or keeps the next from destroying: whether data moves with a category hangs on the management that was to be
 * ended before. After one of them is refused, nobody knows what the others would do.
 */
const dependent: readonly Aspect[] = ["location", "share_limits", "category", "auto_management", "delete"];

function withoutRefused(request: PlannedRequest, failures: Failures): PlannedRequest {
  const isRefused = (hash: string) => dependent.some((aspect) => failures.of(hash, aspect) !== undefined);
  const dropped = request.hashes.filter(isRefused);
  if (dropped.length === 0) return request;
  const others = dropped.filter((hash) => failures.of(hash, request.aspect) === undefined);
  failures.record({ ...request, hashes: others }, "not sent, since what it goes by was refused before");
  return { ...request, hashes: request.hashes.filter((hash) => !isRefused(hash)) };
}

export function createFailures(): Failures {
  const messages = new Map<Aspect, Map<string, string>>();
  return {
    record: ({ aspect, hashes }, message) => {
      const ofAspect = messages.get(aspect) ?? new Map<string, string>();
      messages.set(aspect, ofAspect);
      for (const hash of hashes) ofAspect.set(hash, message);
    },
    of: (hash, aspect) => messages.get(aspect)?.get(hash),
  };
}
