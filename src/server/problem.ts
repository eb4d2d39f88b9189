import type { Context, ErrorHandler } from "hono";
import { type AppError, httpStatus, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { CallEnv } from "./call.ts";

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  413: "Payload Too Large",
  414: "URI Too Long",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

/** Every error as the body the API documents. A bug shows a trace id; what happened stays in the log. */
export function problemHandler(log: Log): ErrorHandler<CallEnv> {
  return function problemResponse(thrown, c) {
    const error = toAppError(thrown);
    const request_id = c.get("requestId");
    if (error.code === "internal") return bug(c, thrown, log);
    c.set("refusal", error.message);
    // As the plan has it: this one says all in `error`.
    if (error.code === "cannot_cancel") return c.json({ error: error.message, request_id }, 400);
    const status = httpStatus(error);
    if (status >= 500) log.error("Request failed", { path: c.req.path, why: error.message, request_id });
    return c.json({ error: titles[status], message: error.message, ...problemsOf(error), request_id }, status);
  };
}

function bug(c: Context<CallEnv>, thrown: unknown, log: Log) {
  const traceId = crypto.randomUUID();
  const request_id = c.get("requestId");
  log.error("Unexpected error", { trace_id: traceId, path: c.req.path, error: thrown, request_id });
  return c.json({ error: titles[500], message: "An unexpected error occurred", trace_id: traceId, request_id }, 500);
}

const problemsOf = ({ problems }: AppError) =>
  problems.length === 0 ? {} : { problems: problems.map(({ message }) => message) };
