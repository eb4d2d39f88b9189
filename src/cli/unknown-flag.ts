import type { Problem } from "../errors.ts";
import { nearest } from "../lib/nearest.ts";
import { type Flag, allFlags, flagNamed } from "./flags.ts";
import type { Mode } from "./modes.ts";

/** A flag that there is not, and which one was meant: misspelt, by another name, or as a setting is written elsewhere. */
export function unknownFlag(rawName: string, mode: Mode): Problem {
  const message = `unknown flag ${rawName}`;
  const name = plain(rawName);
  const special = Object.hasOwn(inWords, name) ? inWords[name] : undefined;
  if (special !== undefined) return { message, hint: `did you mean ${special}?` };
  const meant = meantBy(name);
  const here = meant.filter((flag) => flagNamed(flag)?.modes.includes(mode) === true);
  const told = (here.length > 0 ? here : meant).map((flag) => `--${flag}`);
  return { message, ...(told.length > 0 && { hint: `did you mean ${told.join(" or ")}?` }) };
}

/**
 * Whether the word after such a flag is its value, about which nothing else is to be said. So it is where nobody knows what
 * was meant: it may be a key, and what is said goes to the log of a call.
 */
export function meantWithValue(rawName: string): boolean {
  const name = plain(rawName);
  const meant = meantBy(name).map((flag): Flag | undefined => flagNamed(flag));
  return Object.hasOwn(inWords, name) ? name !== "json" : meant.every((flag) => flag?.type === "string");
}

/** `--server.port`, `--SERVER_PORT` and `--QBT_RULES_SERVER_PORT` are all server-port. */
const plain = (rawName: string): string =>
  rawName
    .replace(/^-+/, "")
    .toLowerCase()
    .replace(/^qbt_rules_/, "")
    .replaceAll(/[._]/g, "-")
    .replace(/^logging-/, "log-");

function meantBy(name: string): readonly string[] {
  if (flagNamed(name) !== undefined) return [name];
  const listed = Object.hasOwn(synonyms, name) ? synonyms[name] : undefined;
  if (listed !== undefined) return listed.split(" ");
  const near = nearest(name, allFlags().keys());
  if (near !== undefined) return [near];
  const words = name.split("-");
  return [...allFlags().keys()].filter((flag) => words.every((word) => flag.split("-").includes(word)));
}

const FOLDER = "--config-dir, which names the folder of config.yml";

const inWords: Readonly<Record<string, string>> = {
  c: FOLDER,
  cfg: FOLDER,
  conf: FOLDER,
  config: FOLDER,
  "config-file": FOLDER,
  "config-path": FOLDER,
  settings: FOLDER,
  json: "--output json",
};

/** Names of other programs, of older versions, and such as suggest themselves. */
const synonyms: Readonly<Record<string, string>> = {
  trigger: "context",
  torrent: "hash",
  "torrent-hash": "hash",
  "info-hash": "hash",
  infohash: "hash",
  n: "dry-run",
  simulate: "dry-run",
  preview: "dry-run",
  check: "validate",
  lint: "validate",
  explain: "trace",
  run: "context wait",
  execute: "context wait",
  follow: "wait",
  server: "serve",
  daemon: "serve",
  start: "serve",
  jobs: "list-jobs",
  list: "list-jobs list-rules",
  queue: "list-jobs",
  job: "job-status",
  status: "job-status status-filter",
  cancel: "cancel-job",
  ping: "health",
  hook: "install-hook",
  install: "install-hook",
  autorun: "install-hook",
  "uninstall-hook": "remove-hook",
  uninstall: "remove-hook",
  program: "hook-program",
  format: "output",
  o: "output",
  rules: "rules-file",
  r: "rules-file",
  url: "client-server-url",
  user: "qbittorrent-username",
  pass: "qbittorrent-password",
  cron: "schedule",
  tz: "server-timezone",
  diagnose: "doctor",
  diagnostics: "doctor",
  troubleshoot: "doctor",
  verbose: "log-level",
  debug: "log-level",
  quiet: "log-level",
  v: "version",
};
