import { isRecord } from "../lib/json.ts";

/** What qBittorrent calls "run external program". */
export interface ExternalProgram {
  readonly enabled: boolean;
  /** The whole command line as it stands there; "" for none. It may hold somebody's secrets: not for logs. */
  readonly program: string;
}

/** The occasions at which it runs one. */
export const programEvents = ["on_added", "on_completed"] as const;
export type ProgramEvent = (typeof programEvents)[number];

/** An occasion that the server does not have is not there: before 4.5, that is `on_added`. */
export type ExternalPrograms = ReadonlyMap<ProgramEvent, ExternalProgram>;

/** Out of `app/preferences`; undefined: that was no answer of qBittorrent. */
export function toExternalPrograms(answer: unknown): ExternalPrograms | undefined {
  if (!isRecord(answer)) return undefined;
  const found = programEvents.flatMap((event) => {
    const { [keys[event].enabled]: enabled, [keys[event].program]: program } = answer;
    return typeof enabled === "boolean" && typeof program === "string" ? [[event, { enabled, program }] as const] : [];
  });
  const programs = new Map(found);
  return programs.has("on_completed") ? programs : undefined;
}

/** The form of `app/setPreferences`, with these settings and no others: what is left out stays as it is. */
export function toProgramsForm(programs: ExternalPrograms): Readonly<Record<string, string>> {
  const settings = [...programs].flatMap(([event, { enabled, program }]) => [
    [keys[event].enabled, enabled],
    [keys[event].program, program],
  ]);
  return { json: JSON.stringify(Object.fromEntries(settings)) };
}

const keys = {
  on_added: { enabled: "autorun_on_torrent_added_enabled", program: "autorun_on_torrent_added_program" },
  on_completed: { enabled: "autorun_enabled", program: "autorun_program" },
} as const satisfies Record<ProgramEvent, unknown>;
