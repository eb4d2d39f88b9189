import { isRecord } from "../lib/json.ts";
import { ANSWER_WITHIN_MS, type ServerAddress, ask, headersFor, notOurs } from "./ask.ts";

/** What the server says of a job that it has taken. */
export interface Accepted {
  readonly job_id: string;
  readonly context: string | null;
  readonly hash: string | null;
  readonly dry_run: boolean;
  readonly trace: boolean;
}

/**
 * POST /api/execute (plan, "API"), as `client.ts` would send it: what qBittorrent calls for every torrent must not wait until
 * a client for all the rest of the API is loaded.
 */
export async function submit(address: ServerAddress, parameters: Readonly<Record<string, string>>): Promise<Accepted> {
  const body = await ask<Record<string, unknown>>(address, "job_id", () => post(address, parameters));
  if (!isAccepted(body)) throw notOurs(address, ACCEPTED);
  return body;
}

const ACCEPTED = 202;

async function post(address: ServerAddress, parameters: Readonly<Record<string, string>>) {
  const search = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const response = await fetch(`${address.url}/api/execute?${search.join("&")}`, {
    method: "POST",
    headers: headersFor(address),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const { ok, status } = response;
  return { ok, status, json: async () => fieldsOf(await response.json()) };
}

const fieldsOf = (body: unknown): Record<string, unknown> => (isRecord(body) ? body : {});

const isAccepted = (body: Record<string, unknown>): body is Record<string, unknown> & Accepted =>
  typeof body["job_id"] === "string" &&
  [body["context"], body["hash"]].every((text) => text === null || typeof text === "string") &&
  [body["dry_run"], body["trace"]].every((flag) => typeof flag === "boolean");
