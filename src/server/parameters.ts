import type { Context, Env, MiddlewareHandler } from "hono";
import * as v from "valibot";
import { AppError } from "../errors.ts";
import { didYouMean } from "../lib/nearest.ts";
import { parseHash } from "../rules/hash.ts";
import { type Body, type Written, nothing, readBody } from "./body.ts";

/** The query, checked: an unknown, repeated or malformed parameter is a 400 that names all of them, never ignored. */
export const query = <const Entries extends v.ObjectEntries>(entries: Entries) => checked(entries, async () => nothing);

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
  bodyOf: (c: Context) => Promise<Body>,
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
  const [, search] = /\?([^#]*)/.exec(url) ?? [];
  return search === undefined ? [] : [...new URLSearchParams(search)].filter(([name]) => name !== "key");
}

function check<const Entries extends v.ObjectEntries>(
  schema: v.ObjectSchema<Entries, undefined>,
  known: readonly string[],
  written: Written,
  others: readonly string[],
): Parameters<Entries> {
  const names = written.map(([name]) => name);
  const strays = [...new Set(names)].filter((name) => !known.includes(name));
  const repeated = known.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const result = v.safeParse(schema, Object.fromEntries(written));
  const issues = (result.issues ?? []).filter((issue) => !repeated.includes(v.getDotPath(issue) ?? ""));
  const problems = [
    ...others,
    ...strays.map((name) => `unknown parameter "${name}": ${meant(name, known)}`),
    ...repeated.map((name) => `"${name}" is given more than once`),
    ...issues.map((issue) => `${v.getDotPath(issue) ?? "query"}: ${issue.message}`),
  ];
  if (problems.length > 0 || !result.success) throw invalid(problems);
  return result.output;
}

function meant(name: string, known: readonly string[]): string {
  if (name === "key") return "the key goes into a header, X-API-Key or Authorization, or into the query";
  if (name.trimStart().startsWith("{"))
    return "that looks like JSON, which wants the header Content-Type: application/json";
  return didYouMean(name, [...known, "key"]);
}

const invalid = (problems: readonly string[]): AppError =>
  new AppError("invalid_request", problems.join("; "), { problems: problems.map((message) => ({ message })) });

/** JSON can write half a character, which the queue could not keep as it came. */
export const text = (what: string) =>
  v.pipe(
    v.string(`expected ${what}`),
    v.nonEmpty(`expected ${what}, found nothing`),
    v.check(
      (written) => written.isWellFormed(),
      ({ input }) => `expected whole characters, found half a surrogate pair in ${JSON.stringify(input)}`,
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
