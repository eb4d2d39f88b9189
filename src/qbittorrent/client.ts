import { AppError, messageOf, toAppError } from "../errors.ts";
import { type TorrentFile, toFiles } from "./file.ts";
import type { Answer, HttpRequest } from "./request.ts";
import { type SessionOptions, createSession } from "./session.ts";
import { type Torrent, toTorrent } from "./torrent.ts";
import { type Tracker, toTrackers } from "./tracker.ts";
import { type ServerVersion, parseApiVersion, supports } from "./versions.ts";
import { type Write, toForm } from "./writes.ts";

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
  /** Torrents that are gone are ignored by the server. A missing category is created. */
  write(write: Write, hashes: readonly string[], signal?: AbortSignal): Promise<void>;
  connection(): Connection;
  /** Asks the server for its version, to bring `connection` up to date. Not counted. */
  probe(): Promise<void>;
  /** Since the client was made; logins are not counted. */
  requests(): RequestCounts;
}

export function createClient(options: SessionOptions): Client {
  const session = createSession(options);
  let serverVersion: ServerVersion | undefined;
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
      serverVersion = undefined;
      if (error.code !== "interrupted") connection = { connected: false, version: null, error: error.message };
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
      return parseTorrents(await read(path, signal), including, options.host);
    },
    trackers: async (hash, signal) =>
      toTrackers(parseJson(await read(`torrents/trackers?hash=${hash}`, signal), options.host)),
    files: async (hash, signal) => toFiles(parseJson(await read(`torrents/files?hash=${hash}`, signal), options.host)),
    write: async (write, hashes, signal) => {
      if (hashes.length === 0) return;
      const { endpoint, fields } = toForm(write, await version(signal));
      const form = { hashes: hashes.join("|"), ...fields };
      let answer = await post(endpoint, form, signal);
      if (write.kind === "set_category" && answer.status === 409) {
        // Unknown to the server. Created by someone else meanwhile is a 409 too, and as good.
        await post("createCategory", { category: write.category, savePath: "" }, signal);
        answer = await post(endpoint, form, signal);
      }
      if (answer.status < 200 || answer.status > 299) throw unexpected(options.host, `torrents/${endpoint}`, answer);
    },
    connection: () => connection,
    probe: async () => {
      const { status, body } = await send({ path: "app/version" }, false);
      if (status === 200) connection = { connected: true, version: body.trim(), error: null };
    },
    requests: () => ({ ...requests }),
  };
}

function parseTorrents(answer: Answer, including: { trackers: boolean; files: boolean }, host: string): Torrent[] {
  const rows = parseJson(answer, host);
  if (!Array.isArray(rows)) throw notQbittorrent(host);
  return rows.map((row) => {
    const torrent = toTorrent(row);
    if (torrent === undefined) throw notQbittorrent(host);
    row.trackers = including.trackers ? toTrackers(row.trackers) : undefined;
    // Left out where there is no metadata.
    const files = row.files === undefined ? null : toFiles(row.files);
    row.files = including.files ? files : undefined;
    return torrent;
  });
}

/** Undefined for a 404: the torrent asked about is gone. */
function parseJson({ status, body }: Answer, host: string): unknown {
  if (status === 404) return undefined;
  try {
    return JSON.parse(body);
  } catch (thrown) {
    throw new AppError("qbittorrent_answer", `${host} answered something that is not JSON: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

const notQbittorrent = (host: string): AppError =>
  new AppError("qbittorrent_answer", `${host} answers, but not as qBittorrent does`, {
    hint: "is qbittorrent.host the address of the Web UI? A login portal or another program may be in front of it",
  });

/** The body is translated text: shown, never matched. */
const unexpected = (host: string, path: string, { status, body }: Answer): AppError =>
  new AppError(
    "qbittorrent_answer",
    `qBittorrent at ${host} answered ${path} with status ${status}${body === "" ? "" : `: ${body.slice(0, 200)}`}`,
  );
