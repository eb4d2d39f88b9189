import { Hono } from "hono";
import { noQuery } from "../parameters.ts";

/** GET /openapi.json: open to everybody, since it is the same in every server. Read when first asked for, by few. */
export const openapiRoute = () =>
  new Hono().get("/openapi.json", noQuery(), async (c) => {
    const { default: document } = await import("../openapi.json");
    return c.body(JSON.stringify(document), 200, { "Content-Type": "application/json" });
  });
