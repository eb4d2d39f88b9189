import * as v from "valibot";
import { printable } from "./printable.ts";
import { type Terminal, paint } from "./terminal.ts";
import { type ShownTrace, traceShape } from "./trace-shape.ts";
import { formatExplained } from "./trace-tree.ts";

/** In a dry run, nothing that is shown was done. */
type Look = Pick<Terminal, "colours"> & { readonly dryRun?: boolean };
type Torrent = ShownTrace["torrents"][number];
type Rule = Torrent["rules"][number];
type Action = Rule["actions"][number];

/** The trace in a job's result: of each torrent, what came of each rule, each condition in it, and each action. */
export function traceLines(trace: unknown, look: Look): string[] {
  if (trace === undefined) return [];
  const read = v.safeParse(traceShape, trace);
  if (!read.success) return ["The trace is of another version than this program: --output json shows it"];
  const { torrents, torrents_not_shown: left, rules_not_run: notRun } = read.output;
  const unshown = left + Math.max(0, torrents.length - MOST_TORRENTS);
  return [
    ...torrents.slice(0, MOST_TORRENTS).flatMap((torrent) => torrentLines(torrent, look)),
    ...(unshown > 0 ? [`… and ${unshown} more torrents: name one by --hash to see it`] : []),
    ...notRun.map(({ rule, why }) => `Not run: rule "${printable(rule)}", ${printable(why)}`),
  ];
}

/** More than that is nothing to read; --output json has them. */
const MOST_TORRENTS = 20;

const torrentLines = ({ name, hash, rules, protect }: Torrent, look: Look): string[] => [
  paint(look, "bold", `${printable(name)} (${hash.slice(0, 8)})`),
  ...rules.flatMap((rule) => ruleLines(rule, look)).map((line) => `  ${line}`),
  ...(protect === undefined ? [] : ["  protect:", ...formatExplained(protect, look).map((line) => `    ${line}`)]),
  "",
];

const ruleLines = ({ rule, outcome, condition, actions }: Rule, look: Look): string[] => [
  `rule "${printable(rule)}": ${paint(look, colours[outcome], outcome)}`,
  ...(condition === undefined ? [] : formatExplained(condition, look).map((line) => `  ${line}`)),
  ...actions.map((action) => `  ${actionLine(action, look)}`),
];

const colours = { matched: "green", "not matched": "dim", undecided: "yellow", "not reached": "dim" } as const;

function actionLine({ type, params, outcome, reason }: Action, look: Look): string {
  const shown = Object.entries(params).map(([name, value]) => ` ${name}: ${JSON.stringify(value)}`);
  const came = look.dryRun === true && outcome === "executed" ? "would be executed" : outcome;
  const why = reason ?? reasons.get(outcome);
  return `→ ${printable(`${type}${shown.join(",")}`)} ${paint(look, "dim", printable(why === undefined ? came : `${came}: ${why}`))}`;
}

/** Of outcomes that are what they are for one reason. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["skipped", "the torrent is as it asks already"],
  ["superseded", "a later action undoes it"],
]);
