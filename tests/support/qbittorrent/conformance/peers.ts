import { expect } from "bun:test";

import { asRow, type Bench, type Check } from "./bench.ts";
import { peerShape, shapeOf } from "./shapes.ts";

export function peerCases(check: Check, bench: () => Bench): void {
  check("sync/torrentPeers: nobody is connected to a stopped torrent", async () => {
    const { session, add } = bench();
    const { hash } = await add({ name: "lonely.bin" });
    for (const parameters of [{ hash, rid: "0" }, { hash }, { hash, rid: "0" }]) {
      const answer = asRow(await session.get("sync/torrentPeers", parameters));
      expect(answer).toMatchObject({ full_update: true, peers: {} });
    }
  });

  check("sync/torrentPeers: a peer, by address and port", async () => {
    const spec = { name: "shared.bin", seed: 1 };
    await bench().another(async (peer) => {
      const { session, facts } = bench();
      const { hash } = await bench().add(spec, { stopped: false, unsettled: false });
      await peer.add(spec, { stopped: false, unsettled: false });
      const port = asRow(await peer.session.get("app/preferences"))["listen_port"];
      const id = `127.0.0.1:${String(port)}`;
      const found = await connected(bench(), hash, id);
      expect(shapeOf(found)).toEqual(peerShape(facts.version));
      expect(found).toMatchObject({ ip: "127.0.0.1", port, progress: 0, downloaded: 0, uploaded: 0, files: "" });
      // In full, however often it is asked.
      const again = asRow(await session.get("sync/torrentPeers", { hash, rid: "0" }));
      expect(Object.keys(asRecord(again["peers"]))).toContain(id);
    });
  });
}

/** The server takes its time, and forgets a peer that it could not reach at once. */
async function connected({ session }: Bench, hash: string, id: string) {
  for (const end = Date.now() + 30_000; Date.now() < end; await Bun.sleep(200)) {
    const { peers } = asRow(await session.get("sync/torrentPeers", { hash, rid: "0" }));
    const found = asRecord(asRecord(peers)[id]);
    if (typeof found["client"] === "string" && found["client"] !== "") return found;
    if (!(id in asRecord(peers))) await session.post("torrents/addPeers", { hashes: hash, peers: id });
  }
  throw new Error(`no connection with ${id}`);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
