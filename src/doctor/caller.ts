import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { loadSettings } from "../config/load.ts";
import type { Problem } from "../errors.ts";
import type { Caller } from "../hook/call.ts";
import { shellWord } from "../lib/shell.ts";
import { look } from "./finding.ts";
import type { Scene } from "./scene.ts";

export interface CallerFault {
  readonly state: "warning" | "wrong";
  readonly problem: Problem;
}

/** What keeps the calls from doing their work. qBittorrent may see other files than we do: what is missing here may be there. */
export async function callerFaults({ program, configDir }: Caller, scene: Scene): Promise<readonly CallerFault[]> {
  const ofProgram = await programFault(program);
  const ofFolder = configDir === undefined ? undefined : await folderFault(configDir, scene);
  return [ofProgram, ofFolder].filter((fault) => fault !== undefined);
}

async function programFault(program: string): Promise<CallerFault | undefined> {
  const found = await stat(program).catch(() => undefined);
  if (found === undefined) return elsewhere(program, "--hook-program");
  if (!found.isFile())
    return fault("wrong", `${program} is not a file`, "install the hook again, with --hook-program PATH");
  const isExecutable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  return isExecutable ? undefined : fault("wrong", `${program} cannot be executed`, `chmod +x ${shellWord(program)}`);
}

async function folderFault(folder: string, { settings }: Scene): Promise<CallerFault | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return elsewhere(folder, "--hook-config-dir");
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
