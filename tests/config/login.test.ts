import { describe, expect, test } from "bun:test";
import { complaint, load } from "./disk.ts";

const keys = ["qbittorrent.api_key", "qbittorrent.password"] as const;
const KEY = `qbt_${"k".repeat(28)}`;

const loading = (env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) =>
  load({ env, files, keys, oneOf: keys });

describe("of the API key and the password", () => {
  test("neither is an error that names every way to give either, and where they come from", async () => {
    const text = await complaint(loading({}));
    expect(text).toContain("There is a problem with the settings");
    expect(text).toContain("qbittorrent.api_key is not set, nor is qbittorrent.password");
    for (const name of ["API_KEY", "PASSWORD"]) expect(text).toContain(`QBT_RULES_QBITTORRENT_${name}_FILE`);
    expect(text).toContain("5.2");
    expect(text).toContain("without a login, any will do");
  });

  test.each([
    [{ QBT_RULES_QBITTORRENT_API_KEY: ` ${KEY} ` }, { "qbittorrent.api_key": KEY, "qbittorrent.password": undefined }],
    [{ QBT_RULES_QBITTORRENT_PASSWORD: "p" }, { "qbittorrent.api_key": undefined, "qbittorrent.password": "p" }],
  ])("one is enough: %j", async (env, settings) => {
    expect(await loading(env)).toMatchObject({ settings, warnings: [] });
  });

  test("the key may come from a file and from config.yml", async () => {
    const inFile = await loading({ QBT_RULES_QBITTORRENT_API_KEY_FILE: "/run/key" }, { "/run/key": `${KEY}\n` });
    const inConfig = await loading({}, { "/config/config.yml": `qbittorrent:\n  api_key: ${KEY}\n` });
    expect([inFile, inConfig].map(({ settings }) => settings["qbittorrent.api_key"])).toEqual([KEY, KEY]);
  });

  test("both is a warning, and the key is what is used", async () => {
    const { warnings } = await loading({ QBT_RULES_QBITTORRENT_API_KEY: KEY, QBT_RULES_QBITTORRENT_PASSWORD: "p" });
    expect(warnings).toEqual(["qbittorrent.password is not used: there is qbittorrent.api_key, which comes first"]);
  });

  test("a key of another shape is a warning, which does not show it", async () => {
    const { warnings } = await loading({ QBT_RULES_QBITTORRENT_API_KEY: "hunter2" });
    expect(warnings).toEqual([expect.stringContaining("does not begin with qbt_")]);
    expect(warnings.join()).not.toContain("hunter2");
  });

  test("a key that cannot be one is an error alone, which does not show it", async () => {
    const text = await complaint(loading({ QBT_RULES_QBITTORRENT_API_KEY: "hunter 2" }));
    expect(text).toContain("qbittorrent.api_key cannot be used (its value is not shown)");
    expect(text).not.toContain("hunter");
    expect(text).not.toContain("is not set");
  });

  test("a config.yml that cannot be understood may well hold one", async () => {
    expect(await complaint(loading({}, { "/config/config.yml": "a: [" }))).not.toContain("is not set");
  });
});
