import { describe, expect, test } from "bun:test";
import type { ExternalPrograms } from "../../src/qbittorrent/external-programs.ts";
import { at } from "../support/json.ts";
import { isSince } from "../support/qbittorrent/releases.ts";
import { SIMULATED_VERSIONS } from "../support/qbittorrent/simulator/profiles.ts";
import { answering, failureOf, pair, status } from "./client-support.ts";

const NONE = { enabled: false, program: "" };
const OURS = { enabled: true, program: '"/my tools/x" --hash "%K"' };

describe.each(SIMULATED_VERSIONS)("qBittorrent %s", (version) => {
  const hasOnAdded = isSince(version, "4.5.0");

  test("tells of the occasions that it has, and takes a program for one of them alone", async () => {
    await using both = pair(version);
    const { client } = both;
    const onAdded = hasOnAdded ? { on_added: NONE } : {};
    expect(shown(await client.externalPrograms())).toEqual({ ...onAdded, on_completed: NONE });
    await client.setExternalPrograms(new Map([["on_completed", OURS]]));
    expect(shown(await client.externalPrograms())).toEqual({ ...onAdded, on_completed: OURS });
    if (!hasOnAdded) return;
    await client.setExternalPrograms(new Map([["on_added", OURS]]));
    expect(shown(await client.externalPrograms())).toEqual({ on_added: OURS, on_completed: OURS });
  });
});

test("only what is to change is sent", async () => {
  await using both = pair("5.1.0");
  await both.client.setExternalPrograms(new Map([["on_completed", NONE]]));
  const [sent] = both.simulator.requests.filter(({ path }) => path === "app/setPreferences");
  expect(JSON.parse(String(at(sent, "parameters", "json")))).toEqual({ autorun_enabled: false, autorun_program: "" });
});

test("a refusal is told, and an answer without such settings is not qBittorrent's", async () => {
  const refusing = answering({ "app/setPreferences": status(403, "no") });
  const refusal = await failureOf(refusing.client.setExternalPrograms(new Map([["on_completed", OURS]])));
  expect(refusal).toMatchObject({ code: "qbittorrent_answer" });
  expect(refusal.message).toContain("answered app/setPreferences with status 403: no");
  for (const body of ["{}", "[]", '{"autorun_enabled": true, "autorun_program": 3}']) {
    const other = answering({ "app/preferences": status(200, body) });
    expect((await failureOf(other.client.externalPrograms())).message).toContain("not as qBittorrent does");
  }
});

const shown = (programs: ExternalPrograms) => Object.fromEntries(programs);
