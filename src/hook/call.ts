import type { ProgramEvent } from "../qbittorrent/external-programs.ts";
import { type ServerVersion, isAtLeast } from "../qbittorrent/versions.ts";

/** How qBittorrent is to call us. Both paths as qBittorrent sees them: it may live in a container. */
export interface Caller {
  readonly program: string;
  /** Undefined: the settings come from the environment of qBittorrent. Never from the command line, which others can read. */
  readonly configDir: string | undefined;
}

/**
 * The command line for qBittorrent's settings. Words in double quotes, which every version takes for what they are: they
 * hold spaces together, single quotes and backslashes mean nothing, and there is no way to write a quote itself. The name of
 * the event is the context that the rules run in.
 */
export const writeCall = (caller: Caller, event: ProgramEvent, version: ServerVersion): string =>
  callWith(caller, event, tokenFor(version));

/** The same with another word in place of the hash, such as the argument of a script. */
export function callWith({ program, configDir }: Caller, event: ProgramEvent, hash: string): string {
  const settings = configDir === undefined ? [] : ["--config-dir", inQuotes(configDir)];
  return [inQuotes(program), ...settings, "--context", event, "--hash", inQuotes(hash)].join(" ");
}

/** What qBittorrent replaces by the hash that its API knows the torrent by: of a hybrid torrent, `%I` would be another. */
export const tokenFor = (version: ServerVersion): string => (isAtLeast(version, "4.4") ? "%K" : "%I");

/** Whether a command line is, letter by letter, one that an installation writes: maybe from another place, or for another version. */
export const isOurCall = (text: string, event: ProgramEvent): boolean => readCall(text, event) !== undefined;

/** Whom such a command line names; undefined: it is not one. */
export function readCall(text: string, event: ProgramEvent): Caller | undefined {
  const shape = new RegExp(`^"([^"%]+)" (?:--config-dir "([^"%]+)" )?--context ${event} --hash "%[IK]"$`);
  const [, program, configDir] = shape.exec(text) ?? [];
  return program === undefined ? undefined : { program, configDir };
}

/** Why a path cannot stand in such a command line, if it cannot. */
export function pathFault(path: string, version: ServerVersion): string | undefined {
  if (!/^(?:\/|[a-z]:[\\/])/i.test(path))
    return "it is not absolute, and qBittorrent starts programs in a folder of its own";
  if (/["%]|\p{Cc}/u.test(path))
    return 'it has a character that qBittorrent gives another meaning: ", % or a line break';
  // Up to 4.1.6 a shell reads it.
  if (!isAtLeast(version, "4.2") && /[$`\\]/.test(path)) return "before 4.2, a shell would read the $, ` or \\ in it";
  return undefined;
}

const inQuotes = (word: string): string => `"${word}"`;
