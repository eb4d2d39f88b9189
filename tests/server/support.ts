import { isRecord } from "../../src/lib/json.ts";
import { configureLogging } from "../../src/lib/log.ts";
import { createUuidV7 } from "../../src/lib/uuid.ts";
import { EXPOSITION_TYPE } from "../../src/metrics/exposition.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { createKeyRing } from "../../src/server/key-ring.ts";
import type { Answered } from "../../src/server/count.ts";
import { createServer, type Health, type ServerOptions } from "../../src/server/server.ts";
import { type ManualClock, manualClock } from "../support/clock.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";

export const KEY = "the-key-of-the-tests-0123456789abcdef";
/** The address that requests come from. */
export const CALLER = "192.0.2.1";
/** When the clock of the tests begins. */
export const START = Date.UTC(2025, 11, 13, 10);

const HEALTHY: Health = {
  worker: { status: "running" },
  qbittorrent: { connected: true, version: "v5.0.2", apiVersion: "2.11.2", error: null },
  rules: { count: 3, error: null },
  stopping: false,
  schedule: { timeZone: "UTC", entries: [] },
};

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface ServerBench extends Disposable {
  readonly clock: ManualClock;
  readonly queue: Queue;
  /** Jobs that were reported to the worker. */
  readonly wakes: () => number;
  readonly lines: readonly string[];
  /** What was counted. */
  readonly answered: readonly Answered[];
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** By the whole path, without a key. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
  /** `GET /jobs`, with the key unless the headers are given. The id that a problem has is taken out: each is another. */
  readonly ask: (request: string, init?: RequestInit) => Promise<Answer>;
  /** The whole answer to any request. */
  readonly fetch: (request: Request, address?: string) => Promise<Response>;
}

/** The API as a function, over a queue in memory, on a clock that stands still. */
export function serverBench({
  health = {},
  rules = { file: "rules.yml", list: [], error: null },
  through = (queue) => queue,
  keys = [KEY],
}: {
  readonly keys?: readonly string[];
  readonly rules?: Awaited<ReturnType<ServerOptions["rules"]>>;
  readonly health?: Partial<Health>;
  readonly through?: (queue: Queue) => Queue;
} = {}): ServerBench {
  const clock = manualClock(START);
  const queue = createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) });
  const lines: string[] = [];
  const logging = configureLogging({
    level: "DEBUG",
    fileIsExplicit: false,
    secrets: [],
    console: (line) => void lines.push(line),
  });
  let wakes = 0;
  const answered: Answered[] = [];
  const server = createServer({
    queue: through(queue),
    keys: createKeyRing(keys),
    enqueued: () => void wakes++,
    rules: async () => rules,
    health: () => ({ ...HEALTHY, ...health }),
    build: { version: "0.4.0", commit: "abc123def456", date: "2025-12-13" },
    newestQbittorrentApi: "2.16.2",
    uptimeSeconds: () => (clock.now() - START) / 1000,
    runtime: "bun 1.2.3",
    clock,
    metrics: {
      answered: (answer) => void answered.push(answer),
      text: async () => "some_metric 1\n",
      contentType: EXPOSITION_TYPE,
    },
    log: logging.log.getChild("server"),
  });
  return {
    clock,
    queue,
    lines,
    answered,
    routes: server.routes,
    request: async (path, init) => await server.request(path, init, { address: CALLER }),
    wakes: () => wakes,
    ask: async (request, init = { headers: { "X-API-Key": KEY } }) => {
      const [method = "", path = ""] = request.split(" ");
      const response = await server.request(`/api${path}`, { ...init, method }, { address: CALLER });
      const body: unknown = await response.json();
      return { status: response.status, body: isRecord(body) ? without(body, "request_id") : body };
    },
    fetch: async (request, address = CALLER) => await server.fetch(request, { address }),
    [Symbol.dispose]: () => logging.close(),
  };
}

const without = (record: Record<string, unknown>, left: string) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== left));

/** A queue of which an operation fails. */
export const failing =
  (operation: keyof Queue, failure: Error) =>
  (queue: Queue): Queue => ({ ...queue, [operation]: () => Promise.reject(failure) });
