import { expect } from "bun:test";

import { logIn } from "../http.ts";
import { asRow, asRows, said, type Bench, type Check } from "./bench.ts";
import { addComplete } from "./complete.ts";

/** What a client has to live with. A ban is among the sessions. */
export function disturbanceCases(check: Check, bench: () => Bench): void {
  check("a restart ends the sessions; torrents and categories are there still", async () => {
    await bench().another(async ({ session, subject, facts, add }) => {
      const { hash } = await add({ name: "restarted.bin" }, { category: "kept", unsettled: false });
      await subject.restart();
      expect(said(await session.get("app/version"))).toBe(facts.stranger);
      const again = await logIn(subject.url);
      expect(asRows(await again.get("torrents/info"))).toMatchObject([{ hash, category: "kept" }]);
      expect(Object.keys(asRow(await again.get("torrents/categories")))).toEqual(["kept"]);
    });
  });

  check("a session ends when nobody uses it for the time that is set", async () => {
    await bench().another(async ({ subject, session, facts }) => {
      const pass = subject.elapse ?? Bun.sleep;
      await session.post("app/setPreferences", { json: JSON.stringify({ web_ui_session_timeout: 2 }) });
      const [used, idle] = [await logIn(subject.url), await logIn(subject.url)];
      for (let times = 0; times < 4; times += 1) {
        await pass(1_000);
        expect((await used.get("app/version")).status).toBe(200);
      }
      const ended = facts.setsSessionTimeout ? 403 : 200;
      expect((await idle.get("app/version")).status).toBe(ended);
    });
  });

  check("what was asked for shows at once, or with the next refresh where it is a state", async () => {
    const { session, facts, add, row, rowBecomes } = bench();
    const { hash } = await add({ name: "late.bin" }, { stopped: false });
    await rowBecomes(hash, { state: "stalledDL" });
    let late = 0;
    // The next refresh may be just due.
    for (let times = 0; times < 5; times += 1) {
      const before = (await row(hash))["state"];
      const verb = before === "stalledDL" ? facts.stopVerb : facts.startVerb;
      const after = before === "stalledDL" ? `${facts.stoppedWord}DL` : "stalledDL";
      await session.post(`torrents/${verb}`, { hashes: hash });
      await session.post("torrents/setDownloadLimit", { hashes: hash, limit: String(1_000 + times) });
      const found = await row(hash);
      expect(found["dl_limit"]).toBe(1_000 + times);
      if (found["state"] === before) late += 1;
      await rowBecomes(hash, { state: after });
    }
    expect(late).toBeGreaterThan(0);
  });

  check("the times of a torrent that transfers nothing stand still", async () => {
    const { subject, facts, session, row, rowBecomes } = bench();
    const { hash } = await addComplete(bench(), { name: "idle.bin", length: 50_000 });
    await rowBecomes(hash, { progress: 1, state: `${facts.stoppedWord}UP` });
    await session.post(`torrents/${facts.startVerb}`, { hashes: hash });
    await rowBecomes(hash, { state: "stalledUP" });
    const times = async () => {
      const { time_active: active, seeding_time: seeding } = await row(hash);
      return [active, seeding];
    };
    const pass = subject.elapse ?? Bun.sleep;
    // It has just started: the first refresh counts.
    await pass(3_000);
    const before = await times();
    await pass(6_000);
    expect(await times()).toEqual(before);
  });
}
