import { isRecord } from "../lib/json.ts";
import { printable } from "./printable.ts";

/** The trace in a job's result: of each torrent, what came of each rule, and of each condition in it. */
export function traceLines(trace: unknown): string[] {
  if (!isRecord(trace)) return [];
  const torrents = list(trace["torrents"]);
  const unshown = Number(trace["torrents_not_shown"] ?? 0) + Math.max(0, torrents.length - MOST_TORRENTS);
  return [
    ...torrents.slice(0, MOST_TORRENTS).flatMap(torrentLines),
    ...(unshown > 0 ? [`... and ${unshown} more torrents: name one by --hash to see it`] : []),
    ...list(trace["rules_not_run"]).map(({ rule, why }) => `Not run: rule "${text(rule)}", ${text(why)}`),
  ];
}

/** More than that is nothing to read; --output json has them. */
const MOST_TORRENTS = 20;

const torrentLines = ({ name, hash, rules }: Json): string[] => [
  `${text(name)} (${text(hash).slice(0, 8)})`,
  ...list(rules).flatMap(({ rule, outcome, condition }) => [
    `  rule "${text(rule)}": ${text(outcome)}`,
    ...(isRecord(condition) ? conditionLines(condition, "") : []),
  ]),
  "",
];

function conditionLines(condition: Json, indent: string): string[] {
  const { kind, outcome, list: source, of, items } = condition;
  const begin = `${VERDICTS[String(outcome)] ?? text(outcome)}  ${indent}`;
  if (kind === "test") return [begin + testLine(condition)];
  const deeper = `${indent}  `;
  if (source === undefined)
    return [`${begin}${text(kind)}:`, ...list(of).flatMap((part) => conditionLines(part, deeper))];
  const more = Number(condition["items_not_shown"] ?? 0);
  return [
    `${begin}${text(kind)} ${text(source)}:`,
    ...list(items).flatMap(({ item, where }) => [
      `${NO_VERDICT}  ${deeper}${text(item)}`,
      ...(isRecord(where) ? conditionLines(where, `${deeper}  `) : []),
    ]),
    ...(more > 0 ? [`${NO_VERDICT}  ${deeper}... and ${more} more`] : []),
  ];
}

function testLine({ field, operator, expected, value, why }: Json): string {
  const found = value === undefined ? "" : `, found ${json(value)}`;
  return `${text(field)} ${text(operator)} ${json(expected)}${found}${why === undefined ? "" : `: ${text(why)}`}`;
}

/** All of one width, so that conditions line up as they are nested. */
const VERDICTS: Readonly<Record<string, string>> = {
  true: "    true   ",
  false: "    false  ",
  unknown: "    unknown",
  "not evaluated": "    -      ",
};
const NO_VERDICT = "           ";

type Json = Readonly<Record<string, unknown>>;

const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const text = (value: unknown): string => (typeof value === "string" ? printable(value) : json(value));

const json = (value: unknown): string => (value === undefined ? "nothing" : printable(JSON.stringify(value)));
