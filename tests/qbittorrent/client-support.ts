import { AppError } from "../../src/errors.ts";
import { type Client, createClient } from "../../src/qbittorrent/client.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Fetch, Tls } from "../../src/qbittorrent/request.ts";
import { LAB_CREDENTIALS } from "../support/qbittorrent/http.ts";
import { type Simulator, startSimulator } from "../support/qbittorrent/simulator/main.ts";
import type { SimulatedVersion } from "../support/qbittorrent/simulator/profiles.ts";
import type { TorrentSeed } from "../support/qbittorrent/simulator/torrent.ts";

export interface ClientOptions {
  readonly host?: string;
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
  readonly password?: string;
  readonly mayWrite?: () => AbortSignal;
  /** Instead of user and password. */
  readonly apiKey?: string;
  readonly tls?: Tls;
}

export const clientFor = ({ apiKey, password, ...options }: ClientOptions): Client =>
  createClient({
    host: "http://qbittorrent.test:8080",
    fetch: async (url, init) => await fetch(url, init),
    timeoutMs: 10_000,
    credentials:
      apiKey === undefined
        ? { kind: "password", ...LAB_CREDENTIALS, ...(password !== undefined && { password }) }
        : { kind: "api_key", key: apiKey },
    ...options,
  });

export interface Pair extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly client: Client;
  /** Paths of the requests so far, in order: `GET torrents/info`. */
  readonly asked: () => readonly string[];
}

/** A simulated server of this version and a client of its own, until the end of the test. */
export function pair(
  version: SimulatedVersion,
  torrents: readonly TorrentSeed[] = [],
  options: ClientOptions = {},
): Pair {
  const simulator = startSimulator({ version, torrents });
  return {
    simulator,
    client: clientFor({ host: simulator.url, ...options }),
    asked: () => simulator.requests.map(({ method, path }) => `${method} ${path}`),
    [Symbol.asyncDispose]: async () => await simulator.stop(),
  };
}

export async function firstOf({ client }: Pair): Promise<Torrent> {
  const [torrent] = await client.torrents({});
  if (torrent === undefined) throw new Error("the server has no torrent");
  return torrent;
}

/** The AppError that the promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const outcome = await promise.then(
    () => "nothing was thrown",
    (thrown: unknown) => thrown,
  );
  if (outcome instanceof AppError) return outcome;
  throw new Error(`no AppError: ${String(outcome)}`);
}

export const logins = (paths: readonly string[]): number => paths.filter((path) => path === "POST auth/login").length;

/** A password as no server has it. */
export const SECRET = "s3cret-pass+word";

/** A server that answers each path below /api/v2/ as told, and everything else like qBittorrent 5.1. */
export function answering(answers: Readonly<Record<string, () => Response>>, options: ClientOptions = {}) {
  const asked: string[] = [];
  const usual: Readonly<Record<string, () => Response>> = {
    "auth/login": () => new Response("Ok.", { headers: { "Set-Cookie": "SID=abc; HttpOnly" } }),
    "app/webapiVersion": () => new Response("2.11.4"),
    "app/version": () => new Response("v5.1.0"),
    "torrents/info": () => new Response("[]"),
  };
  const client = clientFor({
    password: SECRET,
    ...options,
    fetch: async (url) => {
      const path = url.replace(/^.*\/api\/v2\//, "").replace(/\?.*$/, "");
      asked.push(path);
      return (answers[path] ?? usual[path])?.() ?? new Response("", { status: 404 });
    },
  });
  return { client, asked };
}

/** An answer of this status, made anew for each request. */
export const status =
  (code: number, body = "") =>
  () =>
    new Response(body, { status: code });
