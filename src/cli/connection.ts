import type { ServerAddress } from "./ask.ts";
import { type Server, connect } from "./client.ts";
import { type Command, settingsFor } from "./context.ts";
import { clientKeys } from "./reads.ts";

/** A server and its address, which every message about it names. */
export interface Connection {
  readonly address: ServerAddress;
  readonly server: Server;
}

export async function connectionFor(command: Command): Promise<Connection> {
  const { settings } = await settingsFor(command, clientKeys, { required: ["client.api_key"] });
  const address = { url: settings["client.server_url"], apiKey: settings["client.api_key"] };
  return { address, server: connect(address) };
}
