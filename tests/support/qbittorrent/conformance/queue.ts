import { expect } from "bun:test";

import { addTorrents } from "../seed.ts";
import { makeTorrent } from "../torrents.ts";
import { said, UNKNOWN_HASH, type Bench, type Check } from "./bench.ts";
import { addComplete } from "./complete.ts";

const MOVES = ["increasePrio", "decreasePrio", "topPrio", "bottomPrio"] as const;

type Move = (typeof MOVES)[number];

export function queueCases(check: Check, bench: () => Bench): void {
  check("the queue: without queueing it has places, and no moves", async () => {
    const { session, facts, add, row } = bench();
    const { hash } = await add({ name: "unqueued.bin" });
    for (const move of MOVES) {
      for (const hashes of [hash, UNKNOWN_HASH]) {
        expect(said(await session.post(`torrents/${move}`, { hashes })), move).toBe(
          "409 Torrent queueing must be enabled",
        );
      }
      expect(said(await session.post(`torrents/${move}`)), move).toBe(facts.missingHashes);
    }
    expect(Number((await row(hash))["priority"])).toBeGreaterThan(0);
  });

  check("the queue: moves of incomplete torrents, shown with the next refresh", async () => {
    await bench().another(async (fresh) => {
      const { session, rowBecomes } = fresh;
      const torrents = ["a", "b", "c", "d"].map((name) => makeTorrent({ name }));
      // One by one: their places are in the order of their arrival.
      for (const torrent of torrents) await addTorrents(session, [torrent]);
      const done = await addComplete(fresh, { name: "done.bin", length: 50_000 });
      await rowBecomes(done.hash, { progress: 1, priority: 0 });
      await session.post("app/setPreferences", { json: JSON.stringify({ queueing_enabled: true }) });

      const hashOf = (name: string) => torrents.find((torrent) => torrent.name === name)?.hash ?? name;
      const becomes = async (order: string) => {
        for (const [index, name] of order.split("").entries()) await rowBecomes(hashOf(name), { priority: index + 1 });
      };
      const move = async (how: Move, names: readonly string[], order: string) => {
        const answer = await session.post(`torrents/${how}`, { hashes: names.map(hashOf).join("|") });
        expect(answer.status).toBe(200);
        await becomes(order);
      };
      await becomes("abcd");
      await move("topPrio", ["c"], "cabd");
      await move("bottomPrio", ["c"], "abdc");
      await move("increasePrio", ["d"], "adbc");
      await move("decreasePrio", ["a"], "dabc");
      // Several keep their order, however they are named.
      await move("topPrio", ["c", "b"], "bcda");
      await move("bottomPrio", ["c", "b"], "dabc");
      await move("increasePrio", ["c", "b"], "dbca");
      await move("decreasePrio", ["d", "b"], "cdba");
      // At the end there is nowhere to go, and the next one takes the place.
      await move("increasePrio", ["d", "c"], "dcba");
      await move("decreasePrio", ["a", "b"], "dcab");
      await move("increasePrio", ["d"], "dcab");
      // What has no place, what is not there, and "all", which means no torrent here.
      await move("topPrio", [done.hash, UNKNOWN_HASH], "dcab");
      await move("bottomPrio", ["all"], "dcab");
      await rowBecomes(done.hash, { priority: 0 });
    });
  });
}
