import { dirname, resolve } from "node:path";
import { qbittorrentOf, serverLogin } from "../../app/settings.ts";
import { loadSettings } from "../../config/load.ts";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../hook/call.ts";
import { type Step, isChange, planInstall, planRemoval } from "../../hook/plan.ts";
import { type Client, createClient } from "../../qbittorrent/client.ts";
import { type ExternalPrograms, programEvents } from "../../qbittorrent/external-programs.ts";
import { type Command, type Run, outputFormat, printJson, settingsFor } from "../context.ts";
import { hookJson, hookLines } from "../hook-view.ts";
import { clientKeys, hookKeys } from "../reads.ts";
import { paint } from "../terminal.ts";

/** Has qBittorrent call us when a torrent was added or finished; what is set there for others stays. */
export const installHook: Run = async (command) => {
  const named = (command.invocation.values["install-hook"] ?? "").split(",");
  const events = programEvents.filter((event) => named.includes(event));
  const { client, url, caller: wanted } = await open(command);
  const caller = callerFor(wanted);
  const version = await client.version(command.terminal.signal);
  const found = await client.externalPrograms(command.terminal.signal);
  const plan = planInstall(events, caller, found, version);
  if (!plan.ok) throw new AppError("hook", "The hook was not installed, and nothing was changed", plan);
  const done = await carryOut(command, client, plan.steps, { url, version: version.app });
  if (done === "nothing to do") say(command, "it is installed already, and there is nothing to change");
  if (done === "done") say(command, "installed");
  for (const note of await notesOn(caller, wanted.isSeenHere)) command.terminal.err(note);
  return 0;
};

export const removeHook: Run = async (command) => {
  const { client, url } = await open(command);
  const version = await client.version(command.terminal.signal);
  const steps = planRemoval(await client.externalPrograms(command.terminal.signal));
  const done = await carryOut(command, client, steps, { url, version: version.app });
  if (done === "nothing to do") say(command, "nothing to remove: --install-hook has set none of these");
  if (done === "done") say(command, "removed");
  return 0;
};

interface Opened {
  readonly client: Client;
  readonly url: string;
  readonly caller: WantedCaller;
}

async function open(command: Command): Promise<Opened> {
  const { settings, origins, configFile } = await settingsFor(command, hookKeys, { oneOf: serverLogin });
  const { "hook-program": program, "hook-config-dir": elsewhere } = command.invocation.values;
  const url = settings["qbittorrent.host"];
  const client = createClient({
    ...qbittorrentOf(settings),
    runsOnce: true,
    fetch: async (address, init) => await fetch(address, init),
  });
  const folder = origins["config.dir"] === "default" ? undefined : settings["config.dir"];
  const own = configFile === undefined ? folder : dirname(configFile);
  const caller = {
    program: program ?? command.terminal.executable,
    configDir: elsewhere ?? (own === undefined ? undefined : resolve(own)),
    isSeenHere: elsewhere === undefined,
  };
  return { client, url, caller };
}

interface WantedCaller extends Omit<Caller, "program"> {
  readonly program: string | undefined;
  /** The folder is the one that this very call has read. */
  readonly isSeenHere: boolean;
}

function callerFor({ program, configDir }: WantedCaller): Caller {
  if (program !== undefined) return { program, configDir };
  throw new AppError("usage", "Run from source, there is no executable that qBittorrent could call", {
    hint: "build it (npm run build), and name it by --hook-program",
  });
}

/** Shows what is to change before it does. */
async function carryOut(
  command: Command,
  client: Client,
  steps: readonly Step[],
  server: { readonly url: string; readonly version: string },
): Promise<"nothing to do" | "dry run" | "done"> {
  const { terminal, invocation } = command;
  const changes = steps.filter(isChange);
  const dryRun = invocation.given.has("dry-run");
  if (outputFormat(command) === "json") printJson(command, hookJson(server, steps, dryRun));
  else for (const line of hookLines(terminal, server, steps)) terminal.out(line);
  if (changes.length === 0) return "nothing to do";
  if (dryRun) {
    say(command, "dry run: nothing was changed");
    return "dry run";
  }
  await client.setExternalPrograms(new Map(changes.map(({ event, after }) => [event, after])), terminal.signal);
  assertKept(changes, await client.externalPrograms(terminal.signal), server.url);
  return "done";
}

/** Most versions answer "done" to whatever they are sent. */
function assertKept(changes: readonly Step[], kept: ExternalPrograms, url: string): void {
  const lost = changes.filter((step) => isChange({ ...step, before: kept.get(step.event) ?? step.before }));
  if (lost.length === 0) return;
  const events = lost.map(({ event }) => event).join(" and ");
  throw new AppError(
    "qbittorrent_answer",
    `qBittorrent at ${url} accepted the change, but did not keep it: ${events}`,
    {
      hint: "set it by hand: Tools > Options > Downloads > Run external program",
    },
  );
}

/** Programs read the document on standard output alone. */
function say(command: Command, line: string): void {
  if (outputFormat(command) === "table") command.terminal.out(`${paint(command.terminal, "green", "✓")} ${line}`);
}

/** What has to hold for the call to work, as far as it cannot be seen from here or is seen to be missing. */
async function notesOn({ program, configDir }: Caller, isSeenHere: boolean): Promise<readonly string[]> {
  if (configDir === undefined)
    return [
      "note: the call takes client.server_url and client.api_key from the environment of qBittorrent (QBT_RULES_CLIENT_API_KEY_FILE); --hook-config-dir names a folder with a config.yml instead",
    ];
  const access = `note: the user that qBittorrent runs as must be able to run ${program} and to read ${configDir}`;
  if (!isSeenHere) return [access];
  const from = {
    flags: {},
    env: { QBT_RULES_CONFIG_DIR: configDir },
    keys: clientKeys,
    required: ["client.api_key"] as const,
  };
  return await loadSettings(from).then(
    () => [access],
    () => [
      access,
      `warning: there is no client.api_key to be used in ${configDir}/config.yml: write it there, or name its file in the environment of qBittorrent by QBT_RULES_CLIENT_API_KEY_FILE`,
    ],
  );
}
