import { AppError, messageOf } from "../errors.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

export interface Listener {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections and resolves when the requests under way are answered. */
  stop(): Promise<void>;
}

/** No endpoint takes a body of any size. */
const MAX_BODY_BYTES = 64 * 1024;

/** The HTTP listener: one of the few places that know they run on Bun. */
export function listen({ host, port, fetch }: ListenOptions): Listener {
  try {
    const server = Bun.serve({ hostname: host, port, fetch, reusePort: false, maxRequestBodySize: MAX_BODY_BYTES });
    return { url: server.url.origin, port: server.port ?? port, stop: () => server.stop() };
  } catch (thrown) {
    const { why, hint } = reasonOf(thrown);
    throw new AppError("port_unavailable", `Cannot listen on ${host}:${port}: ${why}`, { hint, cause: thrown });
  }
}

function reasonOf(thrown: unknown): Reason {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return reasons[code] ?? { why: messageOf(thrown), hint: SETTINGS };
}

interface Reason {
  readonly why: string;
  readonly hint: string;
}

const SETTINGS =
  "server.host (--server-host, QBT_RULES_SERVER_HOST) and server.port (--server-port, QBT_RULES_SERVER_PORT) say where to listen";

const reasons: Readonly<Record<string, Reason>> = {
  EADDRINUSE: {
    why: "the port is in use",
    hint: "another program has it, perhaps a second qbt-rules: stop that one, or set server.port (--server-port, QBT_RULES_SERVER_PORT) to a free port",
  },
  EADDRNOTAVAIL: {
    why: "this machine has no such address",
    hint: "set server.host (--server-host, QBT_RULES_SERVER_HOST) to an address of this machine; 0.0.0.0 means all of them",
  },
  EACCES: {
    why: "this user may not use the port",
    hint: "ports below 1024 are for root: set server.port (--server-port, QBT_RULES_SERVER_PORT) to a higher one",
  },
};
