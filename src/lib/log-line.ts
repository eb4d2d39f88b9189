import type { LogRecord } from "@logtape/logtape";
import { AppError, describe } from "../errors.ts";
import { isSecretName, type Redact } from "./redact.ts";

/**
 * `2026-11-22 15:04:05Z INFO    worker  message key=value`, in UTC. Always one line: whatever could break, hide or reorder
 * it is escaped, so that no torrent's name can forge another line.
 */
export function createLineFormat(redact: Redact): (record: LogRecord) => string {
  const safe: Redact = (text) => redact(text.slice(0, 8 * LONGEST));
  const labelOf = remembered(labelled);
  const timeOf = createTime();
  return ({ timestamp, level, category, message, rawMessage, properties }) => {
    const time = timeOf(timestamp);
    const source = category.slice(1).join(".") || category.join(".");
    const text = message
      .map((part, index) => (index % 2 === 0 ? visible(safe(String(part))) : value(part, safe)))
      .join("");
    const template = typeof rawMessage === "string" ? rawMessage : rawMessage.join("{}");
    const isTold = template.includes("{") ? (name: string) => template.includes(`{${name}}`) : () => false;
    let line = `${time} ${level.toUpperCase().padEnd(7)} ${source}  ${text}`;
    for (const [name, property] of Object.entries(properties))
      if (!isTold(name)) line += ` ${pairOf(labelOf(name), property, safe)}`;
    return redact(line);
  };
}

/** Lines come many in a second, and say it in the same words. */
function createTime(): (timestamp: number) => string {
  let said = { second: Number.NaN, time: "" };
  return (timestamp) => {
    const second = Math.floor(timestamp / 1000);
    if (second !== said.second)
      said = { second, time: `${new Date(timestamp).toISOString().slice(0, 19).replace("T", " ")}Z` };
    return said.time;
  };
}

interface Label {
  readonly label: string;
  readonly isSecret: boolean;
}

const labelled = (name: string): Label => ({
  label: visible(name).replaceAll(/[\s="]/g, "_"),
  isSecret: isSecretName(name),
});

/** Names of properties stand in the code, so that there are only so many; a few thousand are remembered all the same. */
function remembered<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const found = known.get(name) ?? find(name);
    if (known.size < 5_000) known.set(name, found);
    return found;
  };
}

/** Of an error more than one. */
function pairOf({ label, isSecret }: Label, property: unknown, redact: Redact): string {
  if (isSecret) return `${label}=***`;
  // As it is, the line shows it, and is looked at as a whole.
  if (typeof property === "string" && isPlain(property)) return `${label}=${property}`;
  const pair = `${label}=${value(property, redact)}`;
  return property instanceof Error ? [pair, ...backgroundOf(label, property, redact)].join(" ") : pair;
}

function value(property: unknown, redact: Redact): string {
  if (typeof property === "number") return String(property);
  if (typeof property === "string") return quoted(redact(property));
  if (property instanceof Error) return quoted(redact(summary(property)));
  if (property instanceof Date) return Number.isNaN(property.getTime()) ? "never" : property.toISOString();
  if (typeof property !== "object" || property === null) return visible(String(property));
  return visible(cut(json(property, redact)));
}

/** A plain word as it is, anything else in quotes. */
function quoted(text: string): string {
  const short = cut(text);
  if (isPlain(short)) return short;
  return `"${visible(short.replaceAll("\\", String.raw`\\`).replaceAll('"', String.raw`\"`))}"`;
}

const isPlain = (text: string): boolean => text.length <= LONGEST && /^[\w.:/@%+*-]+$/.test(text);

/** Control and format characters (line breaks, escapes, marks that turn the direction of text) as escapes. */
function visible(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const named = NAMED[character];
    return named ?? String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

const NAMED: Readonly<Record<string, string>> = { "\n": String.raw`\n`, "\r": String.raw`\r`, "\t": String.raw`\t` };

const LONGEST = 8000;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function summary(error: Error): string {
  if (error instanceof AppError) return describe(error);
  const code = "code" in error ? ` (${String(error.code)})` : "";
  return `${error.name}: ${error.message}${code}`;
}

/** The causes, and for an error nobody foresaw the place in the code. */
function backgroundOf(label: string, error: Error, redact: Redact): string[] {
  const chain = causesOf(error);
  const causes = chain.map(
    (cause) => `${label}.cause=${quoted(redact(cause instanceof Error ? summary(cause) : String(cause)))}`,
  );
  const unforeseen = [error, ...chain].find((link) => !(link instanceof AppError));
  const isBug = !(error instanceof AppError) || error.code === "internal";
  const stack = isBug && unforeseen instanceof Error ? framesOf(unforeseen) : "";
  return stack === "" ? causes : [...causes, `${label}.stack=${quoted(redact(stack))}`];
}

function causesOf(error: Error): unknown[] {
  const chain: unknown[] = [];
  for (let cause = error.cause; cause !== undefined && cause !== null && !chain.includes(cause) && chain.length < 5;) {
    chain.push(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return chain;
}

function framesOf({ stack = "" }: Error): string {
  const frames = stack.split("\n").flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? []);
  return frames.slice(0, 12).join(" < ");
}

function json(property: object, redact: Redact): string {
  try {
    const text = JSON.stringify([property], (name: string, inner: unknown) => {
      if (isSecretName(name)) return "***";
      if (typeof inner === "string") return redact(inner);
      if (inner instanceof Error) return redact(summary(inner));
      if (inner instanceof Map || inner instanceof Set) return [...inner];
      return typeof inner === "bigint" ? String(inner) : inner;
    });
    return text.slice(1, -1);
  } catch {
    return "(cannot be shown)";
  }
}
