import { didYouMean, nearest } from "../lib/nearest.ts";
import { envName, isSettingKey, settingKeys } from "./schema.ts";
import type { Texts } from "./sources.ts";

/** Names of the Python version that an edit distance would not find. */
const RENAMED: Readonly<Record<string, string>> = {
  "qbittorrent.user": "qbittorrent.username",
  "qbittorrent.pass": "qbittorrent.password",
};

/** The settings of a section of config.yml, without its name. */
export function keysIn(section: string): string[] {
  return settingKeys.filter((key) => key.startsWith(`${section}.`)).map((key) => key.slice(section.length + 1));
}

/** What to write instead of a section or setting that config.yml cannot have. */
export function correction(key: string): string {
  const renamed = Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined;
  if (renamed !== undefined) return `it is called "${renamed}" now`;
  if (isSettingKey(key)) return `write "${key.replace(".", ':" and, indented below it, "')}: ..."`;
  const dot = key.lastIndexOf(".");
  const name = key.slice(dot + 1);
  const siblings = dot < 0 ? sections() : keysIn(key.slice(0, dot));
  const homes = settingKeys.filter((known) => known.endsWith(`.${name}`));
  if (nearest(name, siblings) === undefined && homes.length > 0) return `there is ${homes.join(" and ")}`;
  return didYouMean(name, siblings);
}

/** A warning for every variable that looks like a setting of ours and is none. */
export function unknownVariables(env: Texts): string[] {
  const warnings: string[] = [];
  for (const [variable, value = ""] of Object.entries(env)) {
    if (!variable.startsWith(PREFIX) || value === "" || isSetting(variable)) continue;
    const name = variable.slice(PREFIX.length);
    if (isServiceVariable(name, value)) continue;
    const known = settingKeys.map((key) => envName(key).slice(PREFIX.length));
    const meant = suggestions(name.replace(/_FILE$/, "").replace("LOGGING_", "LOG_"), known);
    const told = meant.map((one) => `${PREFIX}${one}`).join(" or ");
    warnings.push(`environment ${variable} is no setting${told === "" ? "" : `; did you mean ${told}?`}`);
  }
  return warnings;
}

/** Or the path of a file with its value. */
function isSetting(variable: string): boolean {
  const plain = variable.endsWith(FILE) ? variable.slice(0, -FILE.length) : variable;
  return settingKeys.some((key) => envName(key) === variable || envName(key) === plain);
}

const FILE = "_FILE";

const PREFIX = "QBT_RULES_";

/** A misspelling, or a name without its first or last word: `CONFIG`, `PASSWORD`, `API_KEY`. */
function suggestions(name: string, known: readonly string[]): readonly string[] {
  const near = nearest(name, known);
  if (near !== undefined) return [near];
  return known.filter(
    (candidate) => candidate.endsWith(`_${name}`) || candidate.replace(/_(?:DIR|FILE)$/, "") === name,
  );
}

/** Kubernetes sets these in every pod for a service whose name starts with qbt-rules. */
function isServiceVariable(name: string, value: string): boolean {
  const ofService = /^(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
  return ofService.test(name) || (/^(\w+_)?PORT$/.test(name) && /^(tcp|udp|sctp):\/\//.test(value));
}

const sections = (): string[] => [...new Set(settingKeys.map((key) => key.replace(/\..*/, "")))];
