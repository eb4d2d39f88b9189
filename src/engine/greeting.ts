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
    /** It is away, and may come back with other categories. */
    left: (): void => {
      greeted = undefined;
    },
    /** It is there, perhaps for long. */
    met: async (server: Server): Promise<void> => {
      if (greeted !== server.name) {
        categories.learn([...(await client.categories()).keys()]);
        greeted = server.name;
      }
      const { book } = await rules();
      const warnings = beyondServer({ ...book, rules: book.rules.filter(({ enabled }) => enabled) }, server);
      const said = warnings.join("\n");
      if (said === warned) return;
      warned = said;
      for (const warning of warnings) log.warn("The rules ask for more than this qBittorrent has", { warning });
    },
  };
}
