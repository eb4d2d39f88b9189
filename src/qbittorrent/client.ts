import { type AppError, toAppError } from "../errors.ts";
import { notQbittorrent, parseCategories, parseJson, parseTorrents, unexpected } from "./answers.ts";
import { type TorrentFile, toFiles } from "./file.ts";
import type { Answer, HttpRequest } from "./request.ts";
import { type SessionOptions, createSession } from "./session.ts";
import type { Torrent } from "./torrent.ts";
import { type Tracker, toTrackers } from "./tracker.ts";
import { type ServerVersion, parseApiVersion, supports } from "./versions.ts";
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
  /** Why not connected. */
  readonly error: string | null;
}

export interface RequestCounts {
  readonly read: number;
  readonly write: number;
}

/** qBittorrent's WebUI API, versions 4.1 to 5.3. Everything throws the AppErrors of `Session.send`. */
export interface Client {
  version(signal?: AbortSignal): Promise<ServerVersion>;
  torrents(query: TorrentQuery): Promise<Torrent[]>;
  /** Undefined: the torrent is gone. */
  trackers(hash: string, signal?: AbortSignal): Promise<readonly Tracker[] | undefined>;
  /** Null: no metadata yet. Undefined: the torrent is gone. */
  files(hash: string, signal?: AbortSignal): Promise<readonly TorrentFile[] | null | undefined>;
  /** Names; none where the server is too old to say. */
  categories(signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Torrents that are gone are ignored by the server. A category to be set that is missing after all is created, and one to
   * be created may be there already.
   */
  write(write: Write, hashes: readonly string[], signal?: AbortSignal): Promise<void>;
  connection(): Connection;
  /** Asks the server for its version, to bring `connection` up to date. Not counted. */
  probe(): Promise<void>;
  /** Since the client was made; logins are not counted. */
  requests(): RequestCounts;
}

export function createClient(options: SessionOptions): Client {
  let serverVersion: ServerVersion | undefined;
  const forgetVersion = () => {
    serverVersion = undefined;
  };
  const session = createSession({ ...options, loggedIn: forgetVersion });
  let connection: Connection = { connected: false, version: null, error: "qBittorrent has not answered yet" };
  const requests = { read: 0, write: 0 };

  async function send(request: HttpRequest, counted = true): Promise<Answer> {
    if (counted) requests[request.form === undefined ? "read" : "write"]++;
    try {
      const answer = await session.send(request);
      connection = { connected: true, version: serverVersion?.app ?? null, error: null };
      return answer;
    } catch (thrown) {
      const error = toAppError(thrown);
      // It may come back as another version.
      forgetVersion();
      if (error.code !== "interrupted") connection = { connected: false, version: null, error: inOneLine(error) };
      throw error;
    }
  }

  async function read(path: string, signal?: AbortSignal): Promise<Answer> {
    const answer = await send({ path, signal });
    if (answer.status === 200 || answer.status === 404) return answer;
    throw unexpected(options.host, path, answer);
  }

  async function version(signal?: AbortSignal): Promise<ServerVersion> {
    if (serverVersion !== undefined) return serverVersion;
    const api = parseApiVersion((await read("app/webapiVersion", signal)).body);
    if (api === undefined) throw notQbittorrent(options.host);
    serverVersion = { app: (await read("app/version", signal)).body.trim(), api };
    connection = { connected: true, version: serverVersion.app, error: null };
    return serverVersion;
  }

  async function post(endpoint: string, form: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Answer> {
    return await send({ path: `torrents/${endpoint}`, form, signal });
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
      const path = query.size === 0 ? "torrents/info" : `torrents/info?${query.toString()}`;
      const found = parseTorrents(await read(path, signal), including, options.host);
      // 4.1.0 does not know the filter, and a proxy may drop it: what was not asked for must not be acted on.
      return hashes === undefined ? found : found.filter(({ hash }) => hashes.includes(hash));
    },
    trackers: async (hash, signal) =>
      toTrackers(parseJson(await read(`torrents/trackers?hash=${hash}`, signal), options.host)),
    files: async (hash, signal) => toFiles(parseJson(await read(`torrents/files?hash=${hash}`, signal), options.host)),
    categories: async (signal) => parseCategories(await read("torrents/categories", signal), options.host),
    write: async (write, hashes, signal) => {
      if (hashes.length === 0 && !isGlobal(write)) return;
      const { endpoint, fields } = toForm(write, await version(signal));
      const form = isGlobal(write) ? fields : { hashes: hashes.join("|"), ...fields };
      let answer = await post(endpoint, form, signal);
      if (write.kind === "set_category" && answer.status === 409) {
        await post("createCategory", { category: write.category, savePath: "" }, signal);
        answer = await post(endpoint, form, signal);
      }
      const isThere = write.kind === "create_category" && answer.status === 409;
      if (!isSuccess(answer) && !isThere) throw unexpected(options.host, `torrents/${endpoint}`, answer);
    },
    connection: () => connection,
    probe: async () => {
      const { status, body } = await send({ path: "app/version" }, false);
      if (status !== 200) return;
      const app = body.trim();
      if (app !== serverVersion?.app) forgetVersion();
      connection = { connected: true, version: app, error: null };
    },
    requests: () => ({ ...requests }),
  };
}

const isSuccess = ({ status }: Answer): boolean => status >= 200 && status <= 299;

const inOneLine = ({ message, hint }: AppError): string => (hint === undefined ? message : `${message}; ${hint}`);
