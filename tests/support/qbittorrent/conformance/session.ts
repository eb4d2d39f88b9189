import { expect } from "bun:test";

import { createRawSession, LAB_CREDENTIALS, logIn } from "../http.ts";
import { asRow, said, type Bench, type Check } from "./bench.ts";

const WRONG = { ...LAB_CREDENTIALS, password: "wrong" };

export function sessionCases(check: Check, bench: () => Bench): void {
  check("a good login", async () => {
    const { subject, facts } = bench();
    const answer = await createRawSession(subject.url).post("auth/login", { ...LAB_CREDENTIALS });
    expect(said(answer)).toBe(facts.goodLogin);
    expect(answer.cookie.split("=")[0]).toBe(facts.cookie.replace("<port>", String(subject.port)));
  });

  check("a bad login", async () => {
    const { subject, facts } = bench();
    const answer = await createRawSession(subject.url).post("auth/login", WRONG);
    expect(said(answer)).toBe(facts.badLogin);
    expect(answer.cookie).toBe("");
    // a success takes the failure off the count that leads to a ban
    await logIn(subject.url);
  });

  check("a login by GET", async () => {
    const { subject, facts } = bench();
    const answer = await createRawSession(subject.url).get("auth/login", { ...LAB_CREDENTIALS });
    expect(answer.status).toBe(facts.loginByGet);
  });

  check("within a session any further login is accepted", async () => {
    const { session, facts } = bench();
    expect(said(await session.post("auth/login", WRONG))).toBe(facts.goodLogin);
  });

  check("a stranger is refused, whatever is asked", async () => {
    const { subject, facts } = bench();
    const stranger = createRawSession(subject.url);
    for (const path of ["app/version", "torrents/info", "torrents/nothing"]) {
      expect(said(await stranger.get(path))).toBe(facts.stranger);
    }
    expect(said(await stranger.post("torrents/delete", { hashes: "all", deleteFiles: "false" }))).toBe(facts.stranger);
    expect(said(await createRawSession(subject.url, "SID=stale").get("app/version"))).toBe(facts.stranger);
    expect((await stranger.get("nothing/nothing")).status).toBe(facts.strangerUnknownScope);
  });

  check("logout ends the session", async () => {
    const { subject, facts } = bench();
    const session = await logIn(subject.url);
    expect((await session.get("app/version")).status).toBe(200);
    expect((await session.post("auth/logout")).status).toBe(200);
    expect(said(await session.get("app/version"))).toBe(facts.stranger);
  });

  check("five bad logins ban, good credentials included; a session that was there goes on", async () => {
    await bench().another(async ({ subject, session, facts }) => {
      const stranger = createRawSession(subject.url);
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect(said(await stranger.post("auth/login", WRONG))).toBe(facts.badLogin);
      }
      expect((await stranger.post("auth/login", WRONG)).status).toBe(403);
      expect((await stranger.post("auth/login", { ...LAB_CREDENTIALS })).status).toBe(403);
      expect((await session.get("app/version")).status).toBe(200);
    });
  });

  check("a page for who brings an API key, though it be a wrong one", async () => {
    const { subject, facts } = bench();
    const headers = { Authorization: `Bearer qbt_${"a".repeat(28)}` };
    const answer = await fetch(`${subject.url}/`, { headers, keepalive: false });
    expect(answer.status).toBe(facts.pageWithKey);
    if (answer.status === 200) expect(await answer.text()).toMatch(/^<!DOCTYPE html>/);
  });

  check("an API key, where there are such", async () => {
    await bench().another(async ({ subject, session, facts }) => {
      const answer = await session.post("app/rotateAPIKey");
      expect(answer.status).toBe(facts.rotateApiKey);
      if (answer.status !== 200) return;
      const key = String(asRow(answer)["apiKey"]);
      expect(key).toMatch(/^qbt_[0-9A-Za-z]{28}$/);
      const ask = (bearer: string, path: string) =>
        fetch(`${subject.url}/api/v2/${path}`, {
          method: "POST",
          headers: { Authorization: `Bearer ${bearer}` },
          keepalive: false,
        });
      expect((await ask(key, "app/version")).status).toBe(200);
      expect((await ask(`${key}x`, "app/version")).status).toBe(403);
      expect((await ask(key, "auth/login")).status).toBe(403);
    });
  });
}
