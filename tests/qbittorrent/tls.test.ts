import { describe, expect, test } from "bun:test";
import { selfSigned } from "../support/certificates.ts";
import { startFront } from "../support/front.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { clientFor, failureOf } from "./client-support.ts";

const certificate = selfSigned("DNS:localhost,IP:127.0.0.1");
const another = selfSigned("DNS:elsewhere.test");

async function secured(holding = certificate) {
  const simulator = startSimulator({ version: "5.1.0", torrents: [{}] });
  const front = startFront(simulator.url, { certificate: holding });
  return {
    ...front,
    simulator,
    [Symbol.asyncDispose]: async () => {
      await front[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}

describe("a Web UI with a certificate that nobody vouches for", () => {
  test("is not talked to, and the error says how it can be", async () => {
    await using it = await secured();
    const error = await failureOf(clientFor({ host: it.url }).torrents({}));
    expect(error.code).toBe("qbittorrent_unreachable");
    expect(error.message).toEndWith("its certificate is self-signed");
    expect(error.hint).toContain("qbittorrent.tls_ca");
    expect(error.hint).toContain("qbittorrent.tls_verify");
    expect(it.simulator.requests).toEqual([]);
  });

  test("is talked to where its certificate is the one that is trusted, for reads and writes", async () => {
    await using it = await secured();
    const tls = { rejectUnauthorized: true, ca: certificate.certificate };
    for (const host of [it.url, it.url.replace("127.0.0.1", "localhost")]) {
      const client = clientFor({ host, tls });
      const [torrent] = await client.torrents({});
      await client.write({ kind: "reannounce" }, [torrent?.hash ?? ""]);
    }
    expect([...it.simulator.torrents.values()].map(({ reannounces }) => reannounces)).toEqual([2]);
  });

  test("is talked to where none is asked for", async () => {
    await using it = await secured(another);
    expect(await clientFor({ host: it.url, tls: { rejectUnauthorized: false } }).torrents({})).toHaveLength(1);
  });

  test("is not talked to where another one is trusted", async () => {
    await using it = await secured();
    const tls = { rejectUnauthorized: true, ca: another.certificate };
    expect((await failureOf(clientFor({ host: it.url, tls }).torrents({}))).hint).toContain("qbittorrent.tls_ca");
  });

  test("nor where it is trusted for another name", async () => {
    await using it = await secured(another);
    const tls = { rejectUnauthorized: true, ca: another.certificate };
    const error = await failureOf(clientFor({ host: it.url, tls }).torrents({}));
    expect(error.message).toEndWith("its certificate is for another name");
    expect(error.hint).toContain("qbittorrent.host");
  });
});

describe("the wrong scheme", () => {
  test("https where there is no TLS", async () => {
    await using it = startSimulator({ version: "5.1.0" });
    const error = await failureOf(clientFor({ host: it.url.replace("http:", "https:") }).torrents({}));
    expect(error.message).toEndWith("it does not speak TLS on this port");
    expect(error.hint).toContain(`write ${it.url}`);
  });

  test("http where there is TLS", async () => {
    await using it = await secured();
    const error = await failureOf(clientFor({ host: it.url.replace("https:", "http:") }).torrents({}));
    expect(error.message).toEndWith("the connection was closed before the answer came");
    expect(error.hint).toContain(`write ${it.url}`);
  });
});

test.each([
  ["https", "does not use HTTPS, write http:"],
  ["http", "uses HTTPS, write https:"],
])("who hangs up on %s may speak the other one, as a real qBittorrent does", async (scheme, hint) => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: (socket) => void socket.end() } });
  try {
    const error = await failureOf(clientFor({ host: `${scheme}://127.0.0.1:${listener.port}` }).torrents({}));
    expect(error.hint).toContain(`Web UI ${hint}//127.0.0.1:${listener.port}`);
  } finally {
    listener.stop(true);
  }
});
