import type { MiddlewareHandler } from "hono";
import { validator } from "hono/validator";
import * as v from "valibot";
import { AppError, type Problem } from "../errors.ts";
import { didYouMean } from "../lib/nearest.ts";
import { parseHash } from "../rules/hash.ts";

/** The query, checked: an unknown, repeated or malformed parameter is a 400 that names all of them, never ignored. */
export const query = <const Entries extends v.ObjectEntries>(entries: Entries) => {
  const schema = v.object(entries);
  const known = [...Object.keys(entries), "key"];
  return validator("query", (_, c): v.InferOutput<typeof schema> => {
    // Read here, since Hono passes over a parameter without a name.
    const search = new URL(c.req.url).searchParams;
    const names = [...new Set(search.keys())];
    const strays = names.filter((name) => !known.includes(name));
    const repeated = names.filter((name) => name !== "key" && known.includes(name) && search.getAll(name).length > 1);
    const result = v.safeParse(schema, Object.fromEntries(search));
    const problems: Problem[] = [
      ...strays.map((name) => ({ message: `unknown parameter "${name}": ${didYouMean(name, known)}` })),
      ...repeated.map((name) => ({ message: `"${name}" is given more than once` })),
      ...(result.issues ?? []).filter((issue) => !repeated.includes(v.getDotPath(issue) ?? "")).map(toProblem),
    ];
    if (problems.length > 0 || !result.success) throw invalid(problems);
    return result.output;
  });
};

/** Only `key` may be in the query. */
export const noQuery = () => query({});

/** Parameters in a body would be ignored, and a job without them runs on everything: refuse it. */
export const noBody: MiddlewareHandler = async function noBodyHandler(c, next) {
  if (Number(c.req.header("Content-Length") ?? 0) > 0 || c.req.header("Transfer-Encoding") !== undefined) {
    throw invalid([{ message: "the request has a body: parameters go in the query, like ?context=scheduled" }]);
  }
  await next();
};

const invalid = (problems: readonly Problem[]): AppError =>
  new AppError("invalid_request", problems.map(({ message }) => message).join("; "), { problems });

function toProblem(issue: v.BaseIssue<unknown>): Problem {
  return { message: `${v.getDotPath(issue) ?? "query"}: ${issue.message}` };
}

export const text = (what: string) =>
  v.pipe(v.string(`expected ${what}`), v.nonEmpty(`expected ${what}, found nothing`));

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
