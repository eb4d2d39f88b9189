import { writeFileSync } from "node:fs";
import { do_not_optimize, measure } from "mitata";

import { groupRequests } from "../src/engine/requests.ts";
import type { Torrent } from "../src/qbittorrent/torrent.ts";
import { compile } from "../src/rules/evaluate/compile.ts";
import { TRUE } from "../src/rules/truth.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { byHand } from "./fifty-rules.ts";
import { type Answer, type Ratio, type Table, compare } from "./finding.ts";
import { peakMemory } from "./peak-memory.ts";
import { figure } from "./print.ts";
import { SERVER, converted, fiftyRules, planAll, rulesOf } from "./rules-plan.ts";
import { NOW, rows } from "./rules-library.ts";
import { inRounds, median, timed } from "./statistics.ts";

const ROUNDS = 15;
const ONE_RULE_TORRENTS = 10_000;
const TORRENTS = 50_000;
const SIZES = [10_000, 20_000, 40_000] as const;

const FOUR_PARTS = `
rules:
  - name: Four parts
    conditions:
      all:
        - {field: info.name, operator: matches, value: '(?i)S\\d{2}E\\d{2}'}
        - {field: info.state, operator: in, value: [uploading, stalledUP]}
        - {field: info.ratio, operator: '>=', value: 1}
        - {field: info.tags, operator: contains, value: hd}
    actions: [{type: stop}]
`;

/** How much slower the program decides and plans than the same rules written by hand. */
export async function answerRules(): Promise<Answer> {
  const memory = await memoryOfPlanning();
  const fifty = await planFifty();
  return {
    tables: [fifty.table, await linearity()],
    ratios: [await oneRule(), fifty.ratio, ...(memory === undefined ? [] : [memory])],
    notes: [
      `one rule: ${ONE_RULE_TORRENTS.toLocaleString("en")} torrents in memory, by mitata`,
      `fifty rules (benchmarks/fifty-rules.yml and fifty-rules.ts): ${TORRENTS.toLocaleString("en")} torrents of 67 fields; conditions, effects, end states and requests against a loop that collects hashes`,
      "peak memory: a process that reads and parses the list and plans the fifty rules, against one that parses it",
    ],
    ...(memory === undefined && { leftOut: ["peak memory: GNU time is not here"] }),
  };
}

async function oneRule(): Promise<Ratio> {
  const torrents = converted(rows(ONE_RULE_TORRENTS));
  const [rule] = rulesOf(FOUR_PARTS).rules;
  if (rule === undefined) throw new Error("no rule");
  const decide = compile(rule.condition, { now: NOW, server: SERVER });
  const ours = () => torrents.filter((torrent) => decide(torrent) === TRUE).length;
  const bare = () => torrents.filter(fourPartsByHand).length;
  if (ours() === 0 || ours() !== bare()) throw new Error("rule and function do not agree");
  const rounds = await inRounds(ROUNDS, async () => ({
    bare: (await measure(() => do_not_optimize(bare()))).p50 / ONE_RULE_TORRENTS,
    ours: (await measure(() => do_not_optimize(ours()))).p50 / ONE_RULE_TORRENTS,
  }));
  return compare({ what: "a rule of four parts", unit: "ns a torrent", limit: 2 }, rounds);
}

const SEEDING = new Set(["uploading", "stalledUP"]);

const fourPartsByHand = ({ name, state, ratio, tags }: Torrent): boolean =>
  /S\d{2}E\d{2}/i.test(name) &&
  state !== undefined &&
  SEEDING.has(state) &&
  ratio !== undefined &&
  ratio >= 1 &&
  tags?.includes("hd") === true;

/** Both know the same torrents; what reading the list takes stands beside it. */
async function planFifty(): Promise<{ readonly ratio: Ratio; readonly table: Table }> {
  const text = JSON.stringify(rows(TORRENTS));
  const book = await fiftyRules();
  const reading = await inRounds(ROUNDS, async () => {
    let list: unknown[] = [];
    const parse = await timed(() => {
      list = JSON.parse(text);
    });
    return { parse, convert: await timed(() => do_not_optimize(converted(list))) };
  });
  // In rounds of its own, so that neither pays for what reading leaves to be collected.
  const torrents = converted(JSON.parse(text));
  if (byHandOver(torrents) !== planAll(torrents, book).matched) throw new Error("the rules and the loop do not agree");
  const rounds = await inRounds(ROUNDS, async () => ({
    bare: await timed(() => do_not_optimize(byHandOver(torrents))),
    ours: await timed(() => do_not_optimize(groupRequests(planAll(torrents, book).plans, book.rules))),
  }));
  return {
    ratio: compare({ what: "fifty rules, planned", unit: "ms", limit: 2 }, rounds),
    table: {
      title: `Fifty rules over ${TORRENTS.toLocaleString("en")} torrents: milliseconds, medians`,
      header: ["JSON.parse", "made torrents", "by hand", "planned"],
      rows: [
        [
          ms(reading.map(({ parse }) => parse)),
          ms(reading.map(({ convert }) => convert)),
          ms(rounds.map(({ bare }) => bare)),
          ms(rounds.map(({ ours }) => ours)),
        ],
      ],
    },
  };
}

/** What a loop would do: find the torrents, and collect those that lack the tag. */
function byHandOver(torrents: readonly Torrent[]): number {
  const hashes = byHand.map((): string[] => []);
  let matched = 0;
  for (const torrent of torrents) {
    for (let index = 0; index < byHand.length; index++) {
      if (byHand[index]?.(torrent) !== true) continue;
      matched++;
      if (torrent.tags?.includes(`rule-${index + 1}`) !== true) hashes[index]?.push(torrent.hash);
    }
  }
  return matched;
}

const ms = (times: readonly number[]): string => figure(median(times));

async function linearity(): Promise<Table> {
  const book = await fiftyRules();
  const lines = await inRounds(SIZES.length, async (at) => {
    const size = SIZES[at] ?? 0;
    const torrents = converted(rows(size));
    const times = await inRounds(ROUNDS, () => timed(() => do_not_optimize(planAll(torrents, book))));
    return [
      size.toLocaleString("en"),
      figure(median(times)),
      figure((median(times) * 1e6) / (size * book.rules.length)),
    ];
  });
  return {
    title: "Planning grows with torrents × rules",
    header: ["torrents", "ms", "ns a torrent and rule"],
    rows: lines,
  };
}

async function memoryOfPlanning(): Promise<Ratio | undefined> {
  using folder = tempFolder();
  const file = folder.file("list.json");
  writeFileSync(file, JSON.stringify(rows(TORRENTS)));
  const run = (mode: string) => peakMemory([process.execPath, `${import.meta.dir}/rules-child.ts`, mode, file], {});
  const bare = await run("parse");
  const ours = await run("plan");
  if (bare === undefined || ours === undefined) return undefined;
  return compare({ what: "peak memory of planning", unit: "MB", limit: 1.5 }, [{ ours, bare }]);
}
