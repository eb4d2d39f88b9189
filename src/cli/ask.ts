import { AppError } from "../errors.ts";
import { isRecord } from "../lib/json.ts";
import { networkReason } from "../lib/network.ts";

export interface ServerAddress {
  readonly url: string;
  readonly apiKey: string | undefined;
}

/** The key travels in a header, never in a URL. */
export const headersFor = ({ apiKey }: ServerAddress): Record<string, string> =>
  apiKey === undefined ? {} : { "X-API-Key": apiKey };

/** Of hundreds of calls at once on a small machine each takes its time, and giving up early would look like a failure. */
export const ANSWER_WITHIN_MS = 120_000;

interface Answer<T> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<T>;
}

/**
 * The body of an answer, or the server's refusal as an AppError. `mark` is a key that every such body of ours has: whatever
 * else may answer there must not pass for our server. `alsoFine` is for the one 503 that is a result.
 */
export async function ask<T extends object>(
  address: ServerAddress,
  mark: keyof T & string,
  request: () => Promise<Answer<T>>,
  alsoFine: readonly number[] = [],
): Promise<T> {
  const answer = await request().catch((thrown: unknown) => {
    throw unreachable(address, thrown);
  });
  const body = await answer.json().catch((thrown: unknown) => {
    throw notOurs(address, answer.status, thrown);
  });
  const fine = answer.ok || alsoFine.includes(answer.status);
  if (!isRecord(body) || !((fine ? mark : "error") in body)) throw notOurs(address, answer.status);
  if (fine) return body;
  throw refused(address, answer.status, body);
}

function refused({ url }: ServerAddress, status: number, body: Record<string, unknown>): AppError {
  const { error, message } = body;
  const said = [message, error].find((text) => typeof text === "string") ?? "no reason given";
  const hint = [401, 429].includes(status)
    ? "client.api_key (--client-api-key, QBT_RULES_CLIENT_API_KEY or its _FILE) must equal the server's server.api_key, or one of them"
    : undefined;
  // It is there, and lacks its queue for now.
  const code = status === 503 ? "server_unavailable" : "server_refused";
  return new AppError(code, `The server at ${url} refused (${status}): ${said}`, { hint });
}

const unreachable = ({ url }: ServerAddress, thrown: unknown): AppError =>
  new AppError("server_unreachable", `Cannot reach the qbt-rules server at ${url}: ${networkReason(thrown)}`, {
    hint: "is it running (qbt-rules --serve), and client.server_url (--client-server-url, QBT_RULES_CLIENT_SERVER_URL) right?",
    cause: thrown,
  });

/** A proxy answers so while the server behind it is away. */
const GATEWAY: readonly number[] = [502, 503, 504];

export const notOurs = ({ url }: ServerAddress, status: number, thrown?: unknown): AppError =>
  new AppError(
    GATEWAY.includes(status) ? "server_unreachable" : "server_refused",
    `${url} answers (${status}), but not as a qbt-rules server`,
    {
      hint: "check client.server_url: another program may be listening there",
      cause: thrown,
    },
  );
