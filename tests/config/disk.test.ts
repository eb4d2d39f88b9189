import { expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSettings } from "../../src/config/load.ts";

test("settings are read from the real disk", async () => {
  const folder = await mkdtemp(join(tmpdir(), "qbt-rules-settings-"));
  try {
    await writeFile(join(folder, "config.yml"), "server:\n  port: 81\n");
    await writeFile(join(folder, "key"), "abc\r\n");
    const env = { QBT_RULES_CONFIG_DIR: folder, QBT_RULES_SERVER_API_KEY_FILE: join(folder, "key") };
    const { settings } = await loadSettings({
      flags: {},
      env,
      keys: ["server.port", "server.api_key"],
      required: ["server.api_key"],
    });
    expect(settings["server.port"]).toBe(81);
    expect(settings["server.api_key"]).toEqual(["abc"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
