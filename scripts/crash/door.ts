import type { Random } from "../under-test/random.ts";
import type { Server } from "../under-test/server.ts";

/** Where a server can be asked. */
export type Door = Pick<Server, "url">;

/** Whichever listens: clients do not care which one they ask. */
export function anyOf(servers: readonly Door[], random: Random): Door {
  return {
    url: () => {
      const [first, ...rest] = servers.map((server) => server.url()).filter((url) => url !== undefined);
      return first === undefined ? undefined : random.pick([first, ...rest]);
    },
  };
}
