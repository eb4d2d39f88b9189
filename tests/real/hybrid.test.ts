import { expect, setDefaultTimeout, test } from "bun:test";

import { logIn } from "../support/qbittorrent/http.ts";
import { endpointOf } from "../support/qbittorrent/proxy.ts";
import { startReal } from "../support/qbittorrent/real.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { makeTorrent } from "../support/qbittorrent/torrents.ts";
import { startRunner } from "./runner.ts";

setDefaultTimeout(60_000);

const hybrid = makeTorrent({ name: "hybrid.bin", length: 16_000, hybrid: true });
const other = makeTorrent({ name: "other.bin" });
const { hash: v1, hashV2: v2 = "" } = hybrid;

test.each(["bookworm", "trixie", "sid"] as const)(
  "a job finds a torrent with two hashes by any of them, on real qBittorrent (%s)",
  async (suite) => {
    const server = await startReal({ suite });
    try {
      const id = v2.slice(0, 40);
      await addTorrents(await logIn(server.url), [other, { ...hybrid, hash: id }]);
      await using runner = await startRunner(server.url);
      for (const [n, hash] of [v1, v1.toUpperCase(), v2, id].entries()) {
        const rules = { rules: [{ name: "Tag", match_all: true, actions: [tag(`t${n}`)] }] };
        const { result, writes } = await runner.run(rules, "--hash", hash);
        expect(result).toMatchObject({ torrents_processed: 1, actions_executed: 1, warnings: [] });
        expect(writes.map((write) => [endpointOf(write), new URLSearchParams(write.body).get("hashes")])).toEqual([
          ["torrents/addTags", id],
        ]);
      }
    } finally {
      await server.stop();
    }
  },
);

const tag = (name: string) => ({ type: "add_tag", params: { tag: name } });
