import { type Stats, constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import { loadSettings } from "../config/load.ts";
import type { Settings } from "../config/schema.ts";
import { type Problem, systemCode } from "../errors.ts";
import type { Caller } from "../hook/call.ts";
import { shellWord } from "../lib/shell.ts";
import { look } from "./finding.ts";

export interface CallerFault {
  readonly state: "warning" | "wrong";
  readonly problem: Problem;
}

/**
 * What keeps the calls from doing their work. qBittorrent may see other files than we do: what is missing here may be there,
 * and its user may be let in where we are not.
 */
export async function callerFaults(
  caller: Caller,
  { settings }: { readonly settings: Pick<Settings, "server.api_key"> },
): Promise<readonly CallerFault[]> {
  const ofProgram = await programFault(caller);
  const ofFolder = caller.configDir === undefined ? undefined : await folderFault(caller, caller.configDir, settings);
  return [ofProgram, ofFolder].filter((fault) => fault !== undefined);
}

async function programFault(caller: Caller): Promise<CallerFault | undefined> {
  const { program } = caller;
  const found = await see(program);
  if (found === "missing") return elsewhere(program, "--hook-program");
  if (found === "hidden") return notForUs(program, caller);
  if (!found.isFile())
    return fault("wrong", `${program} is not a file`, "install the hook again, with --hook-program PATH");
  if ((found.mode & ANYBODY_EXECUTES) === 0)
    return fault("wrong", `${program} cannot be executed`, `chmod +x ${shellWord(program)}`);
  return (await isLetIn(program, constants.X_OK)) ? undefined : notForUs(program, caller);
}

const ANYBODY_EXECUTES = 0o111;

async function folderFault(
  caller: Caller,
  folder: string,
  settings: Pick<Settings, "server.api_key">,
): Promise<CallerFault | undefined> {
  const found = await see(folder);
  if (found === "missing") return elsewhere(folder, "--hook-config-dir");
  const file = join(folder, "config.yml");
  if (found === "hidden" || !(await isLetIn(file, constants.R_OK))) return notForUs(file, caller);
  const from = { flags: {}, env: { QBT_RULES_CONFIG_DIR: folder }, keys: ["client.api_key"] as const };
  const loaded = await look(() => loadSettings(from));
  if (!loaded.ok) {
    const [first] = loaded.error.problems;
    return fault("wrong", `the calls cannot use ${folder}: ${first?.message}`, first?.hint ?? "correct it");
  }
  const key = loaded.value.settings["client.api_key"];
  const keys = settings["server.api_key"];
  if (key === undefined)
    return fault(
      "warning",
      `the calls find no client.api_key in ${folder}/config.yml`,
      "write it there, unless QBT_RULES_CLIENT_API_KEY_FILE in the environment of qBittorrent names its file",
    );
  if (keys === undefined || keys.includes(key)) return undefined;
  const hint = `write one of server.api_key into ${folder}/config.yml as client.api_key`;
  return fault("wrong", `the client.api_key that the calls find in ${folder} is none of server.api_key`, hint);
}

/** What is there, as far as this user may know. */
async function see(path: string): Promise<Stats | "missing" | "hidden"> {
  try {
    return await stat(path);
  } catch (thrown) {
    return isRefusal(thrown) ? "hidden" : "missing";
  }
}

/** Also where nothing is there. */
const isLetIn = (path: string, how: number): Promise<boolean> =>
  access(path, how).then(
    () => true,
    (thrown: unknown) => !isRefusal(thrown),
  );

const isRefusal = (thrown: unknown): boolean => ["EACCES", "EPERM"].includes(systemCode(thrown));

const notForUs = (path: string, { program, configDir }: Caller): CallerFault => {
  const words = [program, ...(configDir === undefined ? [] : ["--config-dir", configDir]), "--context", "on_added"];
  const tried = `sudo -u USER ${words.map(shellWord).join(" ")} --dry-run`;
  return fault(
    "warning",
    `${path} is closed to this user`,
    `right if it is open to the user that qBittorrent runs as; to see, as that user: ${tried}`,
  );
};

const elsewhere = (path: string, flag: string): CallerFault =>
  fault(
    "warning",
    `${path} is not there on this machine`,
    `right if qBittorrent runs in a container that has it; otherwise install the hook again, with ${flag} PATH`,
  );

const fault = (state: CallerFault["state"], message: string, hint: string): CallerFault => ({
  state,
  problem: { message, hint },
});
