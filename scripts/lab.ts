// Real qBittorrent servers for tests and for trying things out:
//   npm run lab -- install [suite...]     unpack them into the cache
//   npm run lab -- start SUITE [PORT]     run one on loopback until Ctrl-C (admin / adminadmin)
import { isSuite, SUITES, type Suite } from "../tests/support/qbittorrent/cache.ts";
import { installSuite } from "../tests/support/qbittorrent/install.ts";
import { labGreeting } from "../tests/support/qbittorrent/lab-greeting.ts";
import { startReal } from "../tests/support/qbittorrent/real.ts";

const USAGE = `usage: lab install [suite...]\n       lab start SUITE [PORT]\nsuites: ${SUITES.join(", ")}`;

const [command, ...rest] = process.argv.slice(2);
if (command === "install") await install(rest);
else if (command === "start") await start(rest);
else fail(USAGE);

async function install(names: readonly string[]): Promise<void> {
  for (const suite of names.length === 0 ? SUITES : names.map(suiteNamed)) await installSuite(suite, console.error);
}

async function start([name = "", port]: readonly string[]): Promise<void> {
  const suite = suiteNamed(name);
  await installSuite(suite, console.error);
  const server = await startReal({ suite, ...(port === undefined ? {} : { port: portNumber(port) }) });
  for (const line of labGreeting(server)) console.error(line);
  console.log(server.url);
  // The running server keeps this process alive; a signal ends both and removes the profile.
}

function suiteNamed(name: string): Suite {
  return isSuite(name) ? name : fail(`unknown suite "${name}"\n${USAGE}`);
}

function portNumber(text: string): number {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : fail(`not a port: "${text}"`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
