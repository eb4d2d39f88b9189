import { AppError, messageOf, systemCode } from "../errors.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** `address`: whose connection it is. */
  readonly fetch: (request: Request, address: string) => Response | Promise<Response>;
}

export interface Listener {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections and resolves when the requests under way are answered. */
  stop(): Promise<void>;
  /** Closes whatever is still open: a caller may take for ever to finish a request. */
  end(): Promise<void>;
}

/** Beyond this nobody gets an answer that explains it, nor beyond the 16 KiB that Bun allows for URL and headers. */
const MAX_BODY_BYTES = 256 * 1024;

/** The HTTP listener: one of the few places that know they run on Bun. */
export function listen({ host, port, fetch }: ListenOptions): Listener {
  try {
    const server = Bun.serve({
      hostname: host,
      port,
      fetch: (request, bun) => fetch(request, plain(bun.requestIP(request)?.address)),
      reusePort: false,
      maxRequestBodySize: MAX_BODY_BYTES,
    });
    const { origin } = server.url;
    return { url: origin, port: server.port ?? port, stop: () => server.stop(), end: () => server.stop(true) };
  } catch (thrown) {
    const { why, hint } = reasonOf(thrown, host);
    throw new AppError("port_unavailable", `Cannot listen on ${host}:${port}: ${why}`, { hint, cause: thrown });
  }
}

/** An IPv4 address as such, also where the listener speaks IPv6. */
const plain = (address = "unknown"): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** Of a name that cannot be resolved Bun throws whatever code the last failure of the process had. */
function reasonOf(thrown: unknown, host: string): Reason {
  const code = systemCode(thrown);
  if (!ADDRESS.test(host) && !["EADDRINUSE", "EACCES"].includes(code)) return UNKNOWN;
  return reasons[code] ?? { why: messageOf(thrown), hint: SETTINGS };
}

/** Of IPv4 or IPv6; anything else is a name. */
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$|:/;

interface Reason {
  readonly why: string;
  readonly hint: string;
}

const SETTINGS =
  "server.host (--server-host, QBT_RULES_SERVER_HOST) and server.port (--server-port, QBT_RULES_SERVER_PORT) say where to listen";

const OWN_ADDRESS =
  "set server.host (--server-host, QBT_RULES_SERVER_HOST) to an address of this machine; 0.0.0.0 means all of them";

const UNKNOWN: Reason = {
  why: "the name cannot be resolved to an address of this machine",
  hint: OWN_ADDRESS,
};

const reasons: Readonly<Record<string, Reason>> = {
  EADDRINUSE: {
    why: "the port is in use",
    hint: "another program has it, perhaps a second qbt-rules: stop that one, or set server.port (--server-port, QBT_RULES_SERVER_PORT) to a free port",
  },
  EADDRNOTAVAIL: {
    why: "this machine has no such address",
    hint: OWN_ADDRESS,
  },
  EACCES: {
    why: "this user may not use the port",
    hint: "ports below 1024 are for root: set server.port (--server-port, QBT_RULES_SERVER_PORT) to a higher one",
  },
};
