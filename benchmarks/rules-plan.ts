import { type TorrentPlan, planTorrent } from "../src/engine/plan.ts";
import { prepare } from "../src/engine/prepare.ts";
import type { Server } from "../src/qbittorrent/facts.ts";
import { type Torrent, toTorrent } from "../src/qbittorrent/torrent.ts";
import { loadRules } from "../src/rules/load.ts";
import type { Rulebook } from "../src/rules/rule.ts";
import { NOW } from "./rules-library.ts";

/** The newest. */
export const SERVER: Server = { name: "v5.3.0", has: () => true };

export function rulesOf(text: string): Rulebook {
  const loaded = loadRules("rules.yml", text);
  if (!loaded.ok) throw new Error(`the rules cannot be loaded: ${JSON.stringify(loaded.problems)}`);
  return loaded.book;
}

export const fiftyRules = async (): Promise<Rulebook> =>
  rulesOf(await Bun.file(`${import.meta.dir}/fifty-rules.yml`).text());

export function converted(list: readonly unknown[]): readonly Torrent[] {
  return list.map((row) => {
    const torrent = toTorrent(row);
    if (torrent === undefined) throw new Error("that is no torrent");
    return torrent;
  });
}

export interface PlannedAll {
  readonly plans: readonly TorrentPlan[];
  /** (rule, torrent) pairs. */
  readonly matched: number;
}

export function planAll(torrents: readonly Torrent[], { rules }: Rulebook): PlannedAll {
  const context = prepare({ rules, now: NOW, server: SERVER });
  const plans: TorrentPlan[] = [];
  let matched = 0;
  for (const torrent of torrents) {
    const plan = planTorrent(torrent, context);
    if (typeof plan === "string") throw new Error(`a fact is missing: ${plan}`);
    if (plan === undefined) continue;
    matched += plan.matched.length;
    plans.push(plan);
  }
  return { plans, matched };
}
