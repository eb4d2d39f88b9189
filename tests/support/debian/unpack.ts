import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

import { withFileLock } from "./file-lock.ts";

/** Programs of a Debian suite in a folder of their own, with all that they need: nothing is installed on the machine. */
export interface DebianRoot {
  /** It gets this name only when it is complete, so its existence means that it can be used. */
  readonly folder: string;
  readonly suite: string;
  readonly packages: readonly string[];
  /** The program that matters, as its path inside. */
  readonly program: string;
}

/** Where real servers are kept between test runs. */
export function labFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env["QBT_RULES_LAB"] ?? join(env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "qbt-rules", "lab");
}

export function isUnpacked({ folder, program }: Pick<DebianRoot, "folder" | "program">): boolean {
  return existsSync(join(folder, program));
}

/**
 * Unpacks what is not there already. Two at once do the work once; an interrupted one leaves nothing that could be taken
 * for a good root. The packages come from the mirror that apt uses here, and apt holds them against Debian's signature.
 */
export async function unpackRoot(root: DebianRoot, say: (line: string) => void = () => {}): Promise<void> {
  const { folder } = root;
  const name = basename(folder);
  if (isUnpacked(root)) return say(`${name}: already in ${folder}`);
  await mkdir(dirname(folder), { recursive: true });
  await withFileLock(`${folder}.lock`, UNPACK_WITHIN_MS, async () => {
    if (isUnpacked(root)) return;
    await removeLeftovers(folder);
    await ensureUnpacker(say);
    say(`${name}: unpacking`);
    await unpack(root);
  });
  say(`${name}: in ${folder}`);
}

const UNPACK_WITHIN_MS = 300_000;
const PARTIAL = ".partial-";

async function removeLeftovers(folder: string): Promise<void> {
  const name = basename(folder);
  const names = await readdir(dirname(folder));
  const leftovers = names.filter((other) => other === name || other.startsWith(`${PARTIAL}${name}-`));
  await Promise.all(leftovers.map((other) => rm(join(dirname(folder), other), { recursive: true, force: true })));
}

async function ensureUnpacker(say: (line: string) => void): Promise<void> {
  if (Bun.which("mmdebstrap") !== null) return;
  if (!isRoot()) throw new Error("mmdebstrap is needed: install it, or run this as root");
  say("installing mmdebstrap");
  await run(["apt-get", "update", "-qq"]);
  await run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "mmdebstrap"]);
}

async function unpack({ folder, suite, packages, program }: DebianRoot): Promise<void> {
  const mirror = await debianMirror();
  const partial = join(dirname(folder), `${PARTIAL}${basename(folder)}-${process.pid}-${Date.now()}`);
  const options = [
    "--quiet",
    "--variant=extract",
    // Of its ways without root, the one that asks the system for nothing: extracting needs no chroot.
    ...(isRoot() ? [] : ["--mode=chrootless"]),
    // Old suites are archived: their index is past its date, its signature is as good as ever.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    `--include=${packages.join(",")}`,
  ];
  try {
    await run(["mmdebstrap", ...options, suite, partial, mirror]);
    if (!isUnpacked({ folder: partial, program })) throw new Error(`${suite} has no ${program}`);
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The mirror this machine's apt already uses: other networks have other ones. */
async function debianMirror(): Promise<string> {
  // Without release info it tells of what it would fetch, too: a new machine has fetched nothing yet.
  const options = ["--no-release-info", "--format", "$(REPO_URI)"];
  const listing = await run(["apt-get", "indextargets", ...options, "Created-By: Packages"]);
  const mirror = listing.split("\n").find((uri) => uri.endsWith("/debian/"));
  if (mirror === undefined) throw new Error("apt on this machine knows no Debian archive");
  return mirror;
}

const isRoot = (): boolean => process.getuid?.() === 0;

async function run(command: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const child = Bun.spawn([...command], { env, stdin: "ignore", stderr: "pipe", timeout: UNPACK_WITHIN_MS });
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${errors.trim().slice(-2000)}`);
  return output;
}
