import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isRecord } from "../../src/lib/json.ts";
import { at } from "../support/json.ts";
import { EXECUTABLE, type Finished, type Program, startProgram } from "../support/program.ts";
import type { Suite } from "../support/qbittorrent/cache.ts";
import { type Bench, asRow, openBench } from "../support/qbittorrent/conformance/bench.ts";
import { type RealServer, startReal } from "../support/qbittorrent/real.ts";
import { addTorrents } from "../support/qbittorrent/seed.ts";
import { type TestTorrent, type TorrentSpec, makeTorrent, writeContent } from "../support/qbittorrent/torrents.ts";

const TOOLS = "my tools";
const FOLDER = "it's my config";

/** Of a call by the hook, below the profile. */
export const CALL_LOG = "calls.log";

export interface Stage extends AsyncDisposable {
  readonly seeder: Bench;
  readonly bench: Bench;
  readonly program: Program;
  /** Where our files are for the server of `bench`. */
  readonly server: RealServer;
}

/** A server that has the data, another that calls us, and our program behind that, which it can reach. */
export async function openStage(suite: Suite, rules: string): Promise<Stage> {
  const options = { suite, profileOptions: { BitTorrent: { "Session\\RefreshInterval": 300 } } };
  await using opening = new AsyncDisposableStack();
  const seeder = await openBench(() => startReal(options));
  opening.defer(() => seeder.subject.stop());
  const server = await startReal({ ...options, proc: true });
  const bench = await openBench(async () => server);
  opening.defer(() => bench.subject.stop());
  const program = await startProgram({ qbittorrent: server.url, rules });
  opening.defer(() => program.stop());
  placeClient(server, program);
  const opened = opening.move();
  return { seeder, bench, program, server, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Puts the executable and its settings where the server can reach them, in folders with spaces and quotes in their names. */
function placeClient({ profileDir, profilePath }: RealServer, { url, key }: Program): void {
  for (const folder of [TOOLS, FOLDER]) mkdirSync(join(profileDir, folder));
  copyFileSync(EXECUTABLE, join(profileDir, TOOLS, "qbt-rules"));
  const config = { client: { server_url: url, api_key: key }, logging: { file: join(profilePath, CALL_LOG) } };
  writeFileSync(join(profileDir, FOLDER, "config.yml"), JSON.stringify(config));
}

/** Has the server call what was placed there. */
export function installHook(
  { server: { profilePath }, program }: Pick<Stage, "server" | "program">,
  events: readonly string[],
): Promise<Finished> {
  const paths = [
    "--hook-program",
    `${profilePath}/${TOOLS}/qbt-rules`,
    "--hook-config-dir",
    `${profilePath}/${FOLDER}`,
  ];
  return program.client("--install-hook", events.join(","), ...paths);
}

/** The events that this server runs a program at. */
export const eventsOf = ({ facts }: Bench): readonly string[] =>
  facts.programOnAdded ? ["on_added", "on_completed"] : ["on_completed"];

/** Has the server offer the data. */
export async function seedOf(seeder: Bench, spec: TorrentSpec): Promise<void> {
  await writeContent(spec, seeder.subject.downloadsDir);
  const torrent = makeTorrent(spec);
  const hash = idOf(seeder, torrent);
  await addTorrents(seeder.session, [{ ...torrent, hash }], { stopped: false, unsettled: true });
  await seeder.rowBecomes(hash, { progress: 1, state: "stalledUP" });
}

/** The hash that this server knows it by, once it has its metadata. */
export const idOf = ({ facts }: Bench, { hash, hashV2 }: TestTorrent): string =>
  facts.knowsV2 ? (hashV2?.slice(0, 40) ?? hash) : hash;

/** Where others reach the server for its data. */
export async function peerOf({ session }: Bench): Promise<string> {
  return `127.0.0.1:${String(asRow(await session.get("app/preferences"))["listen_port"])}`;
}

/** All jobs, once there are so many and none is under way. */
export async function endedJobs({ api, console }: Program, atLeast: number) {
  for (const end = Date.now() + 30_000; Date.now() < end; await Bun.sleep(100)) {
    const listed = at((await api("/api/jobs")).body, "jobs");
    const jobs = Array.isArray(listed) ? listed.filter(isRecord) : [];
    const isOver = jobs.every(({ status }) => status !== "pending" && status !== "processing");
    if (isOver && jobs.length >= atLeast) return jobs;
  }
  throw new Error(`there are not ${atLeast} ended jobs:\n${console()}`);
}
