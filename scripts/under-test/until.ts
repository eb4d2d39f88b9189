import type { Server } from "./server.ts";

export interface Patience {
  /** What is said when it never comes. */
  readonly otherwise: string;
  readonly withinMs: number;
  /** Whose last words are shown then. */
  readonly servers?: readonly Pick<Server, "console">[];
}

/** What `look` finds, as soon as it finds something. */
export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  { otherwise, withinMs, servers = [] }: Patience,
): Promise<T> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await Bun.sleep(50);
  }
  const words = servers.map((server) => server.console());
  throw new Error([`${otherwise} within ${withinMs / 1000} s:`, ...words].join("\n"));
}
