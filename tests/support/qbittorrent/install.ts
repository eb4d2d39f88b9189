import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { isInstalled, labFolder, SERVER_IN_ROOT, suiteRoot, type Suite } from "./cache.ts";
import { withFileLock } from "./file-lock.ts";

/**
 * Unpacks the qbittorrent-nox of a Debian suite into the cache. A suite that is there already is left alone; two installs
 * at once do the work once; an interrupted one leaves nothing that could be taken for a good root.
 */
export async function installSuite(suite: Suite, say: (line: string) => void = () => {}): Promise<void> {
  if (isInstalled(suite)) return say(`${suite}: already in ${suiteRoot(suite)}`);
  await mkdir(labFolder(), { recursive: true });
  await withFileLock(join(labFolder(), `${suite}.lock`), INSTALL_WITHIN_MS, async () => {
    if (isInstalled(suite)) return;
    await removeLeftovers(suite);
    await ensureUnpacker(say);
    say(`${suite}: unpacking`);
    await unpack(suite);
  });
  say(`${suite}: in ${suiteRoot(suite)}`);
}

const INSTALL_WITHIN_MS = 300_000;
const PARTIAL = ".partial-";

async function removeLeftovers(suite: Suite): Promise<void> {
  const names = await readdir(labFolder());
  const leftovers = names.filter((name) => name.startsWith(`${PARTIAL}${suite}-`));
  if (existsSync(suiteRoot(suite))) leftovers.push(suite);
  await Promise.all(leftovers.map((name) => rm(join(labFolder(), name), { recursive: true, force: true })));
}

async function ensureUnpacker(say: (line: string) => void): Promise<void> {
  if (Bun.which("mmdebstrap") !== null) return;
  if (process.getuid?.() !== 0) throw new Error("mmdebstrap is needed: install it, or run this as root");
  say("installing mmdebstrap");
  await run(["apt-get", "update", "-qq"]);
  await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "mmdebstrap"]);
}

async function unpack(suite: Suite): Promise<void> {
  const mirror = await debianMirror();
  const partial = join(labFolder(), `${PARTIAL}${suite}-${process.pid}-${Date.now()}`);
  const options = [
    "--quiet",
    "--variant=extract",
    // Old suites are archived: their index is past its date, its signature is as good as ever.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    "--include=base-files,qbittorrent-nox,ca-certificates",
  ];
  try {
    await run(["mmdebstrap", ...options, suite, partial, mirror]);
    if (!existsSync(join(partial, SERVER_IN_ROOT))) throw new Error(`${suite} has no ${SERVER_IN_ROOT}`);
    await rename(partial, suiteRoot(suite));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The mirror this machine's apt already uses: other networks have other ones. */
async function debianMirror(): Promise<string> {
  const listing = await run(["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]);
  const mirror = listing.split("\n").find((uri) => uri.endsWith("/debian/"));
  if (mirror === undefined) throw new Error("apt on this machine knows no Debian archive");
  return mirror;
}

async function run(command: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = Bun.spawn([...command], { env, stdin: "ignore", stderr: "pipe", timeout: INSTALL_WITHIN_MS });
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${errors.trim().slice(-2000)}`);
  return output;
}
