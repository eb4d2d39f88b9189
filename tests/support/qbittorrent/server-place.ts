import { existsSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isInstalled, SERVER_IN_ROOT, suiteRoot, type Suite } from "./cache.ts";
import { isAlive } from "./processes.ts";

/** One throw-away folder for one server, under two names: ours, and the server's when it lives in a root of its own. */
export interface ServerPlace {
  readonly folder: string;
  /** What `folder` is called inside the server. */
  readonly seen: string;
  readonly command: readonly string[];
  readonly remove: () => void;
}

/** `proc`: with the /proc that programs which the server runs may need. */
export async function makePlace(suite: Suite | undefined, proc = false): Promise<ServerPlace> {
  return suite === undefined ? placeOnPath() : placeInSuite(suite, proc);
}

async function placeOnPath(): Promise<ServerPlace> {
  const server = Bun.which("qbittorrent-nox");
  if (server === null) throw new Error("no qbittorrent-nox on the PATH");
  return place({ parent: tmpdir(), root: "", command: [server] });
}

async function placeInSuite(suite: Suite, proc: boolean): Promise<ServerPlace> {
  if (!isInstalled(suite)) {
    throw new Error(`the real qBittorrent of ${suite} is not installed; run: npm run lab -- install ${suite}`);
  }
  if (process.getuid?.() !== 0)
    throw new Error(`the real qBittorrent of ${suite} runs in its own root: root is needed`);
  const root = suiteRoot(suite);
  const enter = proc ? ["unshare", "--mount", "sh", "-c", MOUNT_AND_ENTER, root] : ["chroot", root];
  return place({ parent: join(root, "tmp"), root, command: [...enter, SERVER_IN_ROOT] });
}

/** Mounted in a name space of its own, which ends with the last process in it: there is nothing to unmount. */
const MOUNT_AND_ENTER = 'mount --types proc proc "$0/proc" && exec chroot "$0" "$@"';

interface PlaceSettings {
  readonly parent: string;
  readonly root: string;
  readonly command: readonly string[];
}

async function place({ parent, root, command }: PlaceSettings): Promise<ServerPlace> {
  await mkdir(parent, { recursive: true });
  await sweep(parent);
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  await mkdir(join(folder, "downloads"));
  return {
    folder,
    seen: folder.slice(root.length),
    command: [...dieWithParent(), ...command],
    remove: () => removeFolder(folder),
  };
}

const PREFIX = "qbt-rules-server-";
const ABANDONED_AFTER_MS = 300_000;

/** Even a SIGKILL of the test run then takes the server with it. */
function dieWithParent(): string[] {
  const setpriv = Bun.which("setpriv");
  return setpriv === null ? [] : [setpriv, "--pdeathsig", "KILL"];
}

/** A server that was killed a moment ago may still be writing: what it puts back is removed again. */
function removeFolder(folder: string): void {
  for (let tries = 0; tries < 40 && existsSync(folder); tries += 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // not empty after all; what remains in the end is swept by a later run
    }
    if (existsSync(folder)) Bun.sleepSync(25);
  }
}

/** Removes folders of runs that were killed before they could. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = Number(/^qbt-rules-server-(\d+)-/.exec(name)?.[1] ?? 0);
    if (owner === 0 || isAlive(owner)) continue;
    const folder = join(parent, name);
    const modified = (await stat(folder).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (Date.now() - modified > ABANDONED_AFTER_MS) rmSync(folder, { recursive: true, force: true });
  }
}
