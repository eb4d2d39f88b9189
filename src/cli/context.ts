import { AppError } from "../errors.ts";
import { loadSettings } from "../config/load.ts";
import type { SettingKey } from "../config/schema.ts";
import { type Server, type ServerAddress, connect } from "./client.ts";
import type { Invocation } from "./parse.ts";
import type { Terminal } from "./terminal.ts";

export interface Command {
  readonly invocation: Invocation;
  readonly terminal: Terminal;
}

/** The exit status. */
export type Run = (command: Command) => Promise<number>;

/** The settings a command names, with their warnings said on standard error. */
export async function settingsFor<const K extends SettingKey, const R extends K = never>(
  { invocation, terminal }: Command,
  keys: readonly K[],
  required: readonly R[] = [],
) {
  const loaded = await loadSettings<K, R>({ flags: invocation.values, env: terminal.env, keys, required });
  for (const warning of loaded.warnings) terminal.err(`warning: ${warning}`);
  return loaded;
}

export interface ClientContext {
  readonly address: ServerAddress;
  readonly server: Server;
  /** Milliseconds. */
  readonly waitTimeout: number;
}

export async function clientContext(command: Command): Promise<ClientContext> {
  const { settings } = await settingsFor(
    command,
    ["client.server_url", "client.api_key", "client.wait_timeout"],
    ["client.api_key"],
  );
  const address = { url: settings["client.server_url"], apiKey: settings["client.api_key"] };
  return { address, server: connect(address), waitTimeout: settings["client.wait_timeout"] };
}

/** `json`: one document on standard output, for programs. */
export function outputFormat({ invocation }: Command): "table" | "json" {
  const { output = "table" } = invocation.values;
  if (output === "table" || output === "json") return output;
  throw new AppError("usage", `--output takes table or json, found "${output}"`);
}

export const printJson = ({ terminal }: Command, value: unknown): void => terminal.out(JSON.stringify(value, null, 2));
