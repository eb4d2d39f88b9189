export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Of a form; "" for none. */
  readonly body: string;
}

export interface Proxy {
  readonly url: string;
  /** What came through since the last time this was asked, in order. */
  readonly take: () => Exchange[];
  /** Called once, at the next request that it says yes to, which goes through afterwards, or is what comes back instead. */
  readonly disturb: (disturbance: Disturbance) => void;
  readonly stop: () => Promise<void>;
}

export interface Disturbance {
  readonly at: (exchange: Exchange) => boolean;
  /** `forward` lets it through to qBittorrent; `cookie` is what it carries. */
  readonly by: (forward: () => Promise<Response>, cookie: string) => Promise<Response>;
}

/** Stands between a program and qBittorrent, and writes down what goes through. */
export function startProxy(target: string): Proxy {
  let seen: Exchange[] = [];
  let next: Disturbance | undefined;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 120,
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const body = request.method === "GET" ? "" : await request.text();
      const exchange = { method: request.method, path: pathname + search, body };
      seen.push(exchange);
      const disturbance = next;
      if (disturbance?.at(exchange) !== true) return await forward(request, target, exchange);
      next = undefined;
      return await disturbance.by(() => forward(request, target, exchange), request.headers.get("Cookie") ?? "");
    },
  });
  return {
    url: server.url.origin,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    disturb: (disturbance) => {
      next = disturbance;
    },
    stop: () => server.stop(true),
  };
}

/** As proxies say it. */
const nobodyBehind = () => new Response("nobody behind", { status: 502 });

async function forward(request: Request, target: string, exchange: Exchange): Promise<Response> {
  return await ask(request, target, exchange).catch(nobodyBehind);
}

async function ask(request: Request, target: string, { path, body }: Exchange): Promise<Response> {
  const headers = new Headers(request.headers);
  for (const name of OF_THE_CONNECTION) headers.delete(name);
  const answer = await fetch(target + path, {
    method: request.method,
    headers,
    redirect: "manual",
    // As it came: packed or not.
    decompress: false,
    // qBittorrent closes idle connections: a new one cannot meet a dead one.
    keepalive: false,
    ...(body !== "" && { body }),
  });
  const answered = new Headers(answer.headers);
  for (const name of OF_THE_CONNECTION) answered.delete(name);
  const bytes = await answer.arrayBuffer();
  return new Response(bytes.byteLength === 0 ? null : bytes, { status: answer.status, headers: answered });
}

/** `torrents/info` and so on: without the query, below /api/v2/. */
export const endpointOf = ({ path }: Exchange): string => path.replace(/\?.*/, "").replace("/api/v2/", "");

export const isWrite = ({ method }: Exchange): boolean => method === "POST";

const OF_THE_CONNECTION = ["host", "connection", "content-length", "transfer-encoding", "keep-alive"];
