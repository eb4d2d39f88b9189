import { describe, expect, test } from "bun:test";
import { envName, flagName, schema, settingKeys } from "../../src/config/schema.ts";

describe("the table of settings", () => {
  test("names environment, flag, key and default as the plan does", () => {
    const table = settingKeys.map((key) => {
      const { default: usual, defaultFile } = schema[key];
      return [
        envName(key),
        `--${flagName(key)}`,
        key,
        usual ?? (defaultFile === undefined ? "-" : `/config/${defaultFile}`),
      ].join(" ");
    });
    for (const row of plan) expect(table).toContain(row);
    expect(table.filter((row) => !plan.includes(row))).toEqual([
      "QBT_RULES_SERVER_SHUTDOWN_GRACE --server-shutdown-grace server.shutdown_grace 25s",
      "QBT_RULES_SERVER_TIMEZONE --server-timezone server.timezone -",
      "QBT_RULES_QUEUE_REDIS_PREFIX --queue-redis-prefix queue.redis_prefix qbt_rules",
      "QBT_RULES_QUEUE_RETRY_FOR --queue-retry-for queue.retry_for 5m",
      "QBT_RULES_CLIENT_RETRY_FOR --client-retry-for client.retry_for 30s",
      "QBT_RULES_CLIENT_WAIT_TIMEOUT --client-wait-timeout client.wait_timeout 5m",
      "QBT_RULES_QBITTORRENT_API_KEY --qbittorrent-api-key qbittorrent.api_key -",
      "QBT_RULES_QBITTORRENT_TLS_VERIFY --qbittorrent-tls-verify qbittorrent.tls_verify true",
      "QBT_RULES_QBITTORRENT_TLS_CA --qbittorrent-tls-ca qbittorrent.tls_ca -",
      "QBT_RULES_QBITTORRENT_TIMEOUT --qbittorrent-timeout qbittorrent.timeout 60s",
      "QBT_RULES_SAFETY_MAX_DELETIONS --safety-max-deletions safety.max_deletions -",
      "QBT_RULES_SCHEDULE --schedule schedule []",
    ]);
  });

  test("keeps keys, the password and the Redis URL secret", () => {
    const secret = settingKeys.filter((key) => schema[key].secret === true);
    expect(secret).toEqual([
      "server.api_key",
      "queue.redis_url",
      "client.api_key",
      "qbittorrent.password",
      "qbittorrent.api_key",
    ]);
  });

  test.each(settingKeys)("%s has a default that it accepts itself", (key) => {
    const { default: usual, kind } = schema[key];
    expect(usual === undefined || kind.parse(usual).ok).toBe(true);
  });

  test("describes every setting in a line", () => {
    for (const key of settingKeys) expect(schema[key].about).toMatch(/^[A-Z][^\n]{5,90}[^.]$/);
  });
});

const plan = `
QBT_RULES_SERVER_HOST --server-host server.host 0.0.0.0
QBT_RULES_SERVER_PORT --server-port server.port 5000
QBT_RULES_SERVER_API_KEY --server-api-key server.api_key -
QBT_RULES_SERVER_WORKERS --server-workers server.workers 1
QBT_RULES_QUEUE_BACKEND --queue-backend queue.backend sqlite
QBT_RULES_QUEUE_SQLITE_PATH --queue-sqlite-path queue.sqlite_path /config/qbt-rules.db
QBT_RULES_QUEUE_REDIS_URL --queue-redis-url queue.redis_url -
QBT_RULES_QUEUE_CLEANUP_AFTER --queue-cleanup-after queue.cleanup_after 7d
QBT_RULES_CLIENT_SERVER_URL --client-server-url client.server_url http://localhost:5000
QBT_RULES_CLIENT_API_KEY --client-api-key client.api_key -
QBT_RULES_QBITTORRENT_HOST --qbittorrent-host qbittorrent.host http://localhost:8080
QBT_RULES_QBITTORRENT_USERNAME --qbittorrent-username qbittorrent.username admin
QBT_RULES_QBITTORRENT_PASSWORD --qbittorrent-password qbittorrent.password -
QBT_RULES_RULES_FILE --rules-file rules.file /config/rules.yml
QBT_RULES_CONFIG_DIR --config-dir config.dir /config
QBT_RULES_LOG_LEVEL --log-level logging.level INFO
QBT_RULES_LOG_FILE --log-file logging.file /config/qbt-rules.log`
  .trim()
  .split("\n");
