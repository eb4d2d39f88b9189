import { expect, test } from "bun:test";
import { secretValues } from "../../src/config/secrets.ts";

test("the secrets of the settings are their values, and the password inside a Redis URL in both spellings", () => {
  expect(
    secretValues({
      "server.api_key": ["key", "its-successor"],
      "server.host": "0.0.0.0",
      "qbittorrent.password": "a://b",
      "queue.redis_url": "redis://:p%23w@host/0",
    }),
  ).toEqual(["key", "its-successor", "redis://:p%23w@host/0", "p%23w", "p#w", "a://b"]);
});

test("a password that is not percent-encoded is no obstacle", () => {
  expect(secretValues({ "queue.redis_url": "redis://:100%@host" })).toEqual(["redis://:100%@host", "100%"]);
});
