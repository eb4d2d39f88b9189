import type { Problem } from "../errors.ts";
import type { ExternalProgram, ExternalPrograms, ProgramEvent } from "../qbittorrent/external-programs.ts";
import type { ServerVersion } from "../qbittorrent/versions.ts";
import { type Caller, callWith, isOurCall, pathFault, tokenFor, writeCall } from "./call.ts";

/** What shall become of the program for one event; where both are the same, nothing. */
export interface Step {
  readonly event: ProgramEvent;
  readonly before: ExternalProgram;
  readonly after: ExternalProgram;
}

export type InstallPlan =
  | { readonly ok: true; readonly steps: readonly Step[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Ours in the place of nothing, or of ours as it was. Whatever else is there stays: then nothing is installed at all. */
export function planInstall(
  events: readonly ProgramEvent[],
  caller: Caller,
  found: ExternalPrograms,
  version: ServerVersion,
): InstallPlan {
  const problems = [
    ...pathProblems(caller, version),
    ...events.flatMap((event) => obstacle(event, caller, found, version)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const steps = events.flatMap((event) => {
    const before = found.get(event);
    const after = { enabled: true, program: writeCall(caller, event, version) };
    return before === undefined ? [] : [{ event, before, after }];
  });
  return { ok: true, steps };
}

/** Only what an installation has written goes. */
export const planRemoval = (found: ExternalPrograms): readonly Step[] =>
  [...found].map(([event, before]) => ({ event, before, after: isOurCall(before.program, event) ? NOTHING : before }));

export const isChange = ({ before, after }: Step): boolean =>
  before.enabled !== after.enabled || before.program !== after.program;

export const isOurs = ({ event, before }: Pick<Step, "event" | "before">): boolean => isOurCall(before.program, event);

/** Of somebody else's command line its first word alone: what comes after may be a secret. */
export function nameOf(program: string): string {
  const [word = ""] = /^(?:"[^"]*"?|\S*)/.exec(program.trim()) ?? [];
  return word.length < program.trim().length ? `${word} …` : word;
}

const NOTHING: ExternalProgram = { enabled: false, program: "" };

const occasions = { on_added: "is added", on_completed: "is finished" } as const satisfies Record<ProgramEvent, string>;

function pathProblems({ program, configDir }: Caller, version: ServerVersion): Problem[] {
  const paths = [
    { flag: "--hook-program", path: program },
    { flag: "--hook-config-dir", path: configDir },
  ];
  return paths.flatMap(({ flag, path }) => {
    const fault = path === undefined ? undefined : pathFault(path, version);
    const hint = `name another by ${flag}, as qBittorrent sees it`;
    return fault === undefined ? [] : [{ message: `qBittorrent cannot be told the path "${path}": ${fault}`, hint }];
  });
}

function obstacle(
  event: ProgramEvent,
  caller: Caller,
  found: ExternalPrograms,
  version: ServerVersion,
): readonly Problem[] {
  const present = found.get(event);
  if (present === undefined)
    return [
      {
        message: `${event}: qBittorrent ${version.app} cannot run a program when a torrent ${occasions[event]}, 4.5 and newer can`,
        hint: "install on_completed alone, and have a schedule look after added torrents: see schedule in config.yml",
      },
    ];
  if (present.program.trim() === "" || isOurCall(present.program, event)) return [];
  const state = present.enabled ? "runs another program" : "has another program, switched off,";
  return [
    {
      message: `${event}: qBittorrent ${state} when a torrent ${occasions[event]}, which stays as it is: ${nameOf(present.program)}`,
      hint:
        `to run both, write a script of two lines below #!/bin/sh: the command that stands there now, with "$1" for the hash, and ` +
        `${callWith(caller, event, "$1")}; then set "/path/of/the/script" "${tokenFor(version)}" under Tools > Options > Downloads. ` +
        `To run ours alone, empty the field there, and install again`,
    },
  ];
}
