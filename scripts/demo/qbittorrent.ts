import { spawnSync } from "node:child_process";

import { installSuite } from "../../tests/support/qbittorrent/install.ts";
import { LAB_CREDENTIALS, logIn } from "../../tests/support/qbittorrent/http.ts";
import { startReal } from "../../tests/support/qbittorrent/real.ts";
import { addTorrents } from "../../tests/support/qbittorrent/seed.ts";
import { startSimulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { makeTorrent } from "../../tests/support/qbittorrent/torrents.ts";
import { FAULTS } from "./faults.ts";
import type { DemoOptions, Simulated } from "./options.ts";

type Say = (line: string) => void;

export interface DemoServer {
  /** Settings for the server that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** Not ours: nothing is added, and only dry runs are made. */
  readonly guest: boolean;
  /** Has the faults begin that were asked for; returns what ends them. */
  readonly disturb: () => () => void;
  readonly stop: () => Promise<void>;
}

interface Started extends Partial<Pick<DemoServer, "disturb">> {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * The simulated one, if it is asked for; else your own, if QBT_RULES_QBITTORRENT_HOST names it; else a real one with a throw-away
 * profile; else the simulated one.
 */
export async function startQbittorrent({ simulated }: DemoOptions, say: Say): Promise<DemoServer> {
  const own = process.env["QBT_RULES_QBITTORRENT_HOST"];
  if (own !== undefined && own !== "" && simulated === undefined) {
    say(`Using your qBittorrent at ${own}: nothing is added to it, and only a dry run is made`);
    return { env: ownSettings(), guest: true, disturb: () => nothing, stop: () => Promise.resolve() };
  }
  const started = simulated === undefined ? await startAny(say) : startSimulated(simulated, say);
  try {
    await addSamples(started.url, say);
  } catch (error) {
    await started.stop();
    throw error;
  }
  const { username, password } = LAB_CREDENTIALS;
  const env = {
    QBT_RULES_QBITTORRENT_HOST: started.url,
    QBT_RULES_QBITTORRENT_USERNAME: username,
    QBT_RULES_QBITTORRENT_PASSWORD: password,
  };
  return { env, guest: false, disturb: started.disturb ?? (() => nothing), stop: started.stop };
}

const nothing = () => {};

async function startAny(say: Say): Promise<Started> {
  const real = (await startOnPath(say)) ?? (await startUnpacked(say));
  if (real !== undefined) return real;
  say("No real qBittorrent can be had here");
  return startSimulated({ version: "5.1.0", faults: [] }, say);
}

/** The settings given for your own server, `_FILE` included. No password is guessed: a wrong one counts towards a ban. */
function ownSettings(): Record<string, string> {
  const given = Object.entries(process.env).filter(([name]) => name.startsWith("QBT_RULES_QBITTORRENT_"));
  if (!given.some(([name]) => /^QBT_RULES_QBITTORRENT_(?:PASSWORD|API_KEY)/.test(name))) {
    throw new Error(
      "set QBT_RULES_QBITTORRENT_PASSWORD (or its _FILE), and QBT_RULES_QBITTORRENT_USERNAME unless it is admin; or QBT_RULES_QBITTORRENT_API_KEY",
    );
  }
  return Object.fromEntries(given.map(([name, value]) => [name, value ?? ""]));
}

async function startOnPath(say: Say): Promise<Started | undefined> {
  if (Bun.which("qbittorrent-nox") === null) return undefined;
  const server = await startReal();
  say(`Started the real qBittorrent ${server.version} of this machine, with a throw-away profile, at ${server.url}`);
  return server;
}

async function startUnpacked(say: Say): Promise<Started | undefined> {
  const possible = process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (!possible) return undefined;
  try {
    say("Unpacking a real qBittorrent from Debian's packages into the cache (once)");
    await installSuite("trixie", (line) => console.log(line));
    const server = await startReal({ suite: "trixie" });
    say(`Started a real qBittorrent ${server.version}, with a throw-away profile, at ${server.url}`);
    return server;
  } catch (error) {
    say(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function startSimulated({ version, faults }: Simulated, say: Say): Started {
  const server = startSimulator({ version });
  say(`Started the SIMULATED qBittorrent (as ${version}) at ${server.url}`);
  return {
    url: server.url,
    stop: server.stop,
    disturb: () => {
      for (const { fault, means } of faults.flatMap((name) => FAULTS[name])) {
        say(`From now on: ${means}`);
        server.faults.add(fault);
      }
      return server.faults.clear;
    },
  };
}

const PUBLIC = ["http://127.0.0.1:9/announce"];
const PRIVATE = ["http://127.0.0.1:9/private/announce"];

const samples = [
  { name: "Big.Buck.Bunny.2008.1080p.BluRay", trackers: PUBLIC },
  { name: "Sintel.2010.2160p.WEB-DL", trackers: PRIVATE },
  { name: "Caminandes.S01E02.720p", trackers: PUBLIC },
  { name: "Elephants.Dream.2006.480p", trackers: PRIVATE },
  { name: "Tears of Steel (trailer) 1080p", trackers: PUBLIC },
];

/** Hollow ones, stopped, with trackers on the discard port of loopback: nothing leaves this machine. */
async function addSamples(url: string, say: Say): Promise<void> {
  const torrents = samples.map((sample, seed) => makeTorrent({ ...sample, seed, length: 50_000_000, hollow: true }));
  await addTorrents(await logIn(url), torrents);
  say(`Added ${torrents.length} sample torrents, stopped, that never leave this machine`);
}
