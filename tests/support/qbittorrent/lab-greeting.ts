import type { RealServer } from "./real.ts";

/**
 * What whoever starts a server by hand needs to know of it. Inside a root of its own it has another name for its folder than
 * this machine: rules, and what is typed into the server, name it as the server does.
 */
export function labGreeting(server: Pick<RealServer, "version" | "downloadsDir" | "downloadsPath">): string[] {
  const { version, downloadsDir: here, downloadsPath: seen } = server;
  const outside = here === seen ? [] : [`  the same folder on this machine: ${here}`];
  return [
    `qBittorrent ${version}, admin / adminadmin; Ctrl-C ends it`,
    `  downloads, as rules name them: ${seen}`,
    ...outside,
  ];
}
