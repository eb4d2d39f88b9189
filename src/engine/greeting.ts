import type { Log } from "../lib/log.ts";
import type { Client } from "../qbittorrent/client.ts";
import type { Server } from "../qbittorrent/facts.ts";
import type { Rulebook } from "../rules/rule.ts";
import type { Categories } from "./categories.ts";
import { beyondServer } from "./warnings.ts";

interface GreetingOptions {
  readonly client: Client;
  readonly rules: () => Promise<{ readonly book: Rulebook }>;
  readonly log: Log;
}

/** What is done when qBittorrent comes, so that the first pass need not: learn its categories, compare it with the rules. */
export function createGreeting({ client, rules, log }: GreetingOptions, categories: Categories) {
  let greeted: string | undefined;
  let warned = "";
  return {
    /** Undefined: it is away. */
    look: async (server: Server | undefined): Promise<void> => {
      if (server === undefined) {
        greeted = undefined;
        return;
      }
      if (greeted !== server.name) {
        categories.learn([...(await client.categories()).keys()]);
        greeted = server.name;
      }
      const warnings = beyondServer((await rules()).book, server);
      const said = warnings.join("\n");
      if (said !== warned)
        for (const warning of warnings) log.warn("The rules ask for more than this qBittorrent has", { warning });
      warned = said;
    },
  };
}
