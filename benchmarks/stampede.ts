import { type Answer, type Round, compare } from "./finding.ts";
import { HARMLESS_CONTEXT, countJobs, executeUrl, parkWorker, withProgram } from "./idle-program.ts";
import { withClients } from "./programs.ts";
import { inRounds } from "./statistics.ts";

const AT_ONCE = 500;
const ROUNDS = 2;
const WITHIN_MS = 300_000;

/** What happens when five hundred torrents are added at once: qBittorrent starts as many processes, and waits for none. */
export async function answerStampede(): Promise<Answer> {
  return await withClients((ours, bare) =>
    withProgram(async (program) => {
      await parkWorker(program);
      const env = { QBT_RULES_CLIENT_SERVER_URL: program.url, QBT_RULES_CLIENT_API_KEY: program.key };
      const url = executeUrl(program.url);
      const before = await countJobs(program, "total");
      const rounds = await inRounds(ROUNDS, async (): Promise<Round> => ({
        bare: await all(() => [bare, url, program.key], env),
        ours: await all((n) => [ours, "--context", HARMLESS_CONTEXT, "--hash", hashOf(n)], env),
      }));
      const accepted = (await countJobs(program, "total")) - before;
      const expected = 2 * ROUNDS * AT_ONCE;
      if (accepted !== expected) throw new Error(`${expected} calls, and ${accepted} jobs`);
      return {
        tables: [],
        ratios: [compare({ what: `${AT_ONCE} calls at once, until the last has ended`, unit: "ms" }, rounds)],
        notes: [`every call ended with 0, and each has its job: ${accepted} of ${expected}`],
      };
    }),
  );
}

const hashOf = (n: number): string => n.toString(16).padStart(40, "0");

/** Milliseconds. */
async function all(command: (n: number) => readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const start = performance.now();
  const codes = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) => {
      const options = { env, stdin: "ignore", stdout: "ignore", stderr: "inherit", timeout: WITHIN_MS } as const;
      return Bun.spawn([...command(n)], options).exited;
    }),
  );
  const failed = codes.filter((code) => code !== 0).length;
  if (failed > 0) throw new Error(`${failed} of ${AT_ONCE} calls failed`);
  return performance.now() - start;
}
