import { installSuite } from "../../tests/support/qbittorrent/install.ts";
import { SUITES } from "../../tests/support/qbittorrent/cache.ts";
import { installRedisServer, REDIS_SERVERS } from "../../tests/support/redis-servers.ts";

import { capture } from "./command.ts";

/** What a step may need beyond Bun and the project's packages. */
export type Tool = "redis" | "redis servers" | "strace" | "real servers" | "container tools";

/** Gets a tool, installing what is missing if that is possible here; otherwise says why it cannot be had. */
export async function obtain(tool: Tool): Promise<{ readonly missing?: string }> {
  try {
    await tools[tool]();
    return {};
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

const tools: Record<Tool, () => Promise<void>> = {
  redis: () => installPackages({ "redis-server": "redis-server" }),

  "redis servers": async () => {
    await installPackages({ mmdebstrap: "mmdebstrap" });
    for (const server of REDIS_SERVERS) await installRedisServer(server);
  },

  strace: () => installPackages({ strace: "strace" }),

  "real servers": async () => {
    await installPackages({ mmdebstrap: "mmdebstrap" });
    mustBeRoot(); // each server lives in a root of its own, by chroot
    for (const suite of SUITES) await installSuite(suite);
  },

  "container tools": async () => {
    await installPackages({ buildah: "buildah", mmdebstrap: "mmdebstrap", unshare: "util-linux", chroot: "coreutils" });
    mustBeRoot();
    await capture(["unshare", "--mount", "--pid", "--fork", "true"], { withinMs: 10_000 }).catch(() => {
      throw new Error("no right to make namespaces");
    });
  },
};

const INSTALL_WITHIN_MS = 300_000;

/** Installs the Debian packages of those programs that are not there. */
async function installPackages(packages: Readonly<Record<string, string>>): Promise<void> {
  const missing = Object.entries(packages).filter(([program]) => Bun.which(program) === null);
  if (missing.length === 0) return;
  if (process.platform !== "linux") throw new Error("not Linux");
  if (Bun.which("apt-get") === null)
    throw new Error(`no apt-get to install ${missing.map(([program]) => program).join(", ")}`);
  mustBeRoot();
  const apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"];
  const limits = { withinMs: INSTALL_WITHIN_MS, env: { DEBIAN_FRONTEND: "noninteractive" } };
  await capture([...apt, "update"], limits);
  await capture([...apt, "install", "--yes", "--no-install-recommends", ...missing.map(([, name]) => name)], limits);
}

function mustBeRoot(): void {
  if (process.getuid?.() !== 0) throw new Error("not root");
}
