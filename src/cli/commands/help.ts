import { stripVTControlCharacters } from "node:util";
import { defineCommand, renderUsage } from "citty";
import { build } from "../../version.ts";
import type { Run } from "../context.ts";
import { flags } from "../flags.ts";

const examples = `EXAMPLES

  qbt-rules --serve                                      run the server
  qbt-rules --wait                                       run the rules that have no context, on all torrents
  qbt-rules --context scheduled --dry-run --wait         see what the rules of a context would do
  qbt-rules --context on_added --hash HASH               run them on one torrent
  qbt-rules --install-hook on_added,on_completed         have qBittorrent call this program for each torrent
  qbt-rules --doctor                                     find out what is wrong, and what to do about it
  qbt-rules --validate --rules-file rules.yml            check a rules file
  qbt-rules --test rules.test.yml                        run the tests of your rules
  qbt-rules --list-jobs --status-filter failed           see what went wrong

  Every setting can also come from NAME_FILE, from NAME in the environment (--server-port is QBT_RULES_SERVER_PORT), or
  from config.yml. Keys and passwords belong in one of those: other users can read a command line.`;

export const help: Run = async ({ terminal }) => {
  const args = Object.fromEntries(
    [...flags].map(([name, { type, about, valueHint }]) => [
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
  terminal.out(`${shown.replaceAll(/ +$/gm, "").trimEnd()}\n\n${examples}`);
  return 0;
};
