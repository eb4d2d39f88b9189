/**
 * A port of loopback that nobody has now, and that the system gives to nobody in the meantime: it takes those of port 0
 * and of outgoing connections from 32768 on (ip(7), ip_local_port_range), so that a free one of these may be gone before
 * the server that it was meant for listens there.
 */
export function freePort(): number {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (GIVEN_FROM - LOWEST));
    if (isFree(port)) return port;
  }
  throw new Error(`None of ${ATTEMPTS} ports from ${LOWEST} on is free`);
}

const ATTEMPTS = 100;
const LOWEST = 10_000;
const GIVEN_FROM = 32_768;

function isFree(port: number): boolean {
  try {
    Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => {} } }).stop(true);
    return true;
  } catch {
    return false;
  }
}
