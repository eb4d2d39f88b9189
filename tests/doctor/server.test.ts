import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { until } from "../support/app.ts";
import { startFront } from "../support/front.ts";
import { freePort } from "../support/free-port.ts";
import { describeRedis, startRedis } from "../support/redis.ts";
import { diagnose, settingsOf, startWell } from "./support.ts";

const NOBODY = `http://127.0.0.1:${freePort()}`;
const OTHER_KEY = "another-key-0123456789abcdef";

describe("the rules", () => {
  test("with a mistake are wrong, with its place and what was meant", async () => {
    await using server = await startWell();
    server.writeRules(
      "rules:\n  - name: a\n    conditions: [{field: info.rato, operator: '>', value: 1}]\n    actions: [{type: stop}]\n",
    );
    const { code, of } = await diagnose(settingsOf(server));
    expect(code).toBe(1);
    const { state, message, problems, hint } = of("rules");
    expect([state, message]).toEqual(["wrong", `${server.settings["rules.file"]} has 1 mistake`]);
    expect(problems).toMatchObject([
      { message: 'unknown field "info.rato"', line: 3, hint: expect.stringContaining("info.ratio") },
    ]);
    expect(hint).toEndWith("qbt-rules --validate");
  });

  test("that are missing are wrong, with how to name them", async () => {
    await using server = await startWell();
    const { of } = await diagnose({ ...settingsOf(server), QBT_RULES_RULES_FILE: "/nowhere/rules.yml" });
    expect(of("rules").state).toBe("wrong");
    expect(of("rules").message).toContain("/nowhere/rules.yml");
    expect(of("rules").hint).toContain("--rules-file");
  });

  test("that are doubtful are a warning, as is a context of the schedule that none names", async () => {
    await using server = await startWell({ rules: "rules: []\n" });
    const schedule = JSON.stringify([{ cron: "0 * * * *", context: "hourly" }]);
    const { code, of } = await diagnose({ ...settingsOf(server), QBT_RULES_SCHEDULE: schedule });
    expect(code).toBe(0);
    expect(of("rules").state).toBe("warning");
    expect(of("rules").problems.map(({ message }) => message)).toEqual([
      "there are no rules",
      expect.stringContaining('no rule names the context "hourly"'),
    ]);
  });
});

describe("the server", () => {
  test("that is not there is wrong, with the command that starts it; what needs it is not checked", async () => {
    await using server = await startWell();
    const env = { ...settingsOf(server), QBT_RULES_CLIENT_SERVER_URL: NOBODY, QBT_RULES_SERVER_PORT: "0" };
    const { "config.dir": folder } = server.settings;
    const { code, of, states } = await diagnose(env, { args: ["--config-dir", folder] });
    expect(code).toBe(1);
    expect(of("server").message).toBe(
      `Cannot reach the qbt-rules server at ${NOBODY}: connection refused, nothing listens there`,
    );
    expect(of("server").hint).toStartWith(
      `start it: qbt-rules --config-dir ${folder} --serve; or correct client.server_url`,
    );
    expect(states).toMatchObject({ keys: "not_checked", qbittorrent: "ok", clocks: "ok" });
  });

  test("on another port than the client asks is told apart", async () => {
    await using server = await startWell();
    const env = { ...settingsOf(server), QBT_RULES_CLIENT_SERVER_URL: NOBODY, QBT_RULES_SERVER_PORT: "5123" };
    expect((await diagnose(env)).of("server").hint).toBe(
      "start it: qbt-rules --serve; server.port is 5123, and client.server_url (environment QBT_RULES_CLIENT_SERVER_URL) has another",
    );
  });

  test("is not qBittorrent", async () => {
    await using server = await startWell();
    const { of } = await diagnose({ ...settingsOf(server), QBT_RULES_CLIENT_SERVER_URL: server.simulator.url });
    expect(of("server").message).toContain("but not as a qbt-rules server");
  });

  test("says itself what it lacks", async () => {
    await using server = await startWell({ settings: { "qbittorrent.host": NOBODY } });
    const { code, of } = await diagnose({ ...settingsOf(server), QBT_RULES_QBITTORRENT_HOST: server.simulator.url });
    expect(code).toBe(1);
    expect(of("server")).toMatchObject({
      state: "wrong",
      message: expect.stringContaining("says that it is not well"),
    });
    expect(of("server").problems[0]?.message).toContain(`Cannot reach qBittorrent at ${NOBODY}`);
    expect(of("qbittorrent").state).toBe("ok");
  });

  test("that goes on with older rules is a warning", async () => {
    await using server = await startWell();
    server.writeRules("rules: 1\n");
    await server.ask("GET /rules");
    const { of } = await diagnose(settingsOf(server));
    expect(of("server").state).toBe("warning");
    expect(of("server").problems[0]?.message).toContain("it goes on with the rules it had");
  });
});

test("a server of another version is a warning", async () => {
  await using server = await startWell();
  await using front = startFront(server.app.url, {
    pass: async (answer, path) => {
      if (path !== "/api/health") return answer;
      return Response.json({ ...v.parse(v.looseObject({}), await answer.json()), version: "0.3.9" });
    },
  });
  const { of } = await diagnose({ ...settingsOf(server), QBT_RULES_CLIENT_SERVER_URL: front.url });
  expect(of("server")).toMatchObject({ state: "warning", message: `qbt-rules 0.3.9 at ${front.url}` });
  expect(of("server").problems[0]?.hint).toBe("restart the server with the newer one");
});

describe("the keys", () => {
  test("are wrong where the server does not take the client's, and both places are named", async () => {
    await using server = await startWell();
    const { code, of } = await diagnose({ ...settingsOf(server), QBT_RULES_CLIENT_API_KEY: OTHER_KEY });
    expect(code).toBe(1);
    const { state, message, hint } = of("keys");
    expect(state).toBe("wrong");
    expect(message).toContain("with client.api_key (environment QBT_RULES_CLIENT_API_KEY)");
    expect(hint).toContain("is none of server.api_key (environment QBT_RULES_SERVER_API_KEY)");
  });

  test("are wrong where the server runs with others than its settings say", async () => {
    await using server = await startWell();
    const others = { QBT_RULES_CLIENT_API_KEY: OTHER_KEY, QBT_RULES_SERVER_API_KEY: OTHER_KEY };
    const { text, of } = await diagnose({ ...settingsOf(server), ...others });
    expect(of("keys").state).toBe("wrong");
    expect(of("keys").hint).toStartWith("the server runs with other settings");
    expect(text).not.toContain(OTHER_KEY);
  });

  test("are a warning where the settings of the server have changed since it started", async () => {
    await using server = await startWell();
    const { of } = await diagnose({ ...settingsOf(server), QBT_RULES_SERVER_API_KEY: OTHER_KEY });
    expect(of("keys").state).toBe("warning");
  });

  test("differ also where the server cannot be asked", async () => {
    await using server = await startWell();
    const away = { QBT_RULES_CLIENT_SERVER_URL: NOBODY, QBT_RULES_CLIENT_API_KEY: OTHER_KEY };
    expect((await diagnose({ ...settingsOf(server), ...away })).of("keys").state).toBe("wrong");
  });

  test("of a server alone leave its clients without one", async () => {
    await using server = await startWell();
    const { QBT_RULES_CLIENT_API_KEY: _, ...env } = settingsOf(server);
    const { of, code } = await diagnose(env);
    expect(code).toBe(0);
    expect(of("keys")).toMatchObject({
      state: "warning",
      message: expect.stringContaining("client.api_key is not set"),
    });
  });
});

describe("the queue", () => {
  test("is held by the server, which takes jobs", async () => {
    await using server = await startWell();
    const path = server.settings["queue.sqlite_path"];
    expect((await diagnose(settingsOf(server))).of("queue").message).toBe(
      `${path} is in use by a server, and ${server.app.url} takes jobs`,
    );
  });

  test("is held by somebody who does not answer where the client asks", async () => {
    await using server = await startWell();
    const { of } = await diagnose({ ...settingsOf(server), QBT_RULES_CLIENT_SERVER_URL: NOBODY });
    expect(of("queue").state).toBe("warning");
    expect(of("queue").hint).toContain("client.server_url");
  });

  test("in a folder that does not exist is wrong", async () => {
    await using server = await startWell();
    const { code, of } = await diagnose({ ...settingsOf(server), QBT_RULES_QUEUE_SQLITE_PATH: "/nowhere/queue.db" });
    expect(code).toBe(1);
    expect(of("queue").message).toContain("/nowhere does not exist");
    expect(of("queue").hint).toContain("queue.sqlite_path");
  });

  test("in a Redis that is away is wrong, without its password", async () => {
    await using server = await startWell();
    const redis = {
      QBT_RULES_QUEUE_BACKEND: "redis",
      QBT_RULES_QUEUE_REDIS_URL: `redis://:s3cret-pass@127.0.0.1:${freePort()}`,
    };
    const { of, text } = await diagnose({ ...settingsOf(server), ...redis });
    expect(of("queue")).toMatchObject({
      state: "wrong",
      message: expect.stringContaining("the connection was refused"),
    });
    expect(text).not.toContain("s3cret-pass");
  });
});

describeRedis("the queue in Redis", () => {
  test("takes jobs, and when Redis has gone the server is not ready", async () => {
    await using redis = await startRedis();
    const settings = { "queue.backend": "redis", "queue.redis_url": redis.url } as const;
    await using server = await startWell({ settings });
    const env = { ...settingsOf(server), QBT_RULES_QUEUE_BACKEND: "redis", QBT_RULES_QUEUE_REDIS_URL: redis.url };
    expect((await diagnose(env)).of("queue")).toMatchObject({
      state: "ok",
      message: `Redis at 127.0.0.1:${redis.port}/0 takes jobs, and ${server.app.url} takes jobs`,
    });
    await redis.kill();
    await until(
      () => server.ask("GET /health/ready"),
      ({ status }) => status === 503,
    );
    const { code, of } = await diagnose(env);
    expect(code).toBe(1);
    expect(of("queue")).toMatchObject({ state: "wrong", message: `${server.app.url} is not ready to take jobs` });
    expect(of("queue").problems[0]?.message).toContain("cannot be reached");
  });
});
