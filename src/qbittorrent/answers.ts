import { AppError, messageOf } from "../errors.ts";
import type { Answer } from "./request.ts";
import { type Including, type Torrent, toTorrent } from "./torrent.ts";

export function parseTorrents(answer: Answer, including: Including, host: string): Torrent[] {
  if (answer.status === 404) throw unexpected(host, "torrents/info", answer);
  const rows = parseJson(answer, host);
  if (!Array.isArray(rows)) throw notQbittorrent(host);
  return rows.map((row) => {
    const torrent = toTorrent(row, including);
    if (torrent === undefined) throw notQbittorrent(host);
    return torrent;
  });
}

/** Undefined for a 404: the torrent asked about is gone. */
export function parseJson({ status, body }: Answer, host: string): unknown {
  if (status === 404) return undefined;
  try {
    return JSON.parse(body);
  } catch (thrown) {
    throw new AppError("qbittorrent_answer", `${host} answered something that is not JSON: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

/** `what` was answered in a way of its own; undefined: anything. */
export const notQbittorrent = (host: string, what?: string): AppError =>
  new AppError(
    "qbittorrent_answer",
    `${host} answers${what === undefined ? "" : ` ${what}`}, but not as qBittorrent does`,
    {
      hint: "is qbittorrent.host the address of the Web UI, with its base path if a proxy adds one? A login portal or another program may be in front of it, or a proxy answers in its place while it is away",
    },
  );

/** 401 to who has shown who they are. */
export const addressRefused = (host: string): AppError =>
  new AppError("qbittorrent_answer", `qBittorrent at ${host} refused the request as coming from elsewhere (401)`, {
    hint: `its Host header validation does not know the address "${new URL(host).host}": in qBittorrent, add it under Options > Web UI > Server domains, or use the port qBittorrent itself listens on; a proxy must hand on the Host header, and add no Origin and no Referer`,
  });

/** The body is translated text: shown, never matched. */
export const unexpected = (host: string, path: string, { status, body }: Answer): AppError =>
  new AppError(
    "qbittorrent_answer",
    `qBittorrent at ${host} answered ${path} with status ${status}${body === "" ? "" : `: ${body.slice(0, 200)}`}`,
  );
