import { stripVTControlCharacters } from "node:util";
import { defineCommand, renderUsage } from "citty";
import { build } from "../../version.ts";
import type { Run } from "../context.ts";
import { allFlags } from "../flags.ts";
import { wrap } from "../wrap.ts";

const examples = [
  ["--serve", "run the server"],
  ["--wait", "run the rules that have no context, on all torrents"],
  ["--context scheduled --dry-run --wait", "see what the rules of a context would do"],
  ["--context on_added --hash HASH", "run them on one torrent"],
  ["--install-hook on_added,on_completed", "have qBittorrent call this program for each torrent"],
  ["--doctor", "find out what is wrong, and what to do about it"],
  ["--validate --rules-file rules.yml", "check a rules file"],
  ["--test rules.test.yml", "run the tests of your rules"],
  ["--list-jobs --status-filter failed", "see what went wrong"],
] as const;

const sources =
  "  Every setting can also come from NAME_FILE, from NAME in the environment (--server-port is QBT_RULES_SERVER_PORT), or from config.yml. Keys and passwords belong in one of those: other users can read a command line.";

export const help: Run = async ({ terminal }) => {
  const { width } = terminal;
  const args = Object.fromEntries(
    [...allFlags()].map(([name, { type, about, valueHint }]) => [
      name,
      { type, description: about, ...(valueHint !== undefined && { valueHint }) },
    ]),
  );
  const usage = await renderUsage(
    defineCommand({
      meta: { name: "qbt-rules", version: build.version, description: "A rules engine for qBittorrent" },
      args,
    }),
  );
  const shown = terminal.colours ? usage : stripVTControlCharacters(usage);
  const options = shown.split("\n").flatMap((line) => wrap(line.trimEnd(), width, columnOfAbout(line)));
  const text = wrap(sources, Math.min(width, WIDEST), 2);
  terminal.out([...options, "EXAMPLES", "", ...exampleLines(width), "", ...text].join("\n"));
  return 0;
};

/** A text over the whole width of a large screen is hard to read. */
const WIDEST = 120;

/** Where the description of an option begins, below which it goes on. */
const columnOfAbout = (line: string): number => /^ +\S+ {2,}/.exec(stripVTControlCharacters(line))?.[0].length ?? 0;

const typed = (words: string): string => `  qbt-rules ${words}`;

/** Beside each other as far as all fit, else below each other. */
function exampleLines(width: number): string[] {
  const column = Math.max(...examples.map(([words]) => typed(words).length)) + 3;
  const beside = examples.map(([words, about]) => typed(words).padEnd(column) + about);
  return Math.max(...beside.map((line) => line.length)) <= width
    ? beside
    : examples.flatMap(([words, about]) => [typed(words), `      ${about}`]);
}
