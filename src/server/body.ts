import type { Context } from "hono";
import { isRecord } from "../lib/json.ts";

/** Parameters as written, by name; several of one name stay several. */
export type Written = readonly (readonly [name: string, value: string])[];

export type Body =
  | { readonly ok: true; readonly parameters: Written }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What the body of a request says: a form, or a JSON object of texts, true, false and null (as if left out). */
export async function readBody(c: Context): Promise<Body> {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) return none;
  const type = (c.req.header("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const read = readers[type];
  if (read !== undefined) return await read(c, new TextDecoder().decode(bytes));
  const found = type === "" ? "of no type" : `of type ${type}`;
  return refused(`the body is ${found}: expected ${Object.keys(readers).join(", ")}, or the parameters in the query`);
}

type Reader = (c: Context, text: string) => Body | Promise<Body>;

const none: Body = { ok: true, parameters: [] };

const refused = (...problems: readonly string[]): Body => ({ ok: false, problems });

const readers: Readonly<Record<string, Reader>> = {
  "application/x-www-form-urlencoded": (_, text) => ({ ok: true, parameters: [...new URLSearchParams(text)] }),
  "multipart/form-data": async (c) => {
    const form = await c.req.formData().catch(() => undefined);
    return form === undefined ? refused("the body is no form, whatever its type says") : fromForm([...form.entries()]);
  },
  "application/json": (_, text) => fromJson(text),
};

function fromForm(entries: readonly (readonly [string, unknown])[]): Body {
  const files = entries.filter(([, value]) => typeof value !== "string");
  if (files.length > 0) return refused(...files.map(([name]) => `${name}: expected text, found a file`));
  return { ok: true, parameters: entries.map(([name, value]) => [name, String(value)]) };
}

function fromJson(text: string): Body {
  const value = parsed(text);
  if (!isRecord(value)) return refused('the body is no JSON object: expected one like {"context": "scheduled"}');
  const given = Object.entries(value).filter(([, found]) => found !== null);
  const wrong = given.filter(([, found]) => typeof found !== "string" && typeof found !== "boolean");
  if (wrong.length > 0)
    return refused(
      ...wrong.map(([name, found]) => `${name}: expected text, true or false, found ${JSON.stringify(found)}`),
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
