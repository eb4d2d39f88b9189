import type { Context } from "hono";
import { isRecord } from "../lib/json.ts";
import { MAX_BODY_BYTES, bodyTooLarge } from "./limits.ts";

/** Parameters as written, by name; several of one name stay several. */
export type Written = readonly (readonly [name: string, value: string])[];

export type Body =
  | { readonly ok: true; readonly parameters: Written }
  | { readonly ok: false; readonly problems: readonly string[] };

export const nothing: Body = { ok: true, parameters: [] };

/** What the body of a request says: a form, or a JSON object of texts, true and false. */
export function readBody(c: Context): Body | Promise<Body> {
  const { body } = c.req.raw;
  return body === null ? nothing : readFrom(c, body);
}

async function readFrom(c: Context, body: AsyncIterable<Uint8Array>): Promise<Body> {
  const bytes = await bytesOf(body);
  if (bytes.length === 0) return nothing;
  const type = (c.req.header("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const read = readers[type];
  if (read !== undefined) return await read(bytes, c.req.raw.headers);
  const found = type === "" ? "of no type" : `of type ${type}`;
  return refused(`the body is ${found}: expected ${Object.keys(readers).join(", ")}, or the parameters in the query`);
}

/** Counted as it comes: a body need not say its length beforehand. */
async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw bodyTooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

type Reader = (bytes: Uint8Array<ArrayBuffer>, headers: Headers) => Body | Promise<Body>;

const textOf = (bytes: Uint8Array<ArrayBuffer>): string => new TextDecoder().decode(bytes);

const refused = (...problems: readonly string[]): Body => ({ ok: false, problems });

const readers: Readonly<Record<string, Reader>> = {
  "application/x-www-form-urlencoded": (bytes) => ({ ok: true, parameters: [...new URLSearchParams(textOf(bytes))] }),
  "multipart/form-data": async (bytes, headers) => {
    const form = await new Response(bytes, { headers: { "Content-Type": headers.get("Content-Type") ?? "" } })
      .formData()
      .catch(() => undefined);
    return form === undefined ? refused("the body is no form, whatever its type says") : fromForm([...form.entries()]);
  },
  "application/json": (bytes) => fromJson(textOf(bytes)),
};

function fromForm(entries: readonly (readonly [string, unknown])[]): Body {
  const files = entries.filter(([, value]) => typeof value !== "string");
  if (files.length > 0) return refused(...files.map(([name]) => `${name}: expected text, found a file`));
  return { ok: true, parameters: entries.map(([name, value]) => [name, String(value)]) };
}

function fromJson(text: string): Body {
  const value = parsed(text);
  if (!isRecord(value)) return refused('the body is no JSON object: expected one like {"context": "scheduled"}');
  const given = Object.entries(value);
  const wrong = given.filter(([, found]) => typeof found !== "string" && typeof found !== "boolean");
  if (wrong.length > 0)
    return refused(
      ...wrong.map(
        ([name, found]) =>
          `${name}: expected text, true or false, found ${JSON.stringify(found)}${found === null ? ": leave it out" : ""}`,
      ),
    );
  return { ok: true, parameters: given.map(([name, found]) => [name, String(found)]) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
