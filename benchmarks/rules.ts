import { do_not_optimize, measure } from "mitata";

import { type Torrent, toTorrent } from "../src/qbittorrent/torrent.ts";
import { loadRules } from "../src/rules/load.ts";
import { TRUE } from "../src/rules/truth.ts";
import { type Answer, compare } from "./finding.ts";
import { inRounds } from "./statistics.ts";

const ROUNDS = 5;
const TORRENTS = 10_000;
const NOW = 1_800_000_000;

const RULE = `
rules:
  - name: Four parts
    conditions:
      all:
        - {field: info.name, operator: matches, value: '(?i)S\\d{2}E\\d{2}'}
        - {field: info.state, operator: in, value: [uploading, stalledUP]}
        - {field: info.ratio, operator: '>=', value: 1}
        - {field: info.tags, operator: contains, value: old}
    actions: [{type: stop}]
`;

/** How much slower a rule decides than the same written by hand. */
export async function answerRules(): Promise<Answer> {
  const torrents = library();
  const decide = loadedRule();
  const matched = (holds: (torrent: Torrent) => boolean) => torrents.filter(holds).length;
  const ours = (torrent: Torrent) => decide(torrent, NOW) === TRUE;
  if (matched(ours) === 0 || matched(ours) !== matched(byHand)) throw new Error("rule and function do not agree");
  const rounds = await inRounds(ROUNDS, async () => ({
    bare: (await measure(() => do_not_optimize(matched(byHand)))).p50 / TORRENTS,
    ours: (await measure(() => do_not_optimize(matched(ours)))).p50 / TORRENTS,
  }));
  return {
    tables: [],
    ratios: [compare({ what: "a rule of four parts", unit: "ns a torrent" }, rounds)],
    notes: [
      `${TORRENTS.toLocaleString("en")} torrents in memory, by mitata; for information: a pass waits for qBittorrent`,
    ],
  };
}

function loadedRule() {
  const loaded = loadRules("rules.yml", RULE);
  const rule = loaded.ok ? loaded.rules[0] : undefined;
  if (rule === undefined) throw new Error(`the rule cannot be loaded: ${JSON.stringify(loaded)}`);
  return rule.holds;
}

const SEEDING = new Set(["uploading", "stalledUP"]);

const byHand = ({ name, state, ratio, tags }: Torrent): boolean =>
  /S\d{2}E\d{2}/i.test(name) &&
  state !== undefined &&
  SEEDING.has(state) &&
  ratio !== undefined &&
  ratio >= 1 &&
  tags?.includes("old") === true;

function library(): Torrent[] {
  return Array.from({ length: TORRENTS }, (_, n) => {
    const name = n % 2 === 0 ? `Show.${n}.S01E${String(n % 24).padStart(2, "0")}.1080p` : `linux-${n}.iso`;
    const hash = n.toString(16).padStart(40, "0");
    const state = n % 3 === 0 ? "stoppedUP" : "stalledUP";
    const torrent = toTorrent({ hash, name, state, ratio: n % 5, tags: n % 7 === 0 ? "new" : "new, old" });
    if (torrent === undefined) throw new Error("that is no torrent");
    return torrent;
  });
}
