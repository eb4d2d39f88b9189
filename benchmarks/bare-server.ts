// The least that a server can be: it accepts, and forgets. Compiled by programs.ts.
import { Hono } from "hono";

const app = new Hono().post("/api/execute", (c) => c.json({ status: "pending" }, 202));
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: app.fetch });
console.log(server.url.origin);
