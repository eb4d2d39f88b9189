import { AppError } from "../errors.ts";
import type { Answer } from "./request.ts";

/**
 * The API never answers with a web page, nor does it send anybody elsewhere: a login portal or a proxy does, or a program
 * that is not qBittorrent. Throws `qbittorrent_answer`.
 */
export function throwIfPage(host: string, answer: Answer): void {
  const found = redirectOf(host, answer) ?? pageOf(host, answer) ?? strangerOf(host, answer);
  if (found !== undefined) throw new AppError("qbittorrent_answer", found.message, { hint: found.hint });
}

interface Found {
  readonly message: string;
  readonly hint: string;
}

const LET_THROUGH =
  "a login portal in front of it must let requests of this program to /api/v2/ through, or qbittorrent.host must be the address of the Web UI itself";

function redirectOf(host: string, { status, location }: Answer): Found | undefined {
  if (status < 300 || status > 399) return undefined;
  const from = new URL(host);
  const to = location === null ? null : URL.parse(location, `${host}/`);
  // Neither the path nor the query: they may hold what opens a session there.
  const message = `${host} sends us elsewhere${to === null ? "" : `, to ${to.origin}`} (status ${status})`;
  const isSecured = from.protocol === "http:" && to?.protocol === "https:" && to.hostname === from.hostname;
  return {
    message,
    hint: isSecured ? `write qbittorrent.host with https: ${to.origin}${basePath(from)}` : LET_THROUGH,
  };
}

function pageOf(host: string, { status, body }: Answer): Found | undefined {
  if (!/^\s*</.test(body)) return undefined;
  const [, title] = /<title>\s*([^<]{1,80})/i.exec(body) ?? [];
  const called = title === undefined ? "" : ` ${JSON.stringify(title.trim())}`;
  const message = `${host} answered with a web page${called} (status ${status}), not as qBittorrent does`;
  return { message, hint: hints[status] ?? LET_THROUGH };
}

/** qBittorrent says in a word of plain text that it lets nobody in; other programs with an API do so as JSON. */
function strangerOf(host: string, { status, body }: Answer): Found | undefined {
  if (![401, 403].includes(status) || !/^\s*\{/.test(body)) return undefined;
  return {
    message: `${host} refuses in a way that is not qBittorrent's (status ${status}, JSON): another program answers there`,
    hint: "qbittorrent.host must be the address of qBittorrent's Web UI, with its port",
  };
}

const basePath = ({ pathname }: URL): string => pathname.replace(/\/+$/, "");

const hints: Readonly<Record<number, string>> = {
  401: "a proxy in front of it asks for a login of its own: it must let this program through, or qbittorrent.host must be the address of the Web UI itself",
  404: "qbittorrent.host must have the base path under which the proxy shows the Web UI, if there is one",
  413: "the proxy must let larger requests through (nginx: client_max_body_size 64m)",
};
