import { expect } from "bun:test";

import { messageOf } from "../../../../src/errors.ts";
import { createClient } from "../../../../src/qbittorrent/client.ts";
import type { Torrent } from "../../../../src/qbittorrent/torrent.ts";
import type { ShareLimit, Write } from "../../../../src/qbittorrent/writes.ts";
import { LAB_CREDENTIALS } from "../http.ts";
import type { Bench, Check } from "./bench.ts";
import { addComplete } from "./complete.ts";

const HOUR = 3_600;

/** That every server understands our own client. */
export function writeCases(check: Check, bench: () => Bench): void {
  check("our requests: each brings about what it is for", async () => {
    const { subject, facts } = bench();
    const { hash } = await addComplete(bench(), { name: "written.bin", length: 50_000 });
    const { become, write } = writer(bench(), hash);
    await become({ progress: 1, state: "stoppedUP" });

    await write({ kind: "create_category", category: "written" });
    // It may be there already.
    await write({ kind: "create_category", category: "written" });
    await write({ kind: "set_category", category: "written" });
    await become({ category: "written" });
    // One that has gone meanwhile.
    await write({ kind: "set_category", category: "made by writing" });
    await become({ category: "made by writing" });

    if (facts.tags === 200) {
      await write({ kind: "add_tags", tags: ["one", "a & b", "three"] });
      await write({ kind: "remove_tags", tags: ["one", "three"] });
      await become({ tags: ["a & b"] });
    }

    await write({ kind: "set_upload_limit", limit: 1_000 });
    await write({ kind: "set_download_limit", limit: 2_000 });
    await become({ up_limit: 1_000, dl_limit: 2_000 });
    await write({ kind: "set_upload_limit", limit: Infinity });
    await become({ up_limit: Infinity });

    await write({ kind: "set_super_seeding", enabled: true });
    await become({ super_seeding: true });
    await write({ kind: "toggle_sequential_download" });
    await become({ seq_dl: true });

    await write({ kind: "set_auto_management", enabled: true });
    await become({ auto_tmm: true, save_path: `${subject.downloadsPath}/made by writing`, state: "stoppedUP" });
    await write({ kind: "set_location", path: `${subject.downloadsPath}/50% & more/é` });
    await become({ auto_tmm: false, save_path: `${subject.downloadsPath}/50% & more/é`, state: "stoppedUP" });

    await write({ kind: "reannounce" });
    await write({ kind: "force_start" });
    await become({ state: "forcedUP", force_start: true });
    await write({ kind: "start" });
    await become({ state: "stalledUP", force_start: false });
    await write({ kind: "stop" });
    await become({ state: "stoppedUP" });

    // A stopped torrent is stopped again when its data was checked.
    await write({ kind: "recheck" });
    await become({ progress: 1, state: "stoppedUP" });
    await write({ kind: "delete", deleteFiles: false });
    expect(await writer(bench(), hash).torrent()).toBeUndefined();
  });

  check("our requests: share limits, as far as the server has them", async () => {
    const { facts, add } = bench();
    const { hash } = await add({ name: "limits-written.bin" });
    const { torrent, write } = writer(bench(), hash);
    const set = async (ratio: ShareLimit, time: ShareLimit, action: string, mode: string) => {
      const times = { seedingTime: time, inactiveSeedingTime: time };
      await write({ kind: "set_share_limits", ratio, ...times, action, mode });
      const found = await torrent();
      return [
        found?.ratio_limit,
        found?.seeding_time_limit,
        found?.inactive_seeding_time_limit,
        found?.share_limit_action,
        found?.share_limits_mode,
      ];
    };
    const expected = (ratio: number | undefined, time: number | undefined, action: string, mode: string) => [
      ratio,
      time,
      facts.idleLimit ? time : undefined,
      facts.limitsOfCategories ? action : undefined,
      facts.shareLimitsMode ? mode : undefined,
    ];
    expect(await set(2.5, 3 * HOUR, "Remove", "MatchAll")).toEqual(expected(2.5, 3 * HOUR, "Remove", "MatchAll"));
    expect(await set(Infinity, Infinity, "Stop", "MatchAny")).toEqual(expected(Infinity, Infinity, "Stop", "MatchAny"));
    expect(await set(0, 0, "Default", "Default")).toEqual(expected(0, 0, "Default", "Default"));
    const open = expected(undefined, undefined, "Default", "Default");
    expect(await set("global", "global", "Default", "Default")).toEqual(open);
  });

  check("our requests: what is refused is told with the words of the server", async () => {
    const { subject, add } = bench();
    const { hash } = await add({ name: "refused.bin" });
    await addComplete(bench(), { name: "refusing.bin", length: 50_000 });
    const { write } = writer(bench(), hash);
    const refusal = async (wanted: Write) => messageOf(await write(wanted).catch((thrown: unknown) => thrown));
    expect(await refusal({ kind: "move_in_queue", move: "top" })).toContain(
      "torrents/topPrio with status 409: Torrent queueing must be enabled",
    );
    const below = `${subject.downloadsPath}/refusing.bin/below`;
    expect(await refusal({ kind: "set_location", path: below })).toContain(
      "torrents/setLocation with status 409: Cannot make save path",
    );
  });
}

const credentials = { kind: "password", ...LAB_CREDENTIALS } as const;

function writer({ subject }: Bench, hash: string) {
  const client = createClient({ host: subject.url, credentials, timeoutMs: 20_000, fetch });
  const torrent = async (): Promise<Torrent | undefined> => (await client.torrents({ hashes: [hash] }))[0];
  return {
    torrent,
    write: (write: Write) => client.write(write, [hash]),
    /** Waits until it is shown so. */
    become: async (expected: Partial<Torrent>) => {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const found = await torrent();
        if (found !== undefined && Bun.deepEquals({ ...found, ...expected }, found)) return;
        if (Date.now() > deadline) expect(found).toMatchObject(expected);
        await Bun.sleep(50);
      }
    },
  };
}
