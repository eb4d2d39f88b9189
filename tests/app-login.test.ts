import { expect, test } from "bun:test";
import { startTestApp } from "./support/app.ts";
import { selfSigned } from "./support/certificates.ts";
import { startFront } from "./support/front.ts";
import { startSimulator } from "./support/qbittorrent/simulator/main.ts";

const RULES = `
rules:
  - name: Tag
    match_all: true
    actions: [{ type: add_tag, params: { tag: seen } }]
`;

test("a server with an API key, and an authority of its own, runs jobs without any login", async () => {
  await using simulator = startSimulator({ version: "5.3.0", torrents: [{}] });
  const certificate = selfSigned("IP:127.0.0.1");
  await using front = startFront(simulator.url, { certificate });
  await using server = await startTestApp({
    rules: RULES,
    settings: {
      "qbittorrent.host": front.url,
      "qbittorrent.password": undefined,
      "qbittorrent.api_key": simulator.rotateKey(),
      "qbittorrent.tls_ca": certificate.certificate,
    },
  });
  await server.ask("POST /execute?context=on_added");
  const isTagged = () => [...simulator.torrents.values()].every(({ tags }) => tags.has("seen"));
  for (let tries = 0; tries < 1_000 && !isTagged(); tries += 1) await Bun.sleep(5);
  expect([isTagged(), simulator.sessions()]).toEqual([true, 0]);
});
