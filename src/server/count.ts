import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { httpStatus, toAppError } from "../errors.ts";

/** A request that was answered, in words of which there are only so many. */
export interface Answered {
  /** The pattern of the path, such as `/api/jobs/:id`; `unmatched` where there is no such endpoint. */
  readonly route: string;
  readonly method: string;
  readonly status: string;
}

/** Tells of every request what was asked and how it was answered. */
export function countAnswers(answered: (answer: Answered) => void): MiddlewareHandler {
  return async function countAnswersHandler(c, next) {
    const tell = (status: number) => answered({ ...askedFor(c), status: String(status) });
    try {
      await next();
    } catch (thrown) {
      // An endpoint that does not exist: what is thrown for it becomes an answer only outside of this.
      tell(httpStatus(toAppError(thrown)));
      throw thrown;
    }
    tell(c.res.status);
  };
}

function askedFor(c: Context): Omit<Answered, "status"> {
  const route = matchedRoutes(c).findLast(({ method }) => method !== "ALL")?.path ?? "unmatched";
  const { method } = c.req;
  return { route, method: methods.includes(method) ? method : "other" };
}

/** There are dozens more, and nothing here answers them. */
const methods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
