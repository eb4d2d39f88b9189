import { copyFileSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { capture } from "../test/command.ts";
import type { Store } from "./store.ts";

/** Base images under the names of the Dockerfile's arguments. */
export type BaseImages = Readonly<Record<"BUN_IMAGE" | "BASE_IMAGE", string>>;

/**
 * Base images with the content of the official ones, made of Debian's packages: the Dockerfile can be built where no
 * container registry is within reach.
 */
export async function makeStandIns(store: Store, workshop: string): Promise<BaseImages> {
  await Promise.all([makeBunRoot(join(workshop, "bun")), makeBaseRoot(join(workshop, "base"))]);
  // The packages come from the registry as this machine reaches it, so with the certificates that this machine trusts.
  await store.imageOf(
    join(workshop, "bun"),
    "stand-in-bun",
    ...(EXTRA_CA ? [`--env=NODE_EXTRA_CA_CERTS=${CA_BUNDLE}`] : []),
  );
  await store.imageOf(join(workshop, "base"), "stand-in-base", "--user=65532", "--workingdir=/home/nonroot");
  return { BUN_IMAGE: "localhost/stand-in-bun", BASE_IMAGE: "localhost/stand-in-base" };
}

const CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
const EXTRA_CA = process.env["NODE_EXTRA_CA_CERTS"];
const WITHIN_MS = 180_000;

async function makeBunRoot(root: string): Promise<void> {
  const packages = "base-files,dash,coreutils,sed";
  const { suite, sources } = await debianArchive();
  const options = ["--quiet", "--variant=extract", `--include=${packages}`];
  await capture(["mmdebstrap", ...options, suite, root, ...sources], { withinMs: WITHIN_MS });
  place(root, "usr/local/bin", "bun", (path) => copyFileSync(realpathSync(process.execPath), path));
  if (EXTRA_CA) place(root, "etc/ssl/certs", "ca-certificates.crt", (path) => copyFileSync(EXTRA_CA, path));
}

/** As distroless is made: packages unpacked, none of their scripts run, nothing that they merely depend on. */
async function makeBaseRoot(root: string): Promise<void> {
  const downloads = `${root}-packages`;
  mkdirSync(downloads, { recursive: true });
  const packages = ["base-files", "netbase", "libc6", "tzdata", "ca-certificates"];
  await capture(["apt-get", "-qq", "download", ...packages], { withinMs: WITHIN_MS, cwd: downloads });
  for (const name of readdirSync(downloads)) {
    await capture(["dpkg-deb", "--extract", join(downloads, name), root], { withinMs: WITHIN_MS });
  }
  const account = "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin";
  place(root, "etc", "passwd", (path) => writeFileSync(path, `root:x:0:0:root:/root:/sbin/nologin\n${account}\n`));
  place(root, "etc", "group", (path) => writeFileSync(path, "root:x:0:\nnonroot:x:65532:\n"));
  place(root, "etc/ssl/certs", "ca-certificates.crt", (path) => writeFileSync(path, certificates(root)));
  mkdirSync(join(root, "home/nonroot"));
}

function certificates(root: string): string {
  const folder = join(root, "usr/share/ca-certificates/mozilla");
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

function place(root: string, folder: string, name: string, make: (path: string) => void): void {
  mkdirSync(join(root, folder), { recursive: true });
  make(join(root, folder, name));
}

/** The Debian release of this machine, from where its own apt gets it. */
async function debianArchive(): Promise<{ readonly suite: string; readonly sources: readonly string[] }> {
  const format = "$(ORIGIN)|$(CODENAME)|deb $(SITE) $(RELEASE) $(COMPONENT)";
  const command = ["apt-get", "indextargets", "--format", format, "Created-By: Packages"];
  const lines = (await capture(command, { withinMs: WITHIN_MS })).trim().split("\n");
  const debian = lines.map((line) => line.split("|")).filter(([origin]) => origin === "Debian");
  const suite = debian.map(([, codename = ""]) => codename).find((codename) => /^[a-z]+$/.test(codename));
  if (suite === undefined) throw new Error("apt on this machine knows no Debian archive");
  return { suite, sources: [...new Set(debian.map(([, , source = ""]) => source))] };
}
