import { basename } from "node:path";
import { installRedisServer, REDIS_SERVERS } from "../../tests/support/redis-servers.ts";
import { judgeCoverage } from "./coverage.ts";
import { bunTest, testFiles } from "./bun-test.ts";
import { lastLines, runLogged } from "./command.ts";
import { add, NOTHING, closingLineCounts, single, type Outcome } from "./outcome.ts";
import type { Tool } from "./tools.ts";

export interface Step {
  /** What `npm test -- NAME` calls it. */
  readonly name: string;
  readonly title: string;
  /** Cannot run without these. */
  readonly needs?: readonly Tool[];
  /** Leaves some of its tests out without these. */
  readonly wants?: readonly Tool[];
  /** Name of a step that has to succeed first. */
  readonly after?: string;
  readonly run: () => Promise<Outcome>;
}

const MINUTE = 60_000;
const OWN_STEP = /^tests\/(e2e|real)\//;

export const steps: readonly Step[] = [
  { name: "format", title: "format", run: () => tool("format", "oxfmt", "--check") },
  { name: "lint", title: "lint", run: () => tool("lint", "oxlint") },
  { name: "types", title: "types", run: () => tool("types", "tsc") },
  { name: "knip", title: "dead code", run: () => tool("knip", "knip") },
  { name: "build", title: "build", run: () => command("build", [process.execPath, "build.ts"]) },
  { name: "unit", title: "unit tests", wants: ["redis"], run: unit },
  { name: "redis", title: "Redis and Valkey", needs: ["redis servers"], run: redis },
  {
    name: "e2e",
    title: "end to end",
    wants: ["redis", "strace"],
    after: "build",
    run: endToEnd,
  },
  { name: "crash", title: "crashes", wants: ["redis"], after: "build", run: crash },
  {
    name: "real",
    title: "real servers",
    needs: ["real servers"],
    after: "build",
    run: real,
  },
  { name: "container", title: "container", needs: ["container tools"], run: container },
];

// Through Bun, since a machine may have no Node.
function tool(name: string, program: string, ...args: string[]): Promise<Outcome> {
  return command(name, [process.execPath, `node_modules/.bin/${program}`, ...args]);
}

async function command(name: string, words: readonly string[]): Promise<Outcome> {
  const log = `out/logs/${name}.log`;
  const { code } = await runLogged(words, log, { withinMs: 5 * MINUTE });
  return code === 0 ? single(true) : single(false, lastLines(log, 100));
}

async function unit(): Promise<Outcome> {
  const coverage = "out/coverage";
  const tests = await bunTest({
    name: "unit",
    files: testFiles((path) => !OWN_STEP.test(path)),
    options: ["--timeout=30000", "--coverage", "--coverage-reporter=lcov", `--coverage-dir=${coverage}`],
    withinMs: 20 * MINUTE,
  });
  // Tests that failed cover less than they would: the numbers would only distract.
  return tests.failed === 0 ? add(tests, judgeCoverage(`${coverage}/lcov.info`)) : tests;
}

/** The tests of the queue in Redis once more, on every server that it is said to work with. */
async function redis(): Promise<Outcome> {
  const files = testFiles((path) => path.startsWith("tests/queue/redis"));
  let all = NOTHING;
  for (const name of REDIS_SERVERS) {
    const detail = await installRedisServer(name);
    const env = { QBT_RULES_TEST_REDIS: name };
    const tests = await bunTest({ name, files, options: ["--timeout=30000"], env, withinMs: 5 * MINUTE });
    all = add(all, { ...tests, detail, ...(tests.report && { report: `${detail}:\n${tests.report}` }) });
  }
  return all;
}

const PATIENT = ["--timeout=60000"];

function endToEnd(): Promise<Outcome> {
  const files = testFiles((path) => path.startsWith("tests/e2e/"));
  return bunTest({ name: "e2e", files, options: PATIENT, withinMs: 10 * MINUTE });
}

/** Two files at a time: what takes long is to wait for the servers. */
async function real(): Promise<Outcome> {
  const files = testFiles((path) => path.startsWith("tests/real/")).values();
  let all = NOTHING;
  const lane = async () => {
    for (const file of files) {
      const name = `real-${basename(file, ".test.ts")}`;
      const tests = await bunTest({ name, files: [file], options: PATIENT, withinMs: 20 * MINUTE });
      all = add(all, tests);
    }
  };
  await Promise.all([lane(), lane()]);
  return all;
}

/** Short ones; `npm run test:crash` takes its time. */
async function crash(): Promise<Outcome> {
  const words = [process.execPath, "scripts/crash.ts", "--executable", "dist/qbt-rules"];
  const alone = await command("crash", [...words, "--kills", "10", "--outages", "3"]);
  if (Bun.which("redis-server") === null) return add(alone, { ...NOTHING, skipped: 1 });
  const few = ["--kills", "4", "--outages", "1", "--redis-kills", "2", "--servers", "2", "--takeover", "2"];
  return add(alone, await command("crash-redis", [...words, "--backend", "redis", ...few]));
}

async function container(): Promise<Outcome> {
  const log = "out/logs/container.log";
  const { code } = await runLogged([process.execPath, "scripts/container.ts"], log, { withinMs: 10 * MINUTE });
  const counts = closingLineCounts(await Bun.file(log).text()) ?? single(false);
  if (code === 0) return counts;
  return { ...(counts.failed > 0 ? counts : add(counts, single(false))), report: lastLines(log, 100) };
}
