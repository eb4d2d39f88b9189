import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { EXECUTABLE } from "../support/program.ts";
import { call } from "../support/cli.ts";
import { diagnose } from "../doctor/support.ts";
import { SUITES } from "../support/qbittorrent/cache.ts";
import { LAB_CREDENTIALS } from "../support/qbittorrent/http.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { freePort } from "../support/free-port.ts";

setDefaultTimeout(60_000);

describe.each([...SUITES])("the doctor on real qBittorrent (%s)", (suite) => {
  test("finds it, its hook and its clock in order, and a wrong password not", async () => {
    const server = await startReal({ suite });
    const env = {
      QBT_RULES_SERVER_API_KEY: "a-key-for-tests-0123456789abcdef",
      QBT_RULES_QBITTORRENT_HOST: server.url,
      QBT_RULES_QBITTORRENT_USERNAME: LAB_CREDENTIALS.username,
      QBT_RULES_QBITTORRENT_PASSWORD: LAB_CREDENTIALS.password,
      QBT_RULES_CLIENT_SERVER_URL: `http://127.0.0.1:${freePort()}`,
    };
    try {
      const before = await diagnose(env);
      expect(before.states).toMatchObject({ qbittorrent: "ok", hook: "warning", clocks: "ok" });
      expect(before.of("clocks").message).toContain("qBittorrent");
      const [, events = ""] = /--install-hook (\S+);/.exec(before.of("hook").hint ?? "") ?? [];
      expect(
        (await call(["--install-hook", events, "--hook-program", EXECUTABLE, "--hook-config-dir", "/srv"], { env }))
          .code,
      ).toBe(0);
      expect((await diagnose(env)).of("hook").message).toBe(
        events
          .split(",")
          .map((event) => `${event} calls ${EXECUTABLE}`)
          .join(", "),
      );
      const wrong = await diagnose({ ...env, QBT_RULES_QBITTORRENT_PASSWORD: "not-that-one" });
      expect(wrong.of("qbittorrent").message).toEndWith(`refused the login of user "${LAB_CREDENTIALS.username}"`);
      expect(wrong.states).toMatchObject({ qbittorrent: "wrong", hook: "not_checked" });
    } finally {
      await server.stop();
    }
  });
});
