import { AppError, messageOf } from "../errors.ts";
import type { Answer } from "./request.ts";
import { type Including, type Torrent, toTorrent } from "./torrent.ts";

export function parseTorrents(answer: Answer, including: Including, host: string): Torrent[] {
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

export const notQbittorrent = (host: string): AppError =>
  new AppError("qbittorrent_answer", `${host} answers, but not as qBittorrent does`, {
    hint: "is qbittorrent.host the address of the Web UI? A login portal or another program may be in front of it",
  });

/** The body is translated text: shown, never matched. */
export const unexpected = (host: string, path: string, { status, body }: Answer): AppError =>
  new AppError(
    "qbittorrent_answer",
    `qBittorrent at ${host} answered ${path} with status ${status}${body === "" ? "" : `: ${body.slice(0, 200)}`}`,
  );
