import { type Clock, systemClock } from "../../../../src/lib/clock.ts";
import { LAB_CREDENTIALS } from "../http.ts";
import { refused, type Answer } from "./answer.ts";
import { count } from "./counters.ts";
import { createDisturbed } from "./disturbed.ts";
import { createDoor, type Door } from "./door.ts";
import { createFaults, type Fault, type Faults } from "./faults.ts";
import { profileOf, type SimulatedVersion } from "./profiles.ts";
import { readRequest, type SimulatedRequest } from "./request.ts";
import { route } from "./router.ts";
import { createStore, type Store } from "./store.ts";
import type { SimulatedTorrent, TorrentSeed } from "./torrent.ts";

export interface SimulatorOptions {
  readonly version: SimulatedVersion;
  readonly username?: string;
  readonly password?: string;
  readonly torrents?: readonly TorrentSeed[];
  /** Those of the beginning; others come and go by `faults`. */
  readonly faults?: readonly Fault[];
  readonly clock?: Clock;
  /** Lets the simulator find and delete real files: a file of the right size counts as downloaded. */
  readonly downloadsDir?: string;
  /** Told of each request as it comes, in place of `requests`: for so many that there is no room, or to know when. */
  readonly told?: (request: RecordedRequest) => void;
  /** Asks nobody for a login. */
  readonly bypass?: boolean;
}

export interface Simulator extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly version: SimulatedVersion;
  /** Every request so far, oldest first, passwords blanked. */
  readonly requests: readonly RecordedRequest[];
  /** By hash. */
  readonly torrents: ReadonlyMap<string, SimulatedTorrent>;
  /** Name to save path. */
  readonly categories: ReadonlyMap<string, string>;
  readonly tags: ReadonlySet<string>;
  /** What app/preferences says beside or instead of its own. */
  readonly preferences: Store["preferences"];
  readonly deletions: Store["deletions"];
  readonly addTorrent: (seed?: TorrentSeed) => SimulatedTorrent;
  readonly faults: Pick<Faults, "add" | "clear">;
  /** Sessions end, failed logins are forgotten, and all else stays. */
  readonly restart: () => void;
  readonly forgetSessions: () => void;
  /** How many sessions there are. */
  readonly sessions: () => number;
  /** Makes an API key, where there are such; the one before is worthless from now on. */
  readonly rotateKey: () => string;
  readonly stop: () => Promise<void>;
}

interface RecordedRequest {
  readonly method: string;
  /** Below /api/v2/. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of uploaded files. */
  readonly files: readonly string[];
}

/** A qBittorrent over real HTTP on a port of loopback, behaving as its conformance suite found the real ones to behave. */
export function startSimulator(options: SimulatorOptions): Simulator {
  const profile = profileOf(options.version);
  const clock = options.clock ?? systemClock;
  const faults = createFaults(options.faults);
  let stateLagMs = 0;
  const store = createStore({
    profile,
    clock: () => clock.now(),
    stateLagMs: () => stateLagMs,
    ...(options.downloadsDir === undefined ? {} : { downloadsDir: options.downloadsDir }),
  });
  const credentials = {
    username: options.username ?? LAB_CREDENTIALS.username,
    password: options.password ?? LAB_CREDENTIALS.password,
  };
  const requests: RecordedRequest[] = [];
  const tell = options.told ?? ((request) => requests.push(request));
  const door: Door = createDoor(profile, {
    credentials,
    cookieName: () => profile.cookieName(port),
    bypass: options.bypass ?? false,
    now: () => clock.now(),
    sessionTimeout: () => (profile.sessionTimeout ? Number(store.preferences["web_ui_session_timeout"] ?? HOUR) : HOUR),
  });
  const answer = createDisturbed({
    faults,
    clock,
    restart: door.restart,
    answer: (request, met) => {
      stateLagMs = met("state_lag")?.ms ?? 0;
      if (met("frozen_counters") === undefined) for (const it of store.torrents.values()) count(it, store.now());
      return route(request, store, door);
    },
  });
  const ended = new AbortController();
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(incoming) {
      const request = await readRequest(incoming);
      if (request === undefined) return asResponse(refused(profile, 400));
      tell(recorded(request));
      const answered = await answer(request, () => AbortSignal.any([incoming.signal, ended.signal]));
      return answered === undefined ? closed() : asResponse(answered);
    },
  });
  const port = server.port ?? 0;
  const stop = () => {
    ended.abort();
    return server.stop(true);
  };
  for (const seed of options.torrents ?? []) store.add(seed);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    version: options.version,
    requests,
    torrents: store.torrents,
    categories: store.categories,
    tags: store.tags,
    preferences: store.preferences,
    deletions: store.deletions,
    addTorrent: (seed = {}) => store.add(seed),
    faults,
    restart: () => door.restart(),
    forgetSessions: () => door.forgetSessions(),
    sessions: () => door.sessions(),
    rotateKey: () => door.rotateKey(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const HOUR = 3_600;

function recorded({ method, path, parameters, files }: SimulatedRequest): RecordedRequest {
  const blanked = parameters["password"] === undefined ? parameters : { ...parameters, password: "***" };
  return { method, path, parameters: blanked, files: [...files.keys()] };
}

function asResponse(answer: Answer): Response {
  const headers = new Headers({ "Content-Type": answer.type });
  if (answer.cookie !== undefined) headers.append("Set-Cookie", answer.cookie);
  return new Response(answer.status === 204 ? null : answer.text, { status: answer.status, headers });
}

/** A body that fails before its first byte has the connection closed. */
const closed = (): Response => new Response(new ReadableStream({ start: (body) => body.error() }));
