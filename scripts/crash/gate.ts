import { connect, createServer, type Server, type Socket } from "node:net";

import type { Random } from "../under-test/random.ts";
import type { Tap } from "./writes.ts";

/** The door to qBittorrent: cut, it is as if its process had been killed. */
export interface Gate {
  readonly url: string;
  /** Resets every connection, whatever is under way, and takes no more. */
  readonly cut: () => Promise<void>;
  /** Takes connections again, at the same address. */
  readonly open: () => Promise<void>;
}

/** Answers take their time, so that many a cut comes after the effect and before its answer. */
const LATEST_MS = 25;

/** `tap`: one for each connection, told of what goes over it. */
export async function startGate(target: number, random: Random, tap: () => Tap): Promise<Gate> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };

  function link(incoming: Socket): void {
    track(incoming);
    const outgoing = track(connect(target, "127.0.0.1"));
    let answered = Promise.resolve();
    const told = tap();
    incoming.on("data", (chunk: Buffer) => {
      told.sent(chunk);
      outgoing.write(chunk);
    });
    incoming.on("close", told.over);
    outgoing.on("data", (chunk) => {
      told.over();
      const delay = random.between(0, LATEST_MS);
      answered = answered.then(() => Bun.sleep(delay)).then(() => void (incoming.destroyed || incoming.write(chunk)));
    });
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      // Whoever is cut off has nobody to tell.
      one.on("error", () => other.destroy());
      one.on("close", () => void answered.then(() => other.destroy()));
    }
  }

  let server = await listen(0, link);
  const port = portOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    open: async () => {
      server = await listen(port, link);
    },
  };
}

function listen(port: number, link: (socket: Socket) => void): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  const server = createServer(link);
  server.once("error", reject);
  server.listen(port, "127.0.0.1", () => resolve(server));
  return promise;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}
