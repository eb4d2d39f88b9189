import type { Random } from "../under-test/random.ts";
import { someWord } from "./words.ts";

/** A request as an HTTP client sends it, with whatever in it. */
export interface FuzzRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const methods = ["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS"] as const;

const endpoints = [
  ["POST", "/api/execute"],
  ["POST", "/api/execute"],
  ["GET", "/api/jobs"],
  ["GET", "/api/jobs/:id"],
  ["DELETE", "/api/jobs/:id"],
  ["GET", "/api/rules"],
  ["GET", "/api/stats"],
  ["GET", "/api/health"],
  ["GET", "/api/health/live"],
  ["GET", "/api/health/ready"],
  ["GET", "/api/version"],
  ["GET", "/metrics"],
  ["GET", "/openapi.json"],
  ["GET", "/:id"],
] as const;

const names = ["context", "hash", "dry_run", "trace", "status", "limit", "offset", "cursor", "key"] as const;

const types = [
  "application/json",
  "application/json; charset=utf-16",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "text/plain",
  "",
] as const;

export function someRequest(random: Random, key: string): FuzzRequest {
  const [usualMethod, pattern] = random.pick(endpoints);
  const method = random.chance(0.85) ? usualMethod : random.pick(methods);
  const path = pattern.replace(":id", () => encodeURIComponent(wellFormed(someWord(random))) || "x");
  const query = someQuery(random);
  const body = method === "GET" || method === "HEAD" || random.chance(0.4) ? undefined : someBody(random);
  return { method, path: query === "" ? path : `${path}?${query}`, headers: someHeaders(random, key), body };
}

function someQuery(random: Random): string {
  const count = random.chance(0.4) ? 0 : Math.floor(random.between(1, 5));
  const pairs = Array.from({ length: count }, () => {
    const name = random.chance(0.8) ? random.pick(names) : someWord(random);
    return random.chance(0.9) ? `${encoded(name)}=${encoded(someWord(random))}` : someWord(random);
  });
  // Not encoded, some of it: what a URL may not hold is for the client to refuse or for the server to stand.
  return pairs.join("&").replaceAll(/[#\s]/g, "");
}

function someHeaders(random: Random, key: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (random.chance(0.9)) headers["X-API-Key"] = key;
  else if (random.chance(0.5)) headers["Authorization"] = `Bearer ${printable(someWord(random))}`;
  if (random.chance(0.2)) headers["X-Request-Id"] = printable(someWord(random));
  if (random.chance(0.1)) headers[random.pick(["Accept", "Cookie", "X-Forwarded-For"])] = printable(someWord(random));
  if (random.chance(0.7)) headers["Content-Type"] = random.pick(types);
  return headers;
}

function someBody(random: Random): string {
  if (random.chance(0.3)) return someWord(random);
  const fields = Array.from({ length: Math.floor(random.between(0, 5)) }, () => [
    random.chance(0.9) ? random.pick(names) : someWord(random),
    someWord(random),
  ]);
  if (random.chance(0.6))
    return JSON.stringify(Object.fromEntries(fields)).slice(0, random.chance(0.9) ? undefined : 9);
  if (random.chance(0.05)) return "[".repeat(50_000);
  return fields.map(([name = "", value = ""]) => `${encoded(name)}=${encoded(value)}`).join("&");
}

const wellFormed = (text: string): string => text.toWellFormed();
const encoded = (text: string): string => encodeURIComponent(wellFormed(text));
/** What a header may hold. */
const printable = (text: string): string => text.replaceAll(/[^\u0020-\u007E]/g, "?").slice(0, 2_000);
