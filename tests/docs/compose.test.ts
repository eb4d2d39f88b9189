import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parseDocument } from "yaml";
import { version } from "../../package.json";
import { environmentOf } from "../../scripts/container/compose.ts";
import { serverKeys, serverRequired } from "../../src/app/settings.ts";
import { clientKeys } from "../../src/cli/reads.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { parseDuration } from "../../src/lib/units.ts";
import { openQueue } from "../../src/queue/open.ts";
import { load } from "../config/disk.ts";
import { describeRedis, startRedis } from "../support/redis.ts";

const FOLDER = "examples/docker-compose";
const examples = [...new Bun.Glob("*.yml").scanSync(FOLDER)].toSorted();

/** What a person writes into `.env`, and into the files of secrets. */
const SECRET = "0123456789abcdef0123456789abcdef";

const names = v.optional(v.array(v.string()), []);
const Service = v.object({
  image: v.string(),
  command: v.optional(v.string()),
  volumes: names,
  ports: names,
  depends_on: names,
  networks: names,
  secrets: names,
  extra_hosts: names,
  stop_grace_period: v.optional(v.string()),
});
const declared = v.optional(v.record(v.string(), v.unknown()), {});
const Compose = v.object({
  services: v.record(v.string(), Service),
  networks: declared,
  volumes: declared,
  secrets: v.optional(v.record(v.string(), v.object({ file: v.string() })), {}),
});

/** The file as Docker reads it: strict YAML, without a mistake or a doubt. */
function read(file: string) {
  const document = parseDocument(readFileSync(join(FOLDER, file), "utf8"));
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const compose = v.parse(Compose, document.toJS());
  const ours = compose.services["qbt-rules"];
  if (ours === undefined) throw new Error(`${file} has no service qbt-rules`);
  return { ...compose, ours };
}

/** The settings that the container has, as the server reads them, and the client that is called in there. */
function settingsOf(file: string) {
  const env = environmentOf(join(FOLDER, file), {
    QBT_RULES_SERVER_API_KEY: SECRET,
    QBT_RULES_QBITTORRENT_PASSWORD: SECRET,
  });
  const { ours } = read(file);
  const files = Object.fromEntries(ours.secrets.map((name) => [`/run/secrets/${name}`, SECRET]));
  const keys = [...serverKeys, ...clientKeys];
  const required = [...serverRequired, "client.api_key"] as const;
  return load({ env, files, keys, required });
}

test("the examples are those that the plan names", () => {
  expect(examples).toEqual(["full-stack.yml", "minimal.yml", "with-redis.yml"]);
});

describe.each(examples)("%s", (file) => {
  test("has settings that exist, with values the server takes, and all it needs", async () => {
    const { settings, warnings } = await settingsOf(file);
    expect(warnings).toEqual([]);
    expect(settings["qbittorrent.password"]).toBe(SECRET);
    expect(settings["server.api_key"]).toEqual([SECRET]);
  });

  test("has a client that reaches the server and has its key: docker compose exec qbt-rules qbt-rules", async () => {
    const { settings } = await settingsOf(file);
    expect(settings["server.api_key"]).toContain(settings["client.api_key"]);
    expect(settings["client.server_url"]).toBe(`http://localhost:${settings["server.port"]}`);
  });

  test("runs our image as it is, with its folder where the server looks", async () => {
    const { ours } = read(file);
    const { settings } = await settingsOf(file);
    expect([ours.image, ours.command]).toEqual([`qbt-rules:${version}`, undefined]);
    expect(ours.volumes.map((volume) => volume.split(":")[1])).toEqual([settings["config.dir"]]);
    expect(ours.ports).toEqual([`127.0.0.1:5000:${settings["server.port"]}`]);
  });

  test("waits longer for the end than the running job may take", async () => {
    const { settings } = await settingsOf(file);
    const wait = parseDuration(read(file).ours.stop_grace_period ?? "10s");
    expect(wait.ok && wait.value * 1000).toBeGreaterThan(settings["server.shutdown_grace"]);
  });

  test("names only what it declares, and hosts that are there", async () => {
    const { services, networks, volumes, secrets, ours } = read(file);
    for (const service of Object.values(services)) {
      expect(Object.keys(services)).toEqual(expect.arrayContaining(service.depends_on));
      expect(["default", ...Object.keys(networks)]).toEqual(expect.arrayContaining(service.networks));
      expect(Object.keys(secrets)).toEqual(expect.arrayContaining(service.secrets));
      const named = service.volumes.map((volume) => volume.split(":")[0] ?? "").filter((name) => /^\w/.test(name));
      expect(Object.keys(volumes)).toEqual(expect.arrayContaining(named));
    }
    const { settings } = await settingsOf(file);
    const added = ours.extra_hosts.map((line) => line.split(":")[0] ?? "");
    const urls = [settings["qbittorrent.host"], settings["queue.redis_url"]].filter((url) => url !== undefined);
    for (const url of urls) expect([...Object.keys(services), ...added]).toContain(new URL(url).hostname);
  });
});

describeRedis("the Redis of with-redis.yml", () => {
  test("keeps jobs as the documentation asks for: the queue has nothing to warn of", async () => {
    const { services } = read("with-redis.yml");
    const [program, ...args] = services["redis"]?.command?.split(" ") ?? [];
    expect(program).toBe("redis-server");
    await using redis = await startRedis({ args: ["--appendonly", "no", ...args] });
    const notices: string[] = [];
    const notice = (message: string) => void notices.push(message);
    const queue = await openQueue({
      backend: "redis",
      redisUrl: redis.url,
      redisPrefix: "test",
      clock: systemClock,
      notice,
    });
    await queue.stats();
    await queue.close();
    expect(notices).toEqual([]);
  });
});
