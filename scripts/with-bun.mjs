// Runs the pinned Bun with the arguments given, on a machine that may only have Node and npm (or only Bun): installs the
// project's packages first, if they are missing or older than the lockfile. Plain JavaScript, since nothing is installed yet.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const bun = join(modules, ".bin", "bun");
const stamp = join(modules, ".installed-from-lockfile");
const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

if (!upToDate()) install();

const child = spawn(bun, process.argv.slice(2), { stdio: "inherit", cwd: root });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

function upToDate() {
  if (!existsSync(bun) || !existsSync(stamp)) return false;
  const installed = statSync(stamp).mtimeMs;
  return ["bun.lock", "package.json"].every((file) => statSync(join(root, file)).mtimeMs <= installed);
}

function install() {
  const flags = ["install", "--frozen-lockfile"];
  const present = spawnSync("bun", ["--version"], { encoding: "utf8" }).stdout?.trim();
  const [command, args] = present
    ? ["bun", flags]
    : ["npm", ["exec", "--yes", "--", `bun@${devDependencies.bun}`, ...flags]];
  console.error(`Installing packages: ${command} ${args.join(" ")}`);
  const done = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  if (done.error || done.status !== 0) {
    console.error(
      `Could not install the packages${done.error ? ` (${done.error.message})` : ""}. Node 20 with npm, or Bun, is needed.`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, "");
}
