import { deepStrictEqual as equal, match, doesNotMatch } from "node:assert";
import { chownSync, copyFileSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { freePort } from "../../tests/support/free-port.ts";
import { LAB_CREDENTIALS } from "../../tests/support/qbittorrent/http.ts";
import { startSimulator } from "../../tests/support/qbittorrent/simulator/main.ts";

import type { Checker } from "./checker.ts";
import { environmentOf } from "./compose.ts";
import { USER } from "./image-checks.ts";
import type { Image } from "./image.ts";
import { startContainer, type Container } from "./run.ts";
import { until } from "../under-test/until.ts";
import { within } from "../under-test/within.ts";

const KEY = "a-key-for-this-test-only";

/** The life of a container, from its start with the example rules to `docker stop`. */
export async function checkLife({ check }: Checker, image: Image, workshop: string): Promise<void> {
  const qbittorrent = startSimulator({ version: "5.1.0", torrents: [{}] });
  const volume = newVolume(join(workshop, "config"), USER);
  const { port, env } = await settingsFor(image, qbittorrent.url);
  const { Entrypoint, Cmd, Healthcheck } = image.settings;
  const health = Healthcheck.Test.slice(1);
  const container = startContainer({ root: image.root, volume, user: image.settings.User, env }, [
    ...Entrypoint,
    ...Cmd,
  ]);
  try {
    const listens = await check("it starts and answers", () => answers(port, container));
    if (!listens) return;
    await check("it is healthy", async () => {
      const { code, output } = await container.exec(health);
      equal(code, 0, output);
    });
    await check("a dry run through its own client", async () => {
      const { code, output } = await container.exec([...Entrypoint, "--context", "scheduled", "--dry-run", "--wait"]);
      equal(code, 0, output);
    });
    await check("it is unhealthy, and says why, without qBittorrent", async () => {
      await qbittorrent.stop();
      await fetch(`http://127.0.0.1:${port}/api/execute?context=scheduled`, {
        method: "POST",
        headers: { "X-API-Key": KEY },
      });
      const { output } = await until(
        async () => {
          const result = await container.exec(health);
          return result.code === 0 ? undefined : result;
        },
        { otherwise: "it was not unhealthy", withinMs: 45_000 },
      );
      match(output, /qbittorrent/i);
    });
    await check("SIGTERM ends it with 0", async () => {
      await container.terminate();
      const { code, output } = await within(30_000, container.ended, "it did not end");
      equal(code, 0, output);
    });
    await check("the jobs are in /config, and belong to the user", () => {
      const { uid, gid } = statSync(join(volume, "qbt-rules.db"));
      equal(`${uid}:${gid}`, USER);
    });
  } finally {
    container.kill();
    await qbittorrent.stop();
  }
}

/** A bind-mounted folder often belongs to somebody else: that must not look like a bug. */
export async function checkReadOnlyVolume({ check }: Checker, image: Image, workshop: string): Promise<void> {
  const volume = newVolume(join(workshop, "config-of-root"), "0:0");
  const { env } = await settingsFor(image, "http://127.0.0.1:1");
  const { Entrypoint, Cmd, User } = image.settings;
  const container = startContainer({ root: image.root, volume, user: User, env }, [...Entrypoint, ...Cmd]);
  try {
    await check("without the right to write to /config it says so and ends", async () => {
      const { code, output } = await within(30_000, container.ended, "it did not end");
      equal(code, 1, output);
      match(output, /\/config may not be written/);
      doesNotMatch(output, /^ +at /m, "a stack is no message for a person");
    });
  } finally {
    container.kill();
  }
}

function newVolume(folder: string, owner: string): string {
  mkdirSync(folder, { mode: 0o755 });
  copyFileSync("config/rules.example.yml", join(folder, "rules.yml"));
  const [uid, gid] = owner.split(":").map(Number);
  for (const path of [folder, join(folder, "rules.yml")]) chownSync(path, uid ?? 0, gid ?? 0);
  return folder;
}

/** The settings of the compose example, but for the addresses: here the network is the machine's own. */
async function settingsFor(image: Image, qbittorrent: string) {
  const port = freePort();
  const fromImage = image.settings.Env.map((line) => [line.split("=", 1)[0], line.slice(line.indexOf("=") + 1)]);
  const secrets = { QBT_RULES_SERVER_API_KEY: KEY, QBT_RULES_QBITTORRENT_PASSWORD: LAB_CREDENTIALS.password };
  const env: Record<string, string> = {
    ...Object.fromEntries(fromImage),
    ...environmentOf("examples/docker-compose/minimal.yml", secrets),
    QBT_RULES_SERVER_HOST: "127.0.0.1",
    QBT_RULES_SERVER_PORT: String(port),
    QBT_RULES_CLIENT_SERVER_URL: `http://127.0.0.1:${port}`,
    QBT_RULES_QBITTORRENT_HOST: qbittorrent,
  };
  return { port, env };
}

async function answers(port: number, container: Container): Promise<void> {
  const died = container.ended.then(({ code, output }) => {
    throw new Error(`It ended with ${code}:\n${output}`);
  });
  const listening = until(
    async () => {
      const response = await fetch(`http://127.0.0.1:${port}/api/version`).catch(() => undefined);
      return response?.ok ? true : undefined;
    },
    { otherwise: "it did not answer", withinMs: 20_000 },
  );
  await Promise.race([listening, died]);
}
