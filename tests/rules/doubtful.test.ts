import { all, ask } from "./flow.ts";
import { type Doubtful, itAccepts, itWarnsOf } from "./mistakes.ts";

/** Values that are probably not what their writer thought; they take the mark. */
const cases: readonly Doubtful[] = [
  [
    "a pattern that every text matches",
    all(ask("info.name", "matches", "▸'(?i)(hd)?'")),
    "doubtful-value",
    "and therefore every text",
    "leave the condition out",
  ],
  [
    "a pattern that no text is without",
    all(ask("info.name", "not_matches", "▸'x*'")),
    "doubtful-value",
    "none is without it",
    "correct the pattern",
  ],
  [
    "no connection limit in qBittorrent's number",
    all(ask("info.connections_limit", "==", "▸-1")),
    "doubtful-value",
    "-1 means unlimited",
    "write unlimited",
  ],
  [
    "no connections at all, which means no limit",
    all(ask("properties.nb_connections_limit", "==", "▸0")),
    "doubtful-value",
    "0 means unlimited",
    "write unlimited",
  ],
  [
    "a time limit in qBittorrent's minutes",
    all(ask("info.seeding_time_limit", "<", "▸1440")),
    "doubtful-value",
    "1440 is in seconds",
    'write "1440 minutes"',
  ],
];
for (const one of cases) itWarnsOf(one);

itAccepts(["a low connection limit", all(ask("info.connections_limit", "<=", "50"))]);
itAccepts(["a time limit with its unit", all(ask("info.seeding_time_limit", "<", "1440 minutes"))]);
itAccepts(["a time limit of days, in seconds", all(ask("info.max_seeding_time", ">=", "604800"))]);
