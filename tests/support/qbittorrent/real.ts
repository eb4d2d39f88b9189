import type { Subprocess } from "bun";
import { closeSync, openSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import type { Suite } from "./cache.ts";
import { freePort } from "../free-port.ts";
import { LAB_CREDENTIALS, createRawSession, logIn } from "./http.ts";
import { listedStates } from "./listed.ts";
import { endProcess, onInterruption } from "./processes.ts";
import { writeProfile, type ProfileOptions } from "./profile.ts";
import { makePlace, type ServerPlace } from "./server-place.ts";

export interface RealOptions {
  /** A suite of the lab; without it, the qbittorrent-nox on the PATH. */
  readonly suite?: Suite;
  /** For a person who wants a known port; tests leave it out. */
  readonly port?: number;
  readonly profileOptions?: ProfileOptions;
  /** What it runs finds a /proc. */
  readonly proc?: boolean;
  /** A POSIX time zone such as `JST-9`; old versions let it show through in timestamps. */
  readonly timeZone?: string;
}

export interface RealServer {
  readonly url: string;
  readonly port: number;
  /** As app/version says it, without the leading v. */
  readonly version: string;
  readonly suite: Suite | undefined;
  readonly profileDir: string;
  /** `profileDir` as the server calls it. */
  readonly profilePath: string;
  readonly downloadsDir: string;
  /** `downloadsDir` as the server calls it, hence what its save_path says. */
  readonly downloadsPath: string;
  /**
   * Same profile, same port, new process: sessions are gone, torrents are not. `whileDown` may change the profile, such
   * as the past of a torrent.
   */
  readonly restart: (whileDown?: () => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a real qBittorrent on loopback (user admin, password adminadmin) with a profile that is gone after stop(). */
export async function startReal(options: RealOptions = {}): Promise<RealServer> {
  const place = await makePlace(options.suite, options.proc);
  try {
    return await startIn(place, options);
  } catch (error) {
    place.remove();
    throw error;
  }
}

async function startIn(place: ServerPlace, options: RealOptions): Promise<RealServer> {
  const port = options.port ?? freePort();
  const url = `http://127.0.0.1:${port}`;
  const downloads = join(place.seen, "downloads");
  await writeProfile(place.folder, {
    webPort: port,
    torrentPort: freePort(),
    downloads,
    credentials: LAB_CREDENTIALS,
    options: options.profileOptions ?? {},
  });
  const launch = () => spawnServer(place, port, options.timeZone ?? "UTC");
  let child = launch();
  const forget = onInterruption(() => {
    child.kill("SIGKILL");
    place.remove();
  });
  const stop = async () => {
    await endProcess(child);
    forget();
    place.remove();
  };
  try {
    await waitUntilReady(child, url, place);
    return {
      url,
      port,
      version: await readVersion(url),
      suite: options.suite,
      profileDir: place.folder,
      profilePath: place.seen,
      downloadsDir: join(place.folder, "downloads"),
      downloadsPath: downloads,
      restart: async (whileDown) => {
        await waitUntilSaved(url, place);
        await endProcess(child);
        await whileDown?.();
        child = launch();
        await waitUntilReady(child, url, place);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const READY_WITHIN_MS = 60_000;
const SAVED_WITHIN_MS = 60_000;

function spawnServer(place: ServerPlace, port: number, timeZone: string): Subprocess {
  const log = openSync(logFile(place), "a");
  try {
    return Bun.spawn([...place.command, `--profile=${place.seen}`, `--webui-port=${port}`], {
      // Nothing of the developer's environment reaches the server: HOME, proxies and locale would change what it does.
      env: { PATH: process.env["PATH"] ?? "", HOME: place.seen, TMPDIR: place.seen, LC_ALL: "C.UTF-8", TZ: timeZone },
      stdin: "ignore",
      stdout: log,
      stderr: log,
    });
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(child: Subprocess, url: string, place: ServerPlace): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const session = createRawSession(url);
  for (;;) {
    const answer = await session.get("app/version").catch(() => undefined);
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      throw new Error(`qBittorrent did not start at ${url}: ${(await Bun.file(logFile(place)).text()).slice(-2000)}`);
    }
    // 200: it asks nobody for a login.
    if (answer?.status === 403 || answer?.status === 200) return;
    await Bun.sleep(50);
  }
}

/** qBittorrent writes new torrents down in the background, some hundreds a second, and forgets the rest when it ends. */
async function waitUntilSaved(url: string, place: ServerPlace): Promise<void> {
  const deadline = Date.now() + SAVED_WITHIN_MS;
  const wanted = (await listedStates(await logIn(url))).size;
  for (;;) {
    const names = await readdir(join(place.folder, "qBittorrent", "data", "BT_backup"));
    if (names.filter((name) => name.endsWith(".fastresume")).length >= wanted) return;
    if (Date.now() > deadline) throw new Error(`qBittorrent at ${url} did not save all of its ${wanted} torrents`);
    await Bun.sleep(100);
  }
}

async function readVersion(url: string): Promise<string> {
  const answer = await (await logIn(url)).get("app/version");
  return answer.text.trim().replace(/^v/, "");
}

function logFile(place: ServerPlace): string {
  return join(place.folder, "server.log");
}
