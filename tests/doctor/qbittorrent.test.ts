import { describe, expect, spyOn, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { systemClock } from "../../src/lib/clock.ts";
import { manualClock } from "../support/clock.ts";
import { startFront } from "../support/front.ts";
import { selfSigned } from "../support/certificates.ts";
import { type Simulator, startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { SIMULATED_VERSIONS, type SimulatedVersion } from "../support/qbittorrent/simulator/profiles.ts";
import { freePort } from "../support/free-port.ts";
import { tempFolder } from "../support/temp.ts";
import { PASSWORD, diagnose } from "./support.ts";

const NOBODY = `http://127.0.0.1:${freePort()}`;
const API = "/api/v2/app/webapiVersion";

/** The settings of a server that does not run. */
const settingsFor = (url: string) => ({
  QBT_RULES_QBITTORRENT_HOST: url,
  QBT_RULES_QBITTORRENT_PASSWORD: PASSWORD,
  QBT_RULES_CLIENT_SERVER_URL: NOBODY,
});

const start = (version: SimulatedVersion = "5.1.0"): Simulator => startSimulator({ version });

/** A proxy may leave the time out, or the system behind it have none. */
function undated(answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.set("Date", "soon");
  return new Response(answer.body, { status: answer.status, headers });
}

const logins = ({ requests }: Simulator) => requests.filter(({ path }) => path === "auth/login").length;

describe("qBittorrent", () => {
  test.each([...SIMULATED_VERSIONS])("%s is a version that is supported", async (version) => {
    await using server = start(version);
    const { of } = await diagnose(settingsFor(server.url));
    expect(of("qbittorrent")).toMatchObject({
      state: "ok",
      message: expect.stringContaining(`qBittorrent v${version} `),
    });
    expect(logins(server)).toBe(1);
  });

  test("that is newer than all that was tested is a warning", async () => {
    await using server = start("5.3.0");
    await using front = startFront(server.url, {
      pass: (answer, path) => (path === API ? new Response("2.99.0") : answer),
    });
    const { of } = await diagnose(settingsFor(front.url));
    expect(of("qbittorrent").state).toBe("warning");
    expect(of("qbittorrent").message).toContain("newer than what this release was tested with");
  });

  test.each([...SIMULATED_VERSIONS])("%s refuses a wrong password once, which is not tried again", async (version) => {
    await using server = start(version);
    const { code, of, text } = await diagnose({
      ...settingsFor(server.url),
      QBT_RULES_QBITTORRENT_PASSWORD: "wr0ng-secret",
    });
    expect(code).toBe(1);
    expect(of("qbittorrent").message).toEndWith('refused the login of user "admin"');
    expect(of("qbittorrent").hint).toContain("qbittorrent.password, and try again; ");
    expect(of("hook")).toMatchObject({ state: "not_checked", message: "qBittorrent cannot be asked, see qbittorrent" });
    expect(logins(server)).toBe(1);
    expect(text).not.toContain("wr0ng-secret");
  });

  test("over TLS is reached with the certificate named, and without it says what to do", async () => {
    await using server = start();
    const certificate = selfSigned("IP:127.0.0.1");
    await using front = startFront(server.url, { certificate });
    using folder = tempFolder();
    writeFileSync(folder.file("ca.pem"), certificate.certificate);
    const { of } = await diagnose(settingsFor(front.url));
    expect(of("qbittorrent").state).toBe("wrong");
    expect(of("qbittorrent").hint).toContain("qbittorrent.tls_ca");
    const trusting = await diagnose({ ...settingsFor(front.url), QBT_RULES_QBITTORRENT_TLS_CA: folder.file("ca.pem") });
    expect(trusting.of("qbittorrent").state).toBe("ok");
  });

  test("takes its API key in place of a password, and refuses another", async () => {
    await using server = start("5.3.0");
    const { QBT_RULES_QBITTORRENT_PASSWORD: _, ...env } = settingsFor(server.url);
    const key = server.rotateKey();
    const right = await diagnose({ ...env, QBT_RULES_QBITTORRENT_API_KEY: key });
    expect(right.of("qbittorrent").state).toBe("ok");
    const other = `qbt_${"w".repeat(28)}`;
    const wrong = await diagnose({ ...env, QBT_RULES_QBITTORRENT_API_KEY: other });
    expect(wrong.of("qbittorrent")).toMatchObject({
      state: "wrong",
      hint: expect.stringContaining("qbittorrent.api_key"),
    });
    for (const secret of [key, other]) expect(right.text + wrong.text).not.toContain(secret);
  });

  test("that is not there is wrong, and the hook is not checked", async () => {
    const { code, of, states } = await diagnose(settingsFor(NOBODY));
    expect(code).toBe(1);
    expect(of("qbittorrent").message).toStartWith(`Cannot reach qBittorrent at ${NOBODY}`);
    expect(of("qbittorrent").hint).toContain("qbittorrent.host");
    expect([states["hook"], states["clocks"]]).toEqual(["not_checked", "not_checked"]);
  });

  test.each([
    ["60s", "no answer within 10 s", "busy, out of order"],
    ["5s", "no answer within 5 s", "longer qbittorrent.timeout"],
  ])("that is silent is not waited for as long as %s, and the advice is one that helps", async (timeout, why, hint) => {
    await using server = start();
    server.faults.add({ kind: "slow", ms: 60_000 });
    const inTime = AbortSignal.timeout.bind(AbortSignal);
    using _ = spyOn(AbortSignal, "timeout").mockImplementation((ms) => inTime(ms / 100));
    const { of } = await diagnose({ ...settingsFor(server.url), QBT_RULES_QBITTORRENT_TIMEOUT: timeout });
    expect(of("qbittorrent").message).toEndWith(why);
    expect(of("qbittorrent").hint).toContain(hint);
  });

  test("is asked, and nothing of it is changed", async () => {
    await using server = start();
    await diagnose(settingsFor(server.url));
    expect(server.requests.filter(({ method }) => method !== "GET").map(({ path }) => path)).toEqual(["auth/login"]);
  });
});

describe("the clocks", () => {
  test("agree within a minute", async () => {
    await using server = start();
    const { of } = await diagnose(settingsFor(server.url), { clock: manualClock(systemClock.now() + 50_000) });
    expect(of("clocks")).toMatchObject({
      state: "ok",
      message: "this machine and qBittorrent have the same time, to a minute",
    });
  });

  test.each([
    [-600_000, "9m|10m", "ahead of"],
    [7_200_000, "1h 59m|2h", "behind"],
  ])("are wrong where ours is %i ms off", async (ms, about, direction) => {
    await using server = start();
    const { code, of } = await diagnose(settingsFor(server.url), { clock: manualClock(systemClock.now() + ms) });
    expect(code).toBe(1);
    expect(of("clocks").state).toBe("wrong");
    const [problem] = of("clocks").problems;
    expect(problem?.message).toMatch(
      new RegExp(`^the clock of qBittorrent is (${about}) ${direction} that of this machine$`),
    );
    expect(of("clocks").hint).toContain("timedatectl set-ntp true");
  });

  test("are not known where no answer tells the time", async () => {
    await using server = start();
    await using front = startFront(server.url, { pass: undated });
    expect((await diagnose(settingsFor(front.url))).of("clocks").state).toBe("not_checked");
  });
});
