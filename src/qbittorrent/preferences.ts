import { isRecord } from "../lib/json.ts";

/** `app/preferences`: whatever the server has there that is one value and no secret, by its own names and as it says it. */
export type Preferences = Readonly<Record<string, string | number | boolean>>;

export function toPreferences(answer: unknown): Preferences | undefined {
  if (!isRecord(answer)) return undefined;
  const preferences: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(answer)) {
    if (isScalar(value) && !isSecret(name, value)) preferences[name] = value;
  }
  return preferences;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

/**
 * A text is kept back if its name speaks of credentials (`proxy_password`, `mail_notification_username`, `web_ui_api_key`,
 * `ssl_cert`), or of something people write credentials into: the programs to run, the headers to send, the addresses of
 * trackers. Numbers and switches give nothing away.
 */
const isSecret = (name: string, value: unknown): boolean => typeof value === "string" && SECRET.test(name);

const SECRET = /password|username|key|cert|token|secret|cookie|program|header|tracker/i;
