import { connect } from "node:net";
import { expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { type Listener, listen, type ListenOptions } from "../../src/server/listen.ts";

const hello: ListenOptions["fetch"] = () => new Response("hello");
const on = (options: Partial<ListenOptions> = {}): Listener & AsyncDisposable => {
  const listener = listen({ host: "127.0.0.1", port: 0, fetch: hello, ...options });
  return { ...listener, [Symbol.asyncDispose]: () => listener.stop() };
};

function failureOf(work: () => unknown): AppError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error("it did not fail");
}

test("port 0 is any free one, and the listener tells which", async () => {
  await using listener = on();
  expect(listener.port).toBeGreaterThan(0);
  expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
  expect(await (await fetch(listener.url)).text()).toBe("hello");
});

test("a port in use is an error that says so and which setting to change", async () => {
  await using first = on();
  const { code, message, hint } = failureOf(() => on({ port: first.port }));
  expect(code).toBe("port_unavailable");
  expect(message).toBe(`Cannot listen on 127.0.0.1:${first.port}: the port is in use`);
  expect(hint).toContain("server.port (--server-port, QBT_RULES_SERVER_PORT)");
});

test("an address of another machine is an error about the address", () => {
  const { code, message, hint } = failureOf(() => on({ host: "192.0.2.1" }));
  expect(code).toBe("port_unavailable");
  expect(message).toBe("Cannot listen on 192.0.2.1:0: this machine has no such address");
  expect(hint).toContain("server.host (--server-host, QBT_RULES_SERVER_HOST)");
});

test("a name that nobody knows is an error that says so, and not the system's code", () => {
  const { code, message, hint } = failureOf(() => on({ host: "qbt-rules.invalid" }));
  expect(code).toBe("port_unavailable");
  expect(message).toEndWith(": the name cannot be resolved to an address of this machine");
  expect(hint).toContain("server.host (--server-host, QBT_RULES_SERVER_HOST)");
});

test("a large body is refused before anybody reads it", async () => {
  let seen = 0;
  await using listener = on({
    fetch: async (request) => {
      seen += (await request.text()).length;
      return new Response("read");
    },
  });
  expect((await fetch(listener.url, { method: "POST", body: "x".repeat(262_145) })).status).toBe(413);
  expect(seen).toBe(0);
});

test("stop lets the request under way be answered, and frees the port", async () => {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<Response>();
  const listener = on({
    fetch: () => {
      arrived.resolve();
      return gate.promise;
    },
  });
  const answer = fetch(listener.url);
  await arrived.promise;
  const stopped = listener.stop();
  gate.resolve(new Response("late"));
  expect(await (await answer).text()).toBe("late");
  await stopped;
  await using next = on({ port: listener.port });
  expect(next.port).toBe(listener.port);
});

test("end closes what is still open, and lets a stop come to its end", async () => {
  const arrived = Promise.withResolvers<void>();
  const listener = on({
    fetch: async (request) => {
      arrived.resolve();
      return new Response(await request.text());
    },
  });
  const slow = connect(listener.port, "127.0.0.1");
  const closed = new Promise((resolve) => slow.once("close", resolve));
  slow.on("error", () => {});
  slow.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nthe rest never comes");
  await arrived.promise;
  const stopped = listener.stop();
  await listener.end();
  await Promise.all([stopped, closed]);
});

test("whoever answers is told whose connection it is", async () => {
  await using listener = on({ host: "::", fetch: (_, address) => new Response(address) });
  expect(await (await fetch(`http://127.0.0.1:${listener.port}`)).text()).toBe("127.0.0.1");
  expect(await (await fetch(`http://[::1]:${listener.port}`)).text()).toBe("::1");
});

test("stop does not wait for a connection that is idle", async () => {
  const listener = on();
  const idle = connect(listener.port, "127.0.0.1");
  await new Promise((resolve) => idle.once("connect", resolve));
  const closed = new Promise((resolve) => idle.once("close", resolve));
  await (await fetch(listener.url)).text();
  await listener.stop();
  idle.destroy();
  await closed;
});
