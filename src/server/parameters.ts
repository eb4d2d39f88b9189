import type { Context, Env, MiddlewareHandler } from "hono";
import * as v from "valibot";
import { AppError } from "../errors.ts";
import { didYouMean } from "../lib/nearest.ts";
import { parseHash } from "../rules/hash.ts";
import { type Body, type Written, nothing, readBody } from "./body.ts";

/** The query, checked: an unknown, repeated or malformed parameter is a 400 that names all of them, never ignored. */
export const query = <const Entries extends v.ObjectEntries>(entries: Entries) => checked(entries, () => nothing);

/** As `query`, but parameters may also come in the body, as a form or JSON. */
export const queryOrBody = <const Entries extends v.ObjectEntries>(entries: Entries) => checked(entries, readBody);

/** Only `key` may be in the query. */
export const noQuery = () => query({});

type Parameters<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

/** By `in` the client knows what it may send: it writes out what it is given. */
interface Query<Entries extends v.ObjectEntries> {
  in: { query: Parameters<Entries> };
  out: { query: Parameters<Entries> };
}

/** What is found right is handed on as Hono's own validator does, which would first read the query in its own way. */
function checked<const Entries extends v.ObjectEntries>(
  entries: Entries,
  bodyOf: (c: Context) => Body | Promise<Body>,
): MiddlewareHandler<Env, string, Query<Entries>> {
  const schema = v.object(entries);
  const known = Object.keys(entries);
  return async function checkParameters(c, next) {
    const body = await bodyOf(c);
    const written = [...writtenIn(c.req.url), ...(body.ok ? body.parameters : [])];
    c.req.addValidatedData("query", check(schema, known, written, body.ok ? [] : body.problems));
    await next();
  };
}

/** Hono passes over a parameter without a name. The key is not ours to look at. */
function writtenIn(url: string): Written {
  const [search = ""] = url.slice(url.indexOf("?") + 1 || url.length).split("#", 1);
  return pairsOf(search).filter(([name]) => name !== "key");
}

/** As URLSearchParams has it, which takes a while even where nothing is encoded, as in all that our clients send. */
export function pairsOf(search: string): Written {
  if (/^\?|[%+]/.test(search)) return [...new URLSearchParams(search)];
  const pairs = search.split("&").filter((pair) => pair !== "");
  return pairs.map((pair) => {
    const at = pair.indexOf("=");
    return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  });
}

function check<const Entries extends v.ObjectEntries>(
  schema: v.ObjectSchema<Entries, undefined>,
  known: readonly string[],
  written: Written,
  others: readonly string[],
): Parameters<Entries> {
  const given = Object.fromEntries(written);
  const result = v.safeParse(schema, given);
  const isEachOnce = Object.keys(given).length === written.length;
  if (result.success && isEachOnce && others.length === 0 && written.every(([name]) => known.includes(name)))
    return result.output;
  const names = written.map(([name]) => name);
  const strays = [...new Set(names)].filter((name) => !known.includes(name));
  const repeated = known.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const issues = (result.issues ?? []).filter((issue) => !repeated.includes(v.getDotPath(issue) ?? ""));
  const problems = [
    ...others,
    ...strays.map((name) => `unknown parameter "${name}": ${meant(name, known)}`),
    ...repeated.map((name) => `"${name}" is given more than once`),
    ...issues.map((issue) => `${v.getDotPath(issue) ?? "query"}: ${issue.message}`),
  ];
  throw invalid(problems);
}

function meant(name: string, known: readonly string[]): string {
  if (name === "key") return "the key goes into a header, X-API-Key or Authorization, or into the query";
  if (name.trimStart().startsWith("{"))
    return "that looks like JSON, which wants the header Content-Type: application/json";
  return didYouMean(name, [...known, "key"]);
}

const invalid = (problems: readonly string[]): AppError =>
  new AppError("invalid_request", problems.join("; "), { problems: problems.map((message) => ({ message })) });

/** JSON can write half a character, and a query bytes that are none, which nobody could keep as they came. */
export const text = (what: string) =>
  v.pipe(
    v.string(`expected ${what}`),
    v.nonEmpty(`expected ${what}, found nothing`),
    v.check(
      (written) => written.isWellFormed() && !written.includes("\uFFFD"),
      ({ input }) => `expected whole characters in UTF-8, found ${JSON.stringify(input)}`,
    ),
  );

export const hash = v.pipe(
  v.string("expected a torrent hash"),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseHash(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: `${parsed.message} (${parsed.hint})` });
    return NEVER;
  }),
);

export const flag = v.pipe(
  v.picklist(["true", "false"], (issue) => `expected true or false, found "${String(issue.input)}"`),
  v.transform((written) => written === "true"),
);

export const wholeNumber = (least: number, most: number) => {
  const message = `expected a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(message),
    v.regex(/^\d{1,15}$/, message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
};
