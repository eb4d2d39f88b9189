import { type LoadRequest, type Loaded, loadSettings } from "../config/load.ts";
import type { SettingKey } from "../config/schema.ts";
import type { Clock } from "../lib/clock.ts";
import { type Server, type ServerAddress, connect } from "./client.ts";
import type { Invocation } from "./parse.ts";
import { clientKeys } from "./reads.ts";
import type { Terminal } from "./terminal.ts";

export interface Command {
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  /** The system's, unless a test moves one by hand: a webhook call needs none, and loads none. */
  readonly clock: Clock | undefined;
}

/** The exit status. */
export type Run = (command: Command) => Promise<number>;

/** The settings a command names, with their warnings said on standard error. */
export async function settingsFor<const K extends SettingKey, const R extends K = never>(
  { invocation, terminal }: Command,
  keys: readonly K[],
  needs: Pick<LoadRequest<K, R>, "required" | "oneOf"> = {},
) {
  const loaded = await loadSettings<K, R>({ flags: invocation.values, env: terminal.env, keys, ...needs });
  for (const warning of loaded.warnings) terminal.err(`warning: ${warning}`);
  return loaded;
}

/** A server and its address, which every message about it names. */
export interface Connection {
  readonly address: ServerAddress;
  readonly server: Server;
}

export async function connectionFor(command: Command): Promise<Connection> {
  const { settings } = await settingsFor(command, clientKeys, { required: ["client.api_key"] });
  return connectionTo(settings);
}

export function connectionTo(settings: Loaded<(typeof clientKeys)[number], "client.api_key">): Connection {
  const address = { url: settings["client.server_url"], apiKey: settings["client.api_key"] };
  return { address, server: connect(address) };
}

/** `json`: one document on standard output, for programs. */
export const outputFormat = ({ invocation }: Command): "table" | "json" =>
  invocation.values["output"] === "json" ? "json" : "table";

export const printJson = ({ terminal }: Command, value: unknown): void => terminal.out(JSON.stringify(value, null, 2));
