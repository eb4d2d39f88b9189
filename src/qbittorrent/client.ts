import { type AppError, inOneLine, toAppError } from "../errors.ts";
import { notQbittorrent, parseJson, parseTorrents, unexpected } from "./answers.ts";
import { toCategories } from "./category.ts";
import { type ExternalPrograms, toExternalPrograms, toProgramsForm } from "./external-programs.ts";
import type { Category, TorrentSource } from "./facts.ts";
import type { Fetched } from "./fetched.ts";
import { toFiles } from "./file.ts";
import { needed } from "./needed.ts";
import { toPeers } from "./peer.ts";
import { type Preferences, toPreferences } from "./preferences.ts";
import { toProperties } from "./properties.ts";
import { type Answer, type HttpRequest, isWrite } from "./request.ts";
import { type Login, type SessionOptions, createSession } from "./session.ts";
import type { Including, Torrent } from "./torrent.ts";
import { toTrackerList } from "./tracker.ts";
import { type Transfer, toTransfer } from "./transfer.ts";
import { type ServerVersion, compareVersions, parseApiVersion, supports } from "./versions.ts";
import { toWebseeds } from "./webseed.ts";
import { type Write, isGlobal, toForm } from "./writes.ts";

export interface TorrentQuery {
  /** Only these; undefined: all. */
  readonly hashes?: readonly string[] | undefined;
  /** Have trackers or files come along, where the server can: saves a request a torrent. */
  readonly trackers?: boolean;
  readonly files?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What was last seen of the server; known without asking it. */
export interface Connection {
  readonly connected: boolean;
  readonly version: string | null;
  /** Of its Web API. */
  readonly apiVersion: string | null;
  /** Why not connected. */
  readonly error: string | null;
}

export interface RequestCounts {
  readonly read: number;
  readonly write: number;
}

/** One request about one torrent. Undefined: it is gone. */
type OfTorrent = {
  readonly [S in TorrentSource]: (hash: string, signal?: AbortSignal) => Promise<Fetched[S] | undefined>;
};

/**
 * qBittorrent's WebUI API, versions 4.1 to 5.3. Everything throws the AppErrors of `Session.send`; besides, what is no answer
 * of qBittorrent is `qbittorrent_unusable` where every job needs it, and `qbittorrent_answer` where one write or one torrent
 * may be the reason.
 */
export interface Client extends OfTorrent {
  version(signal?: AbortSignal): Promise<ServerVersion>;
  torrents(query: TorrentQuery): Promise<Torrent[]>;
  transfer(signal?: AbortSignal): Promise<Transfer>;
  preferences(signal?: AbortSignal): Promise<Preferences>;
  /** By name; none where the server is too old to say (before 4.1.4). */
  categories(signal?: AbortSignal): Promise<ReadonlyMap<string, Category>>;
  /**
   * Torrents that are gone are ignored by the server. A category to be set that is missing after all is created, and one to
   * be created may be there already.
   */
  write(write: Write, hashes: readonly string[], signal?: AbortSignal): Promise<void>;
  externalPrograms(signal?: AbortSignal): Promise<ExternalPrograms>;
  /** Those that are named are replaced, the others stay. A server may take it and yet keep something else. */
  setExternalPrograms(programs: ExternalPrograms, signal?: AbortSignal): Promise<void>;
  connection(): Connection;
  /**
   * Asks the server for its version, to bring `connection` up to date and to spare the next pass the question; and for a list,
   * if it had none to give the last time. Not counted.
   */
  probe(): Promise<void>;
  readonly login: Login;
  /** Since the client was made; logins are not counted. */
  requests(): RequestCounts;
}

export function createClient(options: SessionOptions): Client {
  let serverVersion: ServerVersion | undefined;
  const forgetVersion = () => {
    serverVersion = undefined;
  };
  const session = createSession({ ...options, loggedIn: forgetVersion });
  let connection = notConnected("qBittorrent has not answered yet");
  /** Whether the list of torrents was answered as it should be when it was last asked for. */
  let lists = true;
  const requests = { read: 0, write: 0 };

  /** Before it is known which version answers, and while that has no list to give, it is not known that it can be used. */
  function met(): void {
    if (serverVersion === undefined || !lists) return;
    const { app: version, api } = serverVersion;
    connection = { connected: true, version, apiVersion: api.join("."), error: null };
  }

  function failed(error: AppError): void {
    // It may come back as another version.
    forgetVersion();
    if (error.code !== "interrupted") connection = notConnected(inOneLine(error));
  }

  /** Without it no job can run. */
  async function need<T>(answered: Promise<T>): Promise<T> {
    try {
      return await needed(answered);
    } catch (thrown) {
      failed(toAppError(thrown));
      throw thrown;
    }
  }

  async function send(request: HttpRequest, counted = true): Promise<Answer> {
    if (counted) requests[isWrite(request) ? "write" : "read"]++;
    try {
      const answer = await session.send(request);
      met();
      return answer;
    } catch (thrown) {
      failed(toAppError(thrown));
      throw thrown;
    }
  }

  async function read(path: string, signal?: AbortSignal, counted = true): Promise<Answer> {
    return readable(path, await send({ path, signal }, counted));
  }

  /** By POST where the URL would be longer than proxies take; every version reads the parameters from there as well. */
  async function ask(path: string, query: URLSearchParams, signal?: AbortSignal): Promise<Answer> {
    if (query.size === 0) return await read(path, signal);
    const url = `${path}?${query.toString()}`;
    if (url.length <= LONGEST_URL) return await read(url, signal);
    return readable(path, await send({ path, form: Object.fromEntries(query), asks: true, signal }));
  }

  function readable(path: string, answer: Answer): Answer {
    if (answer.status === 200 || answer.status === 404) return answer;
    throw unexpected(options.host, path, answer);
  }

  const readJson = async (path: string, signal?: AbortSignal) => parseJson(await read(path, signal), options.host);

  async function askVersion(counted: boolean, signal?: AbortSignal): Promise<ServerVersion> {
    const { status, body } = await read("app/version", signal, counted);
    if (status === 404) throw notQbittorrent(options.host, "app/version with status 404");
    const app = body.trim();
    if (serverVersion?.app !== app) {
      const api = parseApiVersion((await read("app/webapiVersion", signal, counted)).body);
      if (api === undefined) throw notQbittorrent(options.host);
      serverVersion = { app, api };
    }
    met();
    return serverVersion;
  }

  const learnVersion = (counted: boolean, signal?: AbortSignal) => need(askVersion(counted, signal));

  const version = async (signal?: AbortSignal) => serverVersion ?? (await learnVersion(true, signal));

  const ofTorrent =
    <T>(path: string, parse: (answer: unknown) => T | undefined) =>
    async (hash: string, signal?: AbortSignal) =>
      parse(await readJson(`${path}hash=${hash}`, signal));

  const ofServer =
    <T>(path: string, parse: (answer: unknown) => T | undefined) =>
    (signal?: AbortSignal) =>
      need(askServer(path, parse, signal));

  async function askServer<T>(
    path: string,
    parse: (answer: unknown) => T | undefined,
    signal?: AbortSignal,
  ): Promise<T> {
    const found = parse(await readJson(path, signal));
    if (found === undefined) throw notQbittorrent(options.host);
    return found;
  }

  async function list(asking: Promise<Answer>, including: Including): Promise<Torrent[]> {
    const listing = asking.then((answer) => parseTorrents(answer, including, options.host));
    const listed = await need(listing).catch((thrown: unknown) => {
      if (toAppError(thrown).code === "qbittorrent_unusable") lists = false;
      throw thrown;
    });
    lists = true;
    met();
    return listed;
  }

  async function probe(): Promise<void> {
    await learnVersion(false);
    if (!lists) await list(read("torrents/info?limit=1", undefined, false), NOTHING_BESIDES);
  }

  async function post(endpoint: string, form: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer> {
    return await send({ path: `torrents/${endpoint}`, form, signal });
  }

  async function attempt(asked: Asked, server: ServerVersion): Promise<Attempted> {
    const { write, hashes, signal } = asked;
    const { endpoint, fields } = toForm(write, server);
    const form = isGlobal(write) ? fields : { hashes: hashes.join("|"), ...fields };
    const answer = await post(endpoint, form, signal);
    if (write.kind !== "set_category" || answer.status !== 409) return { endpoint, answer };
    await post("createCategory", { category: write.category, savePath: "" }, signal);
    return { endpoint, answer: await post(endpoint, form, signal) };
  }

  /** Where the server does not know what it is asked for it has done nothing: it may be another version by now. */
  async function attemptAsKnown(asked: Asked): Promise<Attempted> {
    const server = await version(asked.signal);
    const attempted = await attempt(asked, server);
    if (!NOT_KNOWN.includes(attempted.answer.status)) return attempted;
    const now = await learnVersion(true, asked.signal);
    return compareVersions(server.api, now.api) === 0 ? attempted : await attempt(asked, now);
  }

  return {
    version,
    torrents: async ({ hashes, trackers = false, files = false, signal }) => {
      const server = await version(signal);
      const query = new URLSearchParams();
      const including = {
        trackers: trackers && supports(server, "includeTrackers"),
        files: files && supports(server, "includeFiles"),
      };
      if (including.trackers) query.set("includeTrackers", "true");
      if (including.files) query.set("includeFiles", "true");
      // An empty list of hashes would mean all of them.
      if (hashes?.length === 0) return [];
      if (hashes !== undefined) query.set("hashes", hashes.join("|"));
      const listed = await list(ask("torrents/info", query, signal), including);
      if (hashes === undefined) return listed;
      // 4.1.0 does not know the filter, and a proxy may drop it: what was not asked for must not be acted on.
      const wanted = new Set(hashes);
      return listed.filter(({ hash }) => wanted.has(hash));
    },
    trackers: ofTorrent("torrents/trackers?", toTrackerList),
    files: ofTorrent("torrents/files?", toFiles),
    properties: ofTorrent("torrents/properties?", toProperties),
    webseeds: ofTorrent("torrents/webseeds?", toWebseeds),
    peers: ofTorrent("sync/torrentPeers?rid=0&", toPeers),
    transfer: ofServer("transfer/info", toTransfer),
    preferences: ofServer("app/preferences", toPreferences),
    categories: ofServer("torrents/categories", toCategories),
    write: async (write, hashes, signal) => {
      if (hashes.length === 0 && !isGlobal(write)) return;
      const { endpoint, answer } = await attemptAsKnown({ write, hashes, signal });
      const isThere = write.kind === "create_category" && answer.status === 409;
      if (!isSuccess(answer) && !isThere) throw unexpected(options.host, `torrents/${endpoint}`, answer);
    },
    externalPrograms: ofServer("app/preferences", toExternalPrograms),
    setExternalPrograms: async (programs, signal) => {
      const path = "app/setPreferences";
      const answer = await send({ path, form: toProgramsForm(programs), signal });
      if (!isSuccess(answer)) throw unexpected(options.host, path, answer);
    },
    connection: () => connection,
    probe,
    login: session.login,
    requests: () => ({ ...requests }),
  };
}

const notConnected = (error: string): Connection => ({ connected: false, version: null, apiVersion: null, error });

/** Of what comes after `/api/v2/`; proxies take some 8,000 characters. */
const LONGEST_URL = 4_000;

const NOTHING_BESIDES: Including = { trackers: false, files: false };

/** An endpoint or a parameter of another version. */
const NOT_KNOWN: readonly number[] = [400, 404];

interface Asked {
  readonly write: Write;
  readonly hashes: readonly string[];
  readonly signal: AbortSignal | undefined;
}

interface Attempted {
  readonly endpoint: string;
  readonly answer: Answer;
}

const isSuccess = ({ status }: Answer): boolean => status >= 200 && status <= 299;
