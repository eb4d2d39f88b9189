import { describe, expect, test } from "bun:test";
import { load } from "./disk.ts";

const warningsOf = async (env: Record<string, string>) => (await load({ env, keys: ["client.server_url"] })).warnings;

describe("environment variables that start with QBT_RULES_", () => {
  test.each([
    ["QBT_RULES_SERVER_PROT", "did you mean QBT_RULES_SERVER_PORT?"],
    ["QBT_RULES_SERVER_APIKEY_FILE", "did you mean QBT_RULES_SERVER_API_KEY?"],
    ["QBT_RULES_LOGGING_LEVEL", "did you mean QBT_RULES_LOG_LEVEL?"],
    ["QBT_RULES_PORT", "did you mean QBT_RULES_SERVER_PORT?"],
    ["QBT_RULES_CONFIG", "did you mean QBT_RULES_CONFIG_DIR?"],
    ["QBT_RULES_RULES", "did you mean QBT_RULES_RULES_FILE?"],
    ["QBT_RULES_PASSWORD_FILE", "did you mean QBT_RULES_QBITTORRENT_PASSWORD?"],
    [
      "QBT_RULES_API_KEY",
      "did you mean QBT_RULES_SERVER_API_KEY or QBT_RULES_CLIENT_API_KEY or QBT_RULES_QBITTORRENT_API_KEY?",
    ],
  ])("%s is no setting: a warning with the nearest name", async (name, words) => {
    expect(await warningsOf({ [name]: "5000" })).toEqual([
      expect.stringContaining(`environment ${name} is no setting; ${words}`),
    ]);
  });

  test("a warning does not guess wildly, and does not show the value", async () => {
    expect(await warningsOf({ QBT_RULES_METRICS_MULTIPROC: "hunter2" })).toEqual([
      "environment QBT_RULES_METRICS_MULTIPROC is no setting",
    ]);
  });

  test("what Kubernetes sets for a service called qbt-rules is tolerated", async () => {
    const env = {
      QBT_RULES_SERVICE_HOST: "10.0.0.1",
      QBT_RULES_SERVICE_PORT: "5000",
      QBT_RULES_SERVICE_PORT_HTTP: "5000",
      QBT_RULES_PORT: "tcp://10.0.0.1:5000",
      QBT_RULES_PORT_5000_TCP: "tcp://10.0.0.1:5000",
      QBT_RULES_PORT_5000_TCP_ADDR: "10.0.0.1",
      QBT_RULES_REDIS_SERVICE_HOST: "10.0.0.2",
      QBT_RULES_REDIS_PORT: "tcp://10.0.0.2:6379",
    };
    expect(await warningsOf(env)).toEqual([]);
  });

  test("known ones and those of others are not worth a word", async () => {
    expect(
      await warningsOf({ QBT_RULES_SERVER_PORT: "1", QBT_RULES_LOG_FILE_FILE: "/x", PATH: "/bin", QBT_RULESX: "1" }),
    ).toEqual([]);
  });
});

test("more than one worker is accepted with a warning", async () => {
  const { settings, warnings } = await load({ env: { QBT_RULES_SERVER_WORKERS: "4" }, keys: ["server.workers"] });
  expect(settings["server.workers"]).toBe(4);
  expect(warnings).toEqual([expect.stringContaining("server.workers is 4, but one process serves")]);
});
