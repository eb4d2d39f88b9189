import { describe, expect, test } from "bun:test";
import { type Socket, createServer } from "node:net";
import { startFront } from "../support/front.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { clientFor, failureOf } from "./client-support.ts";

const HASH = "f".repeat(40);

interface Received {
  /** Number of the connection it came over. */
  readonly over: number;
  /** `GET torrents/info`; the query is left out. */
  readonly asked: string;
  readonly head: string;
}

/** Answers like 5.1, but closes the connection instead of answering as often as it is told to, having read the request. */
async function startClosing(closesOn: string, times: number) {
  const received: Received[] = [];
  let left = times;
  let connections = 0;
  const server = createServer((socket) => {
    const over = ++connections;
    socket.on("error", () => {});
    eachRequest(socket, (head) => {
      const asked = head.replace(/^(\w+) \/api\/v2\/([^ ?]*).*$/s, "$1 $2");
      received.push({ over, asked, head });
      if (asked === closesOn && left > 0) {
        left -= 1;
        socket.destroy();
        return;
      }
      const body = answers[asked.replace(/^\w+ /, "")] ?? "";
      socket.write(`HTTP/1.1 200 OK\r\nSet-Cookie: SID=a\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    client: clientFor({ host: `http://127.0.0.1:${address.port}` }),
    received,
    times: (asked: string) => received.filter((one) => one.asked === asked).length,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

const answers: Readonly<Record<string, string>> = {
  "auth/login": "Ok.",
  "app/version": "v5.1.0",
  "app/webapiVersion": "2.11.4",
  "torrents/info": "[]",
};

/** Its head, when the whole of it has come. */
function eachRequest(socket: Socket, take: (head: string) => void): void {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    for (;;) {
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = text.slice(0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      text = text.slice(end + 4 + length);
      take(head);
    }
  });
}

describe("a connection that the server closes just when it is used again", () => {
  test.each([
    ["GET", [HASH]],
    // Too many for a URL: what only asks is a POST as well.
    ["POST", Array.from({ length: 200 }, (_, n) => n.toString(16).padStart(40, "0"))],
  ])("a read by %s is repeated on a new one", async (method, hashes) => {
    await using it = await startClosing(`${method} torrents/info`, 1);
    await it.client.version();
    expect(await it.client.torrents({ hashes })).toEqual([]);
    expect(it.times(`${method} torrents/info`)).toBe(2);
  });

  test("a read is not repeated for ever", async () => {
    await using it = await startClosing("GET torrents/info", Infinity);
    const error = await failureOf(it.client.torrents({}));
    expect(error.message).toEndWith("the connection was closed before the answer came");
    // The runtime repeats one on a connection that was used before; so do we.
    expect(it.times("GET torrents/info")).toBeLessThanOrEqual(3);
  });

  test("a write is sent once, since it may have been carried out, and is an error that can be waited for", async () => {
    await using it = await startClosing("POST torrents/reannounce", Infinity);
    await it.client.version();
    const error = await failureOf(it.client.write({ kind: "reannounce" }, [HASH]));
    expect(error.code).toBe("qbittorrent_unreachable");
    expect(it.times("POST torrents/reannounce")).toBe(1);
  });

  test("a write has a connection of its own, which cannot have been closed", async () => {
    await using it = await startClosing("nothing", 0);
    await it.client.torrents({});
    await it.client.write({ kind: "reannounce" }, [HASH]);
    await it.client.torrents({});
    const over = (asked: string) => it.received.filter((one) => one.asked === asked).map((one) => one.over);
    const [first, second] = over("GET torrents/info");
    expect(second).toBe(first ?? 0);
    expect(over("POST torrents/reannounce")).not.toContain(first ?? 0);
  });
});

test("bodies come whole and with their length, which qBittorrent needs, even those without anything in them", async () => {
  await using it = await startClosing("nothing", 0);
  await it.client.write({ kind: "add_tags", tags: ["x".repeat(20_000)] }, [HASH]);
  await it.client.write({ kind: "create_category", category: "c" }, []);
  const heads = it.received.filter(({ asked }) => asked.startsWith("POST")).map(({ head }) => head.toLowerCase());
  expect(heads).toHaveLength(3);
  for (const head of heads) {
    expect(head).toContain("content-length: ");
    expect(head).not.toContain("transfer-encoding");
  }
});

test("the runtime's own limit of a request's time does not count: a large library may take longer", async () => {
  const limits: unknown[] = [];
  const client = clientFor({
    fetch: async (url, { timeout }) => {
      limits.push(timeout);
      return new Response(url.endsWith("auth/login") ? "Ok." : "2.11.4");
    },
  });
  await client.version();
  expect(new Set(limits)).toEqual(new Set([false]));
});

test("the base path of a proxy stands before every path", async () => {
  await using simulator = startSimulator({ version: "5.3.0", torrents: [{}] });
  await using front = startFront(simulator.url, { below: "/apps/qbt" });
  const client = clientFor({ host: front.url });
  const [torrent] = await client.torrents({});
  await client.write({ kind: "reannounce" }, [torrent?.hash ?? ""]);
  expect([...simulator.torrents.values()].map(({ reannounces }) => reannounces)).toEqual([1]);
  const wrong = await failureOf(clientFor({ host: front.url.replace("/apps/qbt", "") }).torrents({}));
  expect(wrong.hint).toContain("base path");
});
