import type { Certificate } from "./certificates.ts";

/** A reverse proxy, which may hold a certificate and show what is behind it below a path. */
export function startFront(behind: string, { certificate, below = "", pass = same }: FrontOptions = {}) {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    ...(certificate && { tls: { cert: certificate.certificate, key: certificate.key } }),
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      if (!pathname.startsWith(`${below}/`)) return new Response("nothing here", { status: 404 });
      const body = request.method === "GET" ? null : await request.text();
      const { method, headers } = request;
      headers.delete("Content-Length");
      const path = pathname.slice(below.length);
      return await pass(await fetch(behind + path + search, { method, headers, body, redirect: "manual" }), path);
    },
  });
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${server.port}${below}`,
    port: server.port ?? 0,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

interface FrontOptions {
  readonly certificate?: Certificate;
  readonly below?: string;
  /** What becomes of an answer, by its path. */
  readonly pass?: (answer: Response, path: string) => Response | Promise<Response>;
}

const same = (answer: Response): Response => answer;
