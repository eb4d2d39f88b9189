/** The way of one server to qBittorrent, where writes can be held. */
export interface HeldDoor extends AsyncDisposable {
  readonly url: string;
  /** Endpoints of the writes that came, in order. */
  readonly writes: readonly string[];
  /** Answers the write that is held; it never reaches qBittorrent. */
  readonly answer: (status: number) => void;
}

export interface HeldDoorOptions {
  readonly qbittorrent: string;
  /** The endpoint whose first write is held. */
  readonly held: string;
  /** Told of each write, and when the one that is held is given up by the server. */
  readonly saw: (what: string) => void;
}

export function openHeldDoor({ qbittorrent, held, saw }: HeldDoorOptions): HeldDoor {
  const writes: string[] = [];
  const { promise: answered, resolve } = Promise.withResolvers<Response>();

  const door = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 120,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const endpoint = pathname.replace("/api/v2/", "");
      const body = request.method === "POST" ? await request.text() : null;
      if (body !== null && endpoint.startsWith("torrents/")) {
        writes.push(endpoint);
        saw(endpoint);
        if (endpoint === held && writes.filter((one) => one === held).length === 1) {
          request.signal.addEventListener("abort", () => saw("given up"));
          return await answered;
        }
      }
      return await fetch(`${qbittorrent}${pathname}${search}`, {
        method: request.method,
        headers: request.headers,
        body,
      });
    },
  });
  return {
    url: door.url.origin,
    writes,
    answer: (status) => resolve(new Response("", { status })),
    [Symbol.asyncDispose]: () => door.stop(true),
  };
}
