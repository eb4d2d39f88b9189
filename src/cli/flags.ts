import { type SettingKey, flagName, schema, settingKeys } from "../config/schema.ts";
import type { ProgramEvent } from "../qbittorrent/external-programs.ts";
import { type Mode, modes } from "./modes.ts";
import { isReadBy } from "./reads.ts";
import { type Check, isHash, isListOf, isOneOf, isWholeNumber } from "./values.ts";

export interface Flag {
  readonly type: "boolean" | "string";
  readonly about: string;
  readonly valueHint?: string;
  /** Choosing this flag chooses the mode of its name. */
  readonly mode?: true;
  /** Words that belong to no flag are further values of this one. */
  readonly several?: true;
  /** Where the flag means something; anywhere else it is an error, not ignored. */
  readonly modes: readonly Mode[];
  readonly check?: Check;
}

/** At which qBittorrent can call us; the names of the contexts as well. */
const hookEvents = ["on_added", "on_completed"] as const satisfies readonly ProgramEvent[];

export const jobStatuses = ["pending", "processing", "completed", "failed", "cancelled"] as const;

const printing: readonly Mode[] = modes.filter((mode) => !["serve", "version", "help"].includes(mode));

const own: Readonly<Record<string, Flag>> = {
  serve: { type: "boolean", mode: true, modes: ["serve"], about: "Run the server" },
  context: {
    type: "string",
    valueHint: "NAME",
    modes: ["execute", "list-jobs"],
    about: "Run the rules of this context (or list its jobs)",
  },
  hash: { type: "string", valueHint: "HASH", modes: ["execute"], check: isHash, about: "Only this torrent" },
  "dry-run": {
    type: "boolean",
    modes: ["execute", "install-hook", "remove-hook"],
    about: "Change nothing, show what would be done",
  },
  trace: { type: "boolean", modes: ["execute"], about: "Have the result say why each condition held or did not" },
  wait: { type: "boolean", modes: ["execute"], about: "Wait for the job to end and show its result" },
  "list-jobs": { type: "boolean", mode: true, modes: ["list-jobs"], about: "List jobs, newest first" },
  "status-filter": {
    type: "string",
    valueHint: "STATUS",
    modes: ["list-jobs"],
    check: isOneOf(...jobStatuses),
    about: `List only jobs of this status: ${jobStatuses.join(", ")}`,
  },
  limit: {
    type: "string",
    valueHint: "N",
    modes: ["list-jobs"],
    check: isWholeNumber(1, 100),
    about: "List at most this many jobs (default 20)",
  },
  "job-status": { type: "string", valueHint: "ID", mode: true, modes: ["job-status"], about: "Show a job" },
  "cancel-job": { type: "string", valueHint: "ID", mode: true, modes: ["cancel-job"], about: "Cancel a pending job" },
  stats: { type: "boolean", mode: true, modes: ["stats"], about: "Show the server's statistics" },
  health: { type: "boolean", mode: true, modes: ["health"], about: "Exit 0 if the server is healthy, 1 if not" },
  validate: { type: "boolean", mode: true, modes: ["validate"], about: "Check settings and rules; needs no server" },
  "list-rules": {
    type: "boolean",
    mode: true,
    modes: ["list-rules"],
    about: "List the rules of the rules file; needs no server",
  },
  test: {
    type: "string",
    valueHint: "FILE…",
    mode: true,
    several: true,
    modes: ["test"],
    about: "Run the tests in these files against the rules; needs no server",
  },
  junit: {
    type: "string",
    valueHint: "FILE",
    modes: ["test"],
    about: "Write the results of the tests as JUnit XML too",
  },
  "install-hook": {
    type: "string",
    valueHint: "EVENTS",
    mode: true,
    modes: ["install-hook"],
    check: isListOf(...hookEvents),
    about: "Have qBittorrent call this program on_added, on_completed, or both with a comma between them",
  },
  "hook-program": {
    type: "string",
    valueHint: "PATH",
    modes: ["install-hook"],
    about: "This program as qBittorrent sees it (default its own path)",
  },
  "hook-config-dir": {
    type: "string",
    valueHint: "PATH",
    modes: ["install-hook"],
    about: "The folder of config.yml for those calls as qBittorrent sees it (default the one used here)",
  },
  "remove-hook": {
    type: "boolean",
    mode: true,
    modes: ["remove-hook"],
    about: "Undo --install-hook; programs of others stay",
  },
  doctor: {
    type: "boolean",
    mode: true,
    modes: ["doctor"],
    about: "Check everything: settings, rules, server, queue, qBittorrent, hook; say what is wrong and what to type",
  },
  output: {
    type: "string",
    valueHint: "table|json",
    modes: printing,
    check: isOneOf("table", "json"),
    about: "How to print (default table)",
  },
  version: { type: "boolean", mode: true, modes: ["version"], about: "Print the version" },
  help: { type: "boolean", mode: true, modes: ["help"], about: "Print this help" },
};

/** Of the program's own, or of a setting; looked for, since making all of them would take a webhook call a millisecond. */
export function flagNamed(name: string): Flag | undefined {
  if (Object.hasOwn(own, name)) return own[name];
  const key = settingKeys.find((one) => flagName(one) === name);
  return key && flagOf(key);
}

/** Every flag there is, by its name. */
export const allFlags = (): ReadonlyMap<string, Flag> =>
  new Map([...Object.entries(own), ...settingKeys.map((key): [string, Flag] => [flagName(key), flagOf(key)])]);

function flagOf(key: SettingKey): Flag {
  const about = `${schema[key].about} [${defaultOf(key)}]`;
  return { type: "string", valueHint: "VALUE", modes: modes.filter((mode) => isReadBy(key, mode)), about };
}

function defaultOf(key: SettingKey): string {
  const { default: fixed, defaultFile } = schema[key];
  return fixed ?? (defaultFile === undefined ? "no default" : `<config-dir>/${defaultFile}`);
}
