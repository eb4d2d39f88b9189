import type { Context } from "hono";
import { matchedRoutes } from "hono/route";
import type { CallEnv } from "./call.ts";
import type { Observer } from "./observe.ts";

/** A request that was answered, in words of which there are only so many. */
export interface Answered {
  /** The pattern of the path, such as `/api/jobs/:id`; `unmatched` where there is no such endpoint. */
  readonly route: string;
  readonly method: string;
  readonly status: string;
}

/** Tells of every request what was asked and how it was answered. */
export const countAnswers =
  (answered: (answer: Answered) => void): Observer =>
  (c) =>
  () =>
    answered({ ...askedFor(c), status: String(c.res.status) });

function askedFor(c: Context<CallEnv>): Omit<Answered, "status"> {
  const route = matchedRoutes(c).findLast(({ method }) => method !== "ALL")?.path ?? "unmatched";
  const { method } = c.req;
  return { route, method: methods.includes(method) ? method : "other" };
}

/** There are dozens more, and nothing here answers them. */
const methods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
