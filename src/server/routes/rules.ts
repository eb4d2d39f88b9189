import { Hono } from "hono";
import { summarize } from "../../rules/summary.ts";
import { noQuery } from "../parameters.ts";
import type { ServerOptions } from "../server.ts";

/** GET /api/rules: those that the next job will run, and what is wrong with the file if they are older than it. */
export const rulesRoute = ({ rules }: ServerOptions) =>
  new Hono().get("/rules", noQuery(), async (c) => {
    const { file, list, error } = await rules();
    return c.json({ file, rules: list.map(summarize), error });
  });
