/** A request as far as qBittorrent would read it. */
export interface SimulatedRequest {
  readonly method: string;
  /** `torrents/info`; "/" for the first page, "" for anything else outside the API. */
  readonly path: string;
  /** Of the query for GET, of the body for POST: never of both. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Uploads by file name: of two equal names the last one counts. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly cookies: ReadonlyMap<string, string>;
  readonly bearer: string | undefined;
}

/** undefined for a body that the real program would not read either. */
export async function readRequest(request: Request): Promise<SimulatedRequest | undefined> {
  const url = new URL(request.url);
  const common = {
    method: request.method,
    path: url.pathname === "/" ? "/" : (/^\/api\/v2\/(.*)$/.exec(url.pathname)?.[1] ?? ""),
    cookies: cookiesOf(request),
    bearer: /^bearer (.+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1],
  };
  if (request.method === "GET") return { ...common, ...withoutFiles(url.searchParams) };
  if (request.method !== "POST") return undefined;
  const body = await readBody(request);
  return body === undefined ? undefined : { ...common, ...body };
}

type Body = Pick<SimulatedRequest, "parameters" | "files">;

async function readBody(request: Request): Promise<Body | undefined> {
  const type = request.headers.get("Content-Type") ?? "";
  if (type.startsWith("multipart/form-data")) return readForm(request);
  const text = await request.text();
  if (text === "" || type.startsWith("application/x-www-form-urlencoded")) {
    return withoutFiles(new URLSearchParams(text));
  }
  return undefined;
}

async function readForm(request: Request): Promise<Body> {
  const form = await request.formData();
  const parameters: Record<string, string> = {};
  const files = new Map<string, Uint8Array>();
  for (const [name, value] of form.entries()) {
    if (typeof value === "string") parameters[name] = value;
    else files.set(value.name, new Uint8Array(await value.arrayBuffer()));
  }
  return { parameters, files };
}

function withoutFiles(parameters: URLSearchParams): Body {
  return { parameters: Object.fromEntries(parameters), files: new Map() };
}

function cookiesOf(request: Request): Map<string, string> {
  const pairs = (request.headers.get("Cookie") ?? "").split(/; */).filter((pair) => pair.includes("="));
  return new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}
