import { randomUUID } from "node:crypto";
import type { Context, ErrorHandler } from "hono";
import { type AppError, httpStatus, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  413: "Payload Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

/** Every error as the body the API documents. A bug shows a trace id; what happened stays in the log. */
export function problemHandler(log: Log): ErrorHandler {
  return function problemResponse(thrown, c) {
    const error = toAppError(thrown);
    if (error.code === "internal") return bug(c, thrown, log);
    // As the plan has it: this one says all in `error`.
    if (error.code === "cannot_cancel") return c.json({ error: error.message }, 400);
    const status = httpStatus(error);
    if (status >= 500) log.error("Request failed", { path: c.req.path, why: error.message });
    return c.json({ error: titles[status], message: error.message, ...problemsOf(error) }, status);
  };
}

function bug(c: Context, thrown: unknown, log: Log) {
  const traceId = randomUUID();
  log.error("Unexpected error", { trace_id: traceId, path: c.req.path, error: thrown });
  return c.json({ error: titles[500], message: "An unexpected error occurred", trace_id: traceId }, 500);
}

const problemsOf = ({ problems }: AppError) =>
  problems.length === 0 ? {} : { problems: problems.map(({ message }) => message) };
