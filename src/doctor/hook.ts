import { nameOf } from "../hook/plan.ts";
import { type Caller, readCall, writeCall } from "../hook/call.ts";
import type { ExternalProgram, ExternalPrograms, ProgramEvent } from "../qbittorrent/external-programs.ts";
import type { ServerVersion } from "../qbittorrent/versions.ts";
import { callerFaults } from "./caller.ts";
import { type Finding, failed, look, notChecked, ok, warning, wrong } from "./finding.ts";
import { noLogin } from "./qbittorrent.ts";
import type { Scene } from "./scene.ts";

/** Whether qBittorrent calls this program, and whether what it calls can do its work, as far as that is seen from here. */
export async function checkHook(scene: Scene): Promise<Finding> {
  const { qbittorrent, role, signal } = scene;
  if (qbittorrent === undefined) return notChecked(noLogin(role));
  const seen = await qbittorrent();
  if (!seen.ok) return notChecked("qBittorrent cannot be asked, see qbittorrent");
  const { client, version } = seen.value;
  const programs = await look(() => client.externalPrograms(signal));
  if (!programs.ok) return failed(programs.error);
  const calls = readCalls(programs.value, version);
  const found = calls.map(({ event, words }) => `${event} ${words}`).join(", ");
  if (!calls.some(({ isCall }) => isCall))
    return warning(`qBittorrent does not call qbt-rules: ${found}`, { hint: wayToCall(calls, scene) });
  const callers = new Map(
    calls.flatMap(({ caller }) => (caller === undefined ? [] : [[JSON.stringify(caller), caller]])),
  );
  const faults = (await Promise.all([...callers.values()].map((caller) => callerFaults(caller, scene)))).flat();
  const stale = calls.filter(({ isStale }) => isStale);
  const hint = stale.length === 0 ? undefined : waysToRenew(stale, version, scene).join("; ");
  const details = { problems: faults.map(({ problem }) => problem), hint };
  if (faults.some(({ state }) => state === "wrong")) return wrong(found, details);
  return faults.length + stale.length > 0 ? warning(found, details) : ok(found);
}

interface Call {
  readonly event: ProgramEvent;
  readonly words: string;
  /** Nothing is there. */
  readonly isFree: boolean;
  /** It calls us, or would if it were switched on. */
  readonly isCall: boolean;
  /** It is one that an installation wrote, and would write otherwise now. */
  readonly isStale: boolean;
  /** Of one that an installation wrote. */
  readonly caller: Caller | undefined;
}

/** Where there is a program of somebody else, the installation says how to run both. */
function wayToCall(calls: readonly Call[], { typed }: Scene): string {
  const free = calls.filter(({ isFree }) => isFree);
  const command = typed("--install-hook", namesOf(free.length > 0 ? free : calls));
  const unless = free.length < calls.length ? "right if that program calls it in turn; otherwise: " : "";
  return `${unless}${command}; without it, rules run by schedule, or when somebody asks`;
}

/**
 * Each with the paths that it has: they are as qBittorrent sees them, and those of this program here may mean nothing there.
 * No command leaves the folder out, so that where there is none the line is set by hand.
 */
function waysToRenew(stale: readonly Call[], version: ServerVersion, { typed }: Scene): readonly string[] {
  const byCaller = Map.groupBy(stale, ({ caller }) => JSON.stringify(caller));
  return [...byCaller.values()].flatMap((calls) => {
    const caller = calls[0]?.caller;
    if (caller === undefined) return [];
    const { program, configDir } = caller;
    if (configDir === undefined)
      return calls.map(({ event }) => `set for ${event} under ${BY_HAND}: ${writeCall(caller, event, version)}`);
    const paths = ["--hook-program", program, "--hook-config-dir", configDir];
    // First, so that the command does nothing when it is pasted without its end, from lines of a terminal.
    return [`bring it up to date: ${typed(...paths, "--install-hook", namesOf(calls))}`];
  });
}

const BY_HAND = "Tools > Options > Downloads > Run external program, and switch it on";

const readCalls = (programs: ExternalPrograms, version: ServerVersion): readonly Call[] =>
  [...programs].map(([event, program]) => ({ event, ...readProgram(event, program, version) }));

function readProgram(event: ProgramEvent, { enabled, program }: ExternalProgram, version: ServerVersion) {
  const caller = readCall(program, event);
  if (caller !== undefined) {
    const isCurrent = writeCall(caller, event, version) === program;
    const but = enabled ? (isCurrent ? "" : ", in the words of another version") : ", but is switched off";
    return { words: `calls ${caller.program}${but}`, isFree: false, isCall: true, isStale: but !== "", caller };
  }
  const isFree = program.trim() === "";
  const isByHand = enabled && OURS_BY_HAND.test(program);
  const but = isByHand ? ", set by hand" : enabled ? "" : ", but that is switched off";
  const words = isFree ? "runs nothing" : `runs ${nameOf(program)}${but}`;
  return { words, isFree, isCall: isByHand, isStale: false, caller };
}

/** A program of ours in another place in the line, or a request to the API by curl. */
const OURS_BY_HAND = /qbt[-_]?rules|\/api\/execute/i;

const namesOf = (calls: readonly Call[]): string => calls.map(({ event }) => event).join(",");
