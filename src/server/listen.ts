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
    throw new AppError("port_unavailable", `Cannot listen on ${host}:${port}: ${messageOf(thrown)}`, {
      hint: "another program may use this port, perhaps a second qbt-rules: set server.port (--server-port, QBT_RULES_SERVER_PORT) to a free one, or stop it",
      cause: thrown,
    });
  }
}
