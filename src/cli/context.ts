import { type LoadRequest, loadSettings } from "../config/load.ts";
import type { SettingKey } from "../config/schema.ts";
import type { Clock } from "../lib/clock.ts";
import type { Invocation } from "./parse.ts";
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

/** `json`: one document on standard output, for programs. */
export const outputFormat = ({ invocation }: Command): "table" | "json" =>
  invocation.values["output"] === "json" ? "json" : "table";

export const printJson = ({ terminal }: Command, value: unknown): void => terminal.out(JSON.stringify(value, null, 2));
