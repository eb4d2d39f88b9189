import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { ask } from "../../src/cli/ask.ts";
import { connect } from "../../src/cli/client.ts";
import { AppError } from "../../src/errors.ts";
import { startTestApp, type TestApp } from "../support/app.ts";
import { call, clientOf } from "../support/cli.ts";
import { freePort } from "../support/free-port.ts";

const KEY = { QBT_RULES_CLIENT_API_KEY: "the-wrong-key-0123456789abcdef" };
const NOBODY = "http://127.0.0.1:9";
const ID = "01900000-0000-7000-8000-000000000000";

/** Every command that talks to the server. */
const commands = [
  "--context on_added",
  "--wait",
  "--list-jobs",
  `--job-status ${ID}`,
  `--cancel-job ${ID}`,
  "--stats",
  "--health",
];
const withKey = commands.filter((command) => command !== "--health");
const words = (command: string) => command.split(" ").filter((word) => word !== "");

describe("with a wrong key", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ rules: "rules: []" });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  test.each(withKey)("qbt-rules %s says which setting must equal which", async (command) => {
    const { code, out, err } = await call(words(command), { env: { ...clientOf(server), ...KEY } });
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([
      `error: The server at ${server.app.url} refused (401): Invalid or missing API key`,
      "  -> client.api_key (--client-api-key, QBT_RULES_CLIENT_API_KEY or its _FILE) must equal the server's server.api_key, or one of them",
    ]);
  });
});

describe("with no server there", () => {
  test.each(commands)("qbt-rules %s says where it looked and how to start one", async (command) => {
    const env = { ...KEY, QBT_RULES_CLIENT_SERVER_URL: NOBODY, QBT_RULES_CLIENT_RETRY_FOR: "0s" };
    const { code, out, err } = await call(words(command), { env });
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([
      `error: Cannot reach the qbt-rules server at ${NOBODY}: connection refused, nothing listens there`,
      "  -> is it running (qbt-rules --serve), and client.server_url (--client-server-url, QBT_RULES_CLIENT_SERVER_URL) right?",
    ]);
  });
});

describe("with something else listening there", () => {
  test.each([
    ["a page", 200, () => new Response("<html>Welcome</html>")],
    ["an empty answer", 204, () => new Response(null, { status: 204 })],
    ["JSON of its own", 200, () => Response.json({ hello: "world" })],
    ["a list", 200, () => Response.json([1, 2])],
    ["JSON null", 200, () => Response.json(null)],
    ["an error of its own", 404, () => Response.json({ detail: "Not Found" }, { status: 404 })],
    ["a login", 401, () => new Response("Unauthorized", { status: 401 })],
  ])("that answers %s, no command takes it for the server", async (_, status, answer) => {
    const other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
    try {
      const url = other.url.origin;
      for (const command of commands) {
        const { code, out, err } = await call(words(command), { env: { ...KEY, QBT_RULES_CLIENT_SERVER_URL: url } });
        expect({ command, code, out, err }).toEqual({
          command,
          code: 1,
          out: [],
          err: [
            `error: ${url} answers (${status}), but not as a qbt-rules server`,
            "  -> check client.server_url: another program may be listening there",
          ],
        });
      }
    } finally {
      await other.stop(true);
    }
  });
});

test("with a server that never answers, no request waits for ever", async () => {
  const silent = createServer(() => {});
  const port = freePort();
  await new Promise<void>((resolve) => silent.listen(port, "127.0.0.1", resolve));
  try {
    const address = { url: `http://127.0.0.1:${port}`, apiKey: undefined };
    const failure = await ask(address, "worker", () => connect(address, 50).health.$get({ query: {} })).catch(
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({
      code: "server_unreachable",
      message: `Cannot reach the qbt-rules server at ${address.url}: no answer came in time`,
    });
  } finally {
    silent.close();
  }
});

test.each(withKey)("without a key, qbt-rules %s says how to give one, and asks nobody", async (command) => {
  const { code, err } = await call(words(command), { env: { QBT_RULES_CLIENT_SERVER_URL: NOBODY } });
  expect(code).toBe(1);
  expect(err[1]).toBe("  client.api_key is not set");
  expect(err[2]).toContain("QBT_RULES_CLIENT_API_KEY_FILE");
});
